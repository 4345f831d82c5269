"""Choices about governance, reputation and accounts that several draws make, and the moments that matter to them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from properties.binding import Chooser
from properties.compute.actors import HOSTS, OUTSIDER, actor_at
from properties.compute.choices import HUGE, address
from spec.compute.governance_types import ProposalState
from spec.compute.motions import QUEUE_EXPIRY, state_of
from spec.compute.reputation import DECAY_PERIOD
from spec.compute.session_keys import is_valid
from spec.compute.state_governance import Motion, SessionKey, Stream

BLOCK_TIME = 12
"""Seconds in which a draw lets a block pass."""


def motions_in(run: Any, *states: ProposalState) -> tuple[int, ...]:
    """Ids of proposals in one of the states."""
    s, world = run.state, run.world
    return tuple(id for id, p in s.motions.items() if state_of(s, p, world.now, world.block_number) in states)


def some_motion(chooser: Chooser, run: Any, label: str, *states: ProposalState) -> int | None:
    """Mostly a proposal in one of the states, sometimes any, seldom an id without one; None while there is none."""
    known = tuple(id for id, _ in run.state.motions.items())
    if not known:
        return None
    fitting = motions_in(run, *states)
    if fitting and chooser.chance(f"{label}: fitting", 92):
        return chooser.pick(f"{label}: which", fitting)
    if chooser.chance(f"{label}: known id", 88):
        return chooser.pick(f"{label}: any", known)
    return chooser.pick(f"{label}: unknown", (0, len(known) + 1, HUGE))


def motion_of(run: Any, proposal_id: int) -> Motion | None:
    """The proposal under an id."""
    return next((p for id, p in run.state.motions.items() if id == proposal_id), None)


def known_keys(run: Any) -> tuple[tuple[str, str, SessionKey], ...]:
    """Wallets, keys and what they may do, for all keys that were not revoked."""
    pairs = run.state.session_keys.items()
    return tuple((actor_at(run, w), actor_at(run, k), key) for (w, k), key in pairs if key.expires)


Fits = Callable[[str, str, SessionKey], bool]


def some_key(chooser: Chooser, run: Any, label: str, fits: Fits) -> tuple[str, str]:
    """Mostly wallet and key that fit, sometimes any, seldom two strangers."""
    known = known_keys(run)
    fitting = tuple((w, k) for w, k, key in known if fits(w, k, key))
    if fitting and chooser.chance(f"{label}: fitting", 90):
        return chooser.pick(f"{label}: which", fitting)
    if known and chooser.chance(f"{label}: known", 80):
        return chooser.pick(f"{label}: any", tuple((w, k) for w, k, _ in known))
    return chooser.pick(f"{label}: wallet", HOSTS), OUTSIDER


def is_usable(run: Any, wallet: str, key: str) -> bool:
    """Whether a key may act for a wallet now."""
    return is_valid(run.state, address(run, wallet), address(run, key), run.world.now)


def some_stream(chooser: Chooser, run: Any, label: str, fits: Callable[[Stream], bool]) -> int | None:
    """Mostly a stream that fits, sometimes any, seldom an id without one; None while there is none."""
    streams = run.state.streams
    if not len(streams):
        return None
    fitting = tuple(id for id, r in streams.items() if fits(r))
    if fitting and chooser.chance(f"{label}: fitting", 90):
        return chooser.pick(f"{label}: which", fitting)
    if chooser.chance(f"{label}: known id", 85):
        return chooser.pick(f"{label}: any", tuple(id for id, _ in streams.items()))
    return chooser.pick(f"{label}: unknown", (0, len(streams) + 1, HUGE))


def stream_of(run: Any, stream_id: int) -> Stream | None:
    """The stream under an id."""
    return next((r for id, r in run.state.streams.items() if id == stream_id), None)


def governance_moments(run: Any) -> Iterator[int]:
    """Every moment at which something about votes, scores, keys and streams becomes possible or impossible."""
    s = run.state
    for _, p in s.motions.items():
        if p.eta and not p.executed and not p.cancelled:
            yield from (p.eta, p.eta + QUEUE_EXPIRY)
    yield from (until for _, until in s.emergency_until.items())
    for _, r in s.reputations.items():
        yield from (r.last_activity + DECAY_PERIOD, r.last_activity + 2 * DECAY_PERIOD)
    yield from (key.expires for _, key in s.session_keys.items())
    yield from (r.start_time + r.duration for _, r in s.streams.items() if r.active)
