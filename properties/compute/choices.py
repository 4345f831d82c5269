"""Choices that several draws make: who calls, which session, which asset and model, when."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from properties.binding import Chooser
from properties.compute.actors import DEPOSITORS, EVERYONE, HOSTS, MOODY, OUTSIDER, OWNER, SPARE, STABLE, actor_at
from properties.compute.recipes import ModelId
from properties.recipe import NOBODY, Account
from spec.compute.nodes import unbonded_at
from spec.compute.proposals import EXTENSION_WINDOW, REPROPOSAL_COOLDOWN, lapses_after
from spec.compute.running import paused_total_at
from spec.compute.session_records import end_of, proof_timeout_of
from spec.compute.slashing import SLASH_COOLDOWN
from spec.compute.state import Session
from spec.compute.types import SessionStatus
from spec.core import ZERO_ADDRESS

HUGE = 2**256 - 1
DAY = 86_400
ASSETS = (NOBODY, STABLE, MOODY, SPARE)
"""Names of the assets; nobody's address stands for the coin."""
MODEL_NAMES = (
    ("ai/llama", "llama.gguf"),
    ("ai/mistral", "mistral.gguf"),
    ("ai/phi", "phi.gguf"),
    ("ai", "phi/phi.gguf"),
    ("lab/tiny", "tiny.gguf"),
)
"""Repository and file of the models; the first two are registered when a run begins."""


def party(chooser: Chooser, label: str, right: str, percent: int = 92) -> str:
    """The right actor, or now and then anybody."""
    if chooser.chance(f"{label}: right party", percent):
        return right
    return chooser.pick(f"{label}: actor", EVERYONE)


def by_owner(chooser: Chooser, label: str) -> str:
    """The owner, or now and then anybody."""
    return OWNER if chooser.chance(f"{label}: by owner", 85) else chooser.pick(f"{label}: actor", EVERYONE)


def receiver(chooser: Chooser, label: str) -> Account:
    """Where money is sent: to an actor, or to nobody."""
    return Account(chooser.pick(f"{label}: to", (*DEPOSITORS, OUTSIDER, "contract_depositor", NOBODY)))


def asset(chooser: Chooser, label: str) -> str:
    """Mostly an asset that is taken from the start."""
    if chooser.chance(f"{label}: usual asset", 90):
        return chooser.pick(f"{label}: asset", ASSETS[:3])
    return chooser.pick(f"{label}: any asset", (*ASSETS, OUTSIDER))


def token(chooser: Chooser, label: str) -> str:
    """Mostly a token that is taken from the start, seldom one that is not, or none at all."""
    if chooser.chance(f"{label}: usual token", 85):
        return chooser.pick(f"{label}: token", (STABLE, MOODY))
    return chooser.pick(f"{label}: any token", (STABLE, MOODY, SPARE, NOBODY))


def address(run: Any, name: str) -> str:
    """The address behind the name of an asset or actor."""
    return Account(name).realize(run)


def model(chooser: Chooser, label: str) -> ModelId:
    """Any of the models that a run knows."""
    return ModelId(*chooser.pick(f"{label}: model", MODEL_NAMES))


def offered_model(chooser: Chooser, run: Any, host: str, label: str) -> ModelId:
    """Mostly a model that the host offers."""
    known = {ModelId(*names).realize(run): names for names in MODEL_NAMES}
    s, account = run.state, address(run, host)
    offered = s.nodes[account].supported_models if account in s.nodes else ()
    usable = tuple(known[model_id] for model_id in offered if s.models[model_id].active)
    stopped = tuple(known[model_id] for model_id in offered if not s.models[model_id].active)
    if stopped and chooser.chance(f"{label}: stopped model", 25):
        return ModelId(*chooser.pick(f"{label}: which model", stopped))
    if usable and chooser.chance(f"{label}: usable model", 94):
        return ModelId(*chooser.pick(f"{label}: which model", usable))
    return model(chooser, label)


def some_host(chooser: Chooser, run: Any, label: str, fits: Callable[[str], bool], percent: int = 92) -> str:
    """Mostly a host that fits; sometimes any host, seldom an outsider."""
    fitting = tuple(name for name in HOSTS if fits(run.cast[name].address))
    if fitting and chooser.chance(f"{label}: fitting host", percent):
        return chooser.pick(f"{label}: host", fitting)
    return chooser.pick(f"{label}: any host", (*HOSTS, OUTSIDER))


def some_session(chooser: Chooser, run: Any, label: str, fits: Callable[[Session], bool]) -> int | None:
    """Mostly an active session that fits, sometimes any, seldom an id without one; None while there is none."""
    sessions = run.state.sessions
    if not len(sessions):
        return None
    fitting = tuple(id for id, r in sessions.items() if r.status == SessionStatus.ACTIVE and fits(r))
    if fitting and chooser.chance(f"{label}: fitting", 92):
        return chooser.pick(f"{label}: which", fitting)
    if chooser.chance(f"{label}: known id", 85):
        return chooser.pick(f"{label}: any", tuple(id for id, _ in sessions.items()))
    return chooser.pick(f"{label}: unknown", (0, len(sessions) + 1, HUGE))


def host_of(run: Any, job_id: int) -> str:
    """Name of a session's host; some host's for a session that does not exist."""
    sessions = run.state.sessions
    return actor_at(run, sessions[job_id].host) if job_id in sessions else HOSTS[0]


def depositor_of(run: Any, job_id: int) -> str:
    """Name of a session's depositor; some depositor's for a session that does not exist."""
    sessions = run.state.sessions
    return actor_at(run, sessions[job_id].depositor) if job_id in sessions else DEPOSITORS[0]


def active_sessions(run: Any) -> list[tuple[int, Session]]:
    """Sessions that are not over, by id."""
    return [(id, r) for id, r in run.state.sessions.items() if r.status == SessionStatus.ACTIVE]


# ---------------------------------------------------------------- time


def wait_until(chooser: Chooser, run: Any, moment: int, label: str) -> int:
    """Seconds from now to just before, at, or just after a moment; zero when it has passed."""
    kinds = {"just before": moment - 1, "at": moment, "just after": moment + 1, "now": 0}
    return max(0, kinds[chooser.pick(f"{label}: when", tuple(kinds))] - int(run.world.now))


def due_at(run: Any, r: Session) -> int:
    """Last moment at which an active session is not due for timeout, unless it is paused until then."""
    paused = paused_total_at(run.state, run.world.now) - r.paused_before
    return min(end_of(r), r.last_proof_time + proof_timeout_of(r) + paused)


def completable_at(r: Session) -> int:
    """First moment at which an active session can be completed."""
    return max(r.start_time, r.last_proof_time) + r.dispute_window


def moments(run: Any) -> Iterator[int]:
    """Every moment at which something about sessions, hosts or models becomes possible or impossible."""
    s = run.state
    for _, r in active_sessions(run):
        yield from (completable_at(r), end_of(r), due_at(run, r))
    for (model_id, nonce), p in s.proposals.items():
        if s.proposal_nonce[model_id] == nonce:
            if not p.closed:
                yield from (p.end_time - EXTENSION_WINDOW, p.end_time, lapses_after(p))
            yield (s.last_closed[model_id] or lapses_after(p)) + REPROPOSAL_COOLDOWN
    for account, n in s.nodes.items():
        if n.staked_amount and not n.active:
            yield unbonded_at(s, account, n)
        if s.last_slash[account]:
            yield s.last_slash[account] + SLASH_COOLDOWN


def is_asset_taken(run: Any, name: str) -> bool:
    """Whether new sessions can be paid in an asset."""
    account = address(run, name)
    return account == ZERO_ADDRESS or run.state.accepted_tokens[account] == 1
