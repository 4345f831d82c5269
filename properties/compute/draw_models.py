"""Calls about models, votes and the FAB that is locked in them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from properties.binding import Call, Chooser
from properties.compute.actors import EVERYONE, FAB_UNIT, HOSTS, OUTSIDER, VOTERS, actor_at
from properties.compute.choices import HUGE, MODEL_NAMES, by_owner, model, party, wait_until
from properties.compute.recipes import Digest, ModelId
from properties.recipe import NOBODY, Account
from spec.compute.proposals import (
    APPROVAL_THRESHOLD,
    EXTENSION_THRESHOLD,
    EXTENSION_WINDOW,
    REPROPOSAL_COOLDOWN,
    lapses_after,
)
from spec.compute.state import INFINITE, Proposal, State

REGISTRIES = ("ModelRegistry", "NodeRegistry")
VOTES = (1, FAB_UNIT, EXTENSION_THRESHOLD // 2, EXTENSION_THRESHOLD, APPROVAL_THRESHOLD, APPROVAL_THRESHOLD)

# ---------------------------------------------------------------- models of the owner


def names(chooser: Chooser, run: Any, label: str) -> tuple[str, str]:
    """Mostly a model that is not registered; seldom one without a name."""
    s = run.state
    new = [pair for pair in MODEL_NAMES if ModelId(*pair).realize(run) not in s.models]
    if chooser.chance(f"{label}: nameless", 6):
        return chooser.pick(f"{label}: which", (("", "file"), ("repo", ""), ("", "")))
    if new and chooser.chance(f"{label}: new", 85):
        return chooser.pick(f"{label}: new model", new)
    return chooser.pick(f"{label}: any model", MODEL_NAMES)


def add_trusted_model(chooser: Chooser, run: Any) -> Call:
    """The owner adds a model."""
    return Call(by_owner(chooser, "add"), "add_trusted_model", (*names(chooser, run, "add"), digest(chooser)))


def batch_add_trusted_models(chooser: Chooser, run: Any) -> Call:
    """The owner adds several models, some twice; seldom with lists of different lengths."""
    pairs = [names(chooser, run, "batch") for _ in range(chooser.integer("batch: size", 0, 3))]
    repos, files = tuple(repo for repo, _ in pairs), tuple(file for _, file in pairs)
    hashes = tuple(digest(chooser) for _ in pairs)
    if chooser.chance("batch: uneven", 12):
        kind = chooser.pick("batch: longer", ("repos", "files", "hashes"))
        repos += ("more",) * (kind == "repos")
        files += ("more",) * (kind == "files")
        hashes += (Digest(0),) * (kind == "hashes")
    return Call(by_owner(chooser, "batch"), "batch_add_trusted_models", (repos, files, hashes))


def digest(chooser: Chooser) -> Digest:
    """The hash of a model's weights."""
    return Digest(chooser.integer("hash", 0, 3))


def deactivate_model(chooser: Chooser, run: Any) -> Call:
    """The owner deactivates a model."""
    return Call(by_owner(chooser, "deactivate"), "deactivate_model", (known(chooser, run, "deactivate", True),))


def reactivate_model(chooser: Chooser, run: Any) -> Call:
    """The owner reactivates a model, mostly one that is not active."""
    return Call(by_owner(chooser, "reactivate"), "reactivate_model", (known(chooser, run, "reactivate", False),))


def known(chooser: Chooser, run: Any, label: str, active: bool) -> ModelId:
    """Mostly a registered model that is active, or is not."""
    s = run.state
    ids = {ModelId(*pair).realize(run): pair for pair in MODEL_NAMES}
    found = [ids[model_id] for model_id, record in s.models.items() if record.active == active and model_id in ids]
    if found and chooser.chance(f"{label}: known", 90):
        return ModelId(*chooser.pick(f"{label}: which", found))
    return model(chooser, label)


def sweep_fees(chooser: Chooser, run: Any) -> Call:
    """Anyone sweeps."""
    return Call(chooser.pick("sweep: actor", EVERYONE), "sweep_fees")


# ---------------------------------------------------------------- votes


def propose_model(chooser: Chooser, run: Any) -> Call:
    """Somebody proposes a model; one that was proposed before around the moment at which it can be again."""
    s = run.state
    again = [names for names in MODEL_NAMES if has_failed(s, ModelId(*names).realize(run))]
    known = again and chooser.chance("propose: again", 65)
    pair = chooser.pick("propose: which again", again) if known else names(chooser, run, "propose")
    call = Call(voter(chooser, "propose"), "propose_model", (*pair, digest(chooser)))
    model_id = ModelId(*pair).realize(run)
    nonce = s.proposal_nonce[model_id]
    if nonce == 0 or chooser.chance("propose: now", 30):
        return call
    closed = (
        s.last_closed[model_id] if s.proposals[model_id, nonce].closed else lapses_after(s.proposals[model_id, nonce])
    )
    moment = closed + REPROPOSAL_COOLDOWN if chooser.chance("propose: after the cooldown", 80) else closed
    return replace(call, advance=wait_until(chooser, run, moment, "propose"))


def has_failed(s: State, model_id: bytes) -> bool:
    """Whether the newest proposal on a model is closed and did not bring it in."""
    nonce = s.proposal_nonce[model_id]
    return nonce > 0 and model_id not in s.models and s.proposals[model_id, nonce].closed


def voter(chooser: Chooser, label: str) -> str:
    """Mostly somebody with FAB to lock."""
    return party(chooser, label, chooser.pick(f"{label}: voter", (*VOTERS, OUTSIDER)))


def late_voter(chooser: Chooser, run: Any, model_id: bytes) -> str:
    """Mostly any voter; where there is one who has votes locked in an earlier proposal, often that one."""
    s, nonce = run.state, run.state.proposal_nonce[model_id]
    late = [who for (model, n, who), left in s.votes.items() if left and model == model_id and n != nonce]
    if late and chooser.chance("vote: late voter", 70):
        return actor_at(run, chooser.pick("vote: which late one", late))
    return voter(chooser, "vote")


def vote_on_proposal(chooser: Chooser, run: Any) -> Call:
    """Somebody votes: early, in the last hours, or around the end."""
    chosen, p = proposed(chooser, run, "vote", lambda p: not p.closed and run.world.now <= p.end_time)
    amount = chooser.pick("vote: amount", VOTES)
    if chooser.chance("vote: odd amount", 6):
        amount = chooser.pick("vote: which", (0, 300_000 * FAB_UNIT, HUGE))
    support = chooser.chance("vote: for", 70)
    if p is not None and chooser.chance("vote: at an edge", 25):
        amount, support = edge_of(chooser, p)
    actor = late_voter(chooser, run, chosen.realize(run))
    prolonged = p is not None and p.extension_count > 0
    if prolonged and chooser.chance("vote: prolong once more", 75):
        amount = EXTENSION_THRESHOLD
    call = Call(actor, "vote_on_proposal", (chosen, amount, support))
    if p is None or p.closed or chooser.chance("vote: now", 20 if prolonged else 55):
        return call
    moment = p.end_time - chooser.pick("vote: how long before", (0, EXTENSION_WINDOW, 60))
    return replace(call, advance=wait_until(chooser, run, moment, "vote"))


def edge_of(chooser: Chooser, p: Proposal) -> tuple[int, bool]:
    """Votes that lead to just enough of them, to one too few, or to a tie."""
    lacking = APPROVAL_THRESHOLD - p.votes_for
    if lacking > 0:
        return chooser.pick("vote: to the threshold", (lacking, lacking, max(1, lacking - 1))), True
    ahead = p.votes_for - p.votes_against
    return (ahead, False) if ahead > 0 else (1 - ahead, True)


def execute_proposal(chooser: Chooser, run: Any) -> Call:
    """Anyone decides a vote around its end, or around its lapse."""
    chosen, p = proposed(chooser, run, "execute", lambda p: not p.closed)
    call = Call(chooser.pick("execute: actor", EVERYONE), "execute_proposal", (chosen,))
    if p is None or p.closed:
        return call
    moment = p.end_time + 1 if chooser.chance("execute: in time", 88) else lapses_after(p)
    return replace(call, advance=wait_until(chooser, run, moment, "execute"))


def lapse_proposal(chooser: Chooser, run: Any) -> Call:
    """Anyone closes a proposal around the moment at which it lapses."""
    chosen, p = proposed(chooser, run, "lapse", lambda p: not p.closed)
    call = Call(chooser.pick("lapse: actor", EVERYONE), "lapse_proposal", (chosen,))
    if p is None or p.closed:
        return call
    return replace(call, advance=wait_until(chooser, run, lapses_after(p), "lapse"))


def withdraw_votes(chooser: Chooser, run: Any) -> Call:
    """A voter takes votes back, mostly one who has some, around the lapse of what was not closed."""
    s = run.state
    names_by_id = {ModelId(*pair).realize(run): pair for pair in MODEL_NAMES}
    locked = [(key, left) for key, left in s.votes.items() if left]
    if not locked or chooser.chance("take votes: anybody", 10):
        return Call(voter(chooser, "take votes"), "withdraw_votes", (model(chooser, "take votes"),))
    (model_id, nonce, account), _ = chooser.pick("take votes: which", locked)
    call = Call(run.cast.at(account).name, "withdraw_votes", (ModelId(*names_by_id[model_id]),))
    p = s.proposals[model_id, nonce]
    if p.closed or chooser.chance("take votes: now", 40):
        return call
    return replace(call, advance=wait_until(chooser, run, lapses_after(p), "take votes"))


def proposed(
    chooser: Chooser, run: Any, label: str, fits: Callable[[Proposal], bool]
) -> tuple[ModelId, Proposal | None]:
    """Mostly a model with a proposal that fits; the newest proposal on the model, if there was one."""
    s = run.state
    newest = {}
    for pair in MODEL_NAMES:
        model_id = ModelId(*pair).realize(run)
        nonce = s.proposal_nonce[model_id]
        if nonce:
            newest[pair] = s.proposals[model_id, nonce]
    fitting = [pair for pair, p in newest.items() if fits(p)]
    if fitting and chooser.chance(f"{label}: fitting", 92):
        pair = chooser.pick(f"{label}: which", fitting)
    else:
        pair = chooser.pick(f"{label}: any", MODEL_NAMES)
    return ModelId(*pair), newest.get(pair)


# ---------------------------------------------------------------- FAB


def transfer(chooser: Chooser, run: Any) -> Call:
    """Somebody sends FAB: some, all, too much, or to nobody."""
    actor = chooser.pick("send: actor", EVERYONE)
    held = run.state.fab_balances[run.cast[actor].address]
    amount = chooser.pick("send: how much", (FAB_UNIT, 0, held // 4, held + 1, 1, HUGE))
    to = Account(NOBODY if chooser.chance("send: to nobody", 8) else chooser.pick("send: to", EVERYONE))
    return Call(actor, "transfer", (to, amount))


def approve(chooser: Chooser, run: Any) -> Call:
    """Somebody allows the registries, or another actor, some FAB, all of it, or none."""
    actor = chooser.pick("allow: actor", (*EVERYONE, *HOSTS, *VOTERS))
    spender = chooser.pick("allow: spender", (*REGISTRIES, OUTSIDER, "depositor", NOBODY))
    amount = chooser.pick("allow: how much", (INFINITE, INFINITE, 1_000 * FAB_UNIT, 100 * FAB_UNIT, FAB_UNIT, 0))
    return Call(actor, "approve", (Account(spender), amount))


def transfer_from(chooser: Chooser, run: Any) -> Call:
    """Somebody moves another's FAB, mostly where that was allowed."""
    s = run.state
    allowed = [
        (owner.name, spender)
        for owner in run.cast
        for spender in (OUTSIDER, "depositor")
        if s.fab_allowances[owner.address, run.cast[spender].address]
    ]
    if allowed and chooser.chance("take: allowed", 85):
        owner, spender = chooser.pick("take: which", allowed)
    else:
        owner, spender = (
            chooser.pick("take: of", EVERYONE),
            chooser.pick("take: by", (OUTSIDER, "depositor")),
        )
    if chooser.chance("take: of nobody", 10):
        return Call(
            spender, "transfer_from", (Account(NOBODY), Account(OUTSIDER), chooser.pick("take: none", (0, 0, 1)))
        )
    account = Account(owner).realize(run)
    left = s.fab_allowances[account, run.cast[spender].address]
    held = s.fab_balances[account]
    amounts = (
        min(left, held),
        min(left, held),
        0,
        min(left, FAB_UNIT),
        left + 1 if left < INFINITE else held + 1,
        left,
    )
    amount = chooser.pick("take: how much", amounts)
    to = Account(NOBODY if chooser.chance("take: to nobody", 8) else chooser.pick("take: to", EVERYONE))
    return Call(spender, "transfer_from", (Account(owner), to, amount))
