"""Calls of votes and governance: delegation, proposals from the first to the last step, lists and emergencies."""

from __future__ import annotations

from typing import Any

from properties.binding import Call, Chooser
from properties.compute.actors import AUTHORITY, EVERYONE, OUTSIDER, actor_at
from properties.compute.choices import DAY, HUGE, address, by_owner, party, wait_until
from properties.compute.governance_choices import BLOCK_TIME, motion_of, motions_in, some_motion
from properties.compute.governance_recipes import NO_SETTER, Setter
from properties.recipe import NOBODY, Account, in_place
from spec.compute.fab_votes import votes_at
from spec.compute.governance import PROPOSAL_THRESHOLD
from spec.compute.governance_types import ParameterUpdate, ProposalState
from spec.compute.motions import QUEUE_EXPIRY

SUPPORTERS = ("voter", "rival_voter", "depositor", "contract_depositor")
"""Whoever has much FAB to vote with."""
SETTERS = (
    ("PaymentEscrow", "setFee(uint256)", (0, 1, 250, 1000, 1001)),
    ("JobMarketplace", "setFailureThreshold(uint256)", (1, 5, 1_000_000, 0)),
    ("JobMarketplace", "setAutoRecoveryPeriod(uint256)", (0, 3_600, 30 * DAY, 1)),
)
"""What the governance may set from the start, and values mostly within bounds."""
NEVER_LISTED = (("NodeRegistry", "setTreasury(address)", (1,)),)
"""What nobody lists."""
OTHERS = (
    ("JobMarketplace", "setDisputeWindow(uint256)", (30,)),
    ("FabToken", "setFee(uint256)", (1,)),
)
"""What the owner may list although no vote can set it."""
POINTERS = (("PaymentEscrow", "setArbiter(address)"), ("PaymentEscrow", NO_SETTER))
ODD_POINTERS = (("JobMarketplace", "setTreasury(address)"), ("FabToken", "setArbiter(address)"), (NOBODY, NO_SETTER))
LIVE = (ProposalState.PENDING, ProposalState.ACTIVE, ProposalState.SUCCEEDED, ProposalState.QUEUED)


def delegate(chooser: Chooser, run: Any) -> Call:
    """Somebody lets another vote, or votes on its own, or lets nobody."""
    actor = chooser.pick("delegate: actor", (*SUPPORTERS, *SUPPORTERS, "host", OUTSIDER))
    own = chooser.chance("delegate: itself", 55)
    return Call(actor, "delegate", (Account(actor if own else chooser.pick("delegate: to", (*SUPPORTERS, NOBODY))),))


# ---------------------------------------------------------------- proposals


def propose_parameter_update(chooser: Chooser, run: Any) -> Call:
    """A proposer with enough votes proposes what is listed; sometimes nothing, too much, or what is not."""
    size = chooser.pick("propose: how many", (1, 1, 1, 2, 3)) if chooser.chance("propose: usual size", 92) else 0
    if size == 0 and chooser.chance("propose: too many", 50):
        size = 11
    updates = tuple(update(chooser, run) for _ in range(size))
    arguments = (updates, chooser.pick("propose: why", ("", "lower the fee")))
    return Call(proposer(chooser, run), "propose_parameter_update", arguments, advance=later(chooser))


def update(chooser: Chooser, run: Any) -> ParameterUpdate:
    """One setter with a number."""
    usual = chooser.chance("update: usual", 88)
    listed = tuple(one for one in (SETTERS if usual else OTHERS) if is_listed(run, one[0], one[1]))
    known = listed and chooser.chance("update: listed", 95)
    contract, signature, values = chooser.pick("update: which", listed if known else (*SETTERS, *NEVER_LISTED))
    value = chooser.pick("update: value", (*values[:3], *values, HUGE))
    name = chooser.pick("update: name", ("", "fee"))
    return ParameterUpdate(in_place(Account(contract)), in_place(Setter(signature)), name, value)


def is_listed(run: Any, contract: str, signature: str) -> bool:
    """Whether votes may call a setter."""
    return bool(run.state.allowed_setters[address(run, contract), Setter(signature).realize(run)])


def propose_contract_upgrade(chooser: Chooser, run: Any) -> Call:
    """A proposer with enough votes proposes another arbiter."""
    target = "PaymentEscrow" if chooser.chance("upgrade: usual", 85) else chooser.pick("upgrade: of", ODD_POINTERS)[0]
    to = chooser.pick("upgrade: to", (AUTHORITY, AUTHORITY, OUTSIDER, "rival_voter", NOBODY))
    arguments = (Account(target), Account(to), "another one")
    return Call(proposer(chooser, run), "propose_contract_upgrade", arguments, advance=later(chooser))


def proposer(chooser: Chooser, run: Any) -> str:
    """Mostly somebody with enough votes."""
    s, block = run.state, run.world.block_number
    able = tuple(
        name for name in SUPPORTERS if votes_at(s.fab_voters, address(run, name), block - 1) >= PROPOSAL_THRESHOLD
    )
    if able and chooser.chance("propose: able", 93):
        return chooser.pick("propose: who", able)
    return chooser.pick("propose: anybody", EVERYONE)


def later(chooser: Chooser) -> int:
    """Mostly a block later, so that votes of before count."""
    return BLOCK_TIME if chooser.chance("a block later", 75) else 0


def cast_vote(chooser: Chooser, run: Any) -> Call | None:
    """Somebody votes, mostly in time, mostly for it, mostly for the first time."""
    proposal_id = some_motion(chooser, run, "vote", ProposalState.PENDING, ProposalState.ACTIVE)
    if proposal_id is None:
        return None
    s, p = run.state, motion_of(run, proposal_id)
    waiting = p is not None and run.world.block_number <= p.start_block
    fresh = tuple(name for name in SUPPORTERS if s.votes_cast[proposal_id, address(run, name)] == 0)
    if p is not None and chooser.chance("vote: with votes", 85):
        fresh = tuple(one for one in fresh if votes_at(s.fab_voters, address(run, one), p.start_block))
    first = fresh and chooser.chance("vote: first time", 90)
    actor = chooser.pick("vote: who", fresh if first else (*SUPPORTERS, OUTSIDER))
    arguments = (proposal_id, chooser.chance("vote: for it", 75))
    return Call(actor, "cast_vote", arguments, advance=BLOCK_TIME if waiting or later(chooser) else 0)


def queue(chooser: Chooser, run: Any) -> Call | None:
    """Anybody queues a proposal, mostly once its vote is over."""
    over = motions_in(run, ProposalState.SUCCEEDED, ProposalState.DEFEATED)
    early = () if over else (ProposalState.ACTIVE,)
    proposal_id = some_motion(chooser, run, "queue", ProposalState.SUCCEEDED, ProposalState.DEFEATED, *early)
    if proposal_id is None:
        return None
    return Call(chooser.pick("queue: actor", EVERYONE), "queue", (proposal_id,), advance=later(chooser))


def execute(chooser: Chooser, run: Any) -> Call | None:
    """Anybody executes a queued proposal around its time, seldom around the end of it; where none is queued, seldom."""
    if not motions_in(run, ProposalState.QUEUED) and chooser.chance("execute: nothing is queued", 80):
        return None
    proposal_id = some_motion(chooser, run, "execute", ProposalState.QUEUED)
    if proposal_id is None:
        return None
    p = motion_of(run, proposal_id)
    advance = 0
    if p is not None and p.eta:
        late = chooser.chance("execute: late", 15)
        advance = wait_until(chooser, run, p.eta + QUEUE_EXPIRY if late else p.eta, "execute")
    return Call(chooser.pick("execute: actor", EVERYONE), "execute", (proposal_id,), advance=advance)


def cancel(chooser: Chooser, run: Any) -> Call | None:
    """A proposer withdraws its proposal."""
    proposal_id = some_motion(chooser, run, "withdraw motion", *LIVE)
    if proposal_id is None:
        return None
    p = motion_of(run, proposal_id)
    actor = OUTSIDER if p is None else actor_at(run, p.proposer)
    return Call(party(chooser, "withdraw motion", actor), "cancel", (proposal_id,))


# ---------------------------------------------------------------- lists and emergencies


def set_allowed(chooser: Chooser, run: Any) -> Call:
    """The owner lists a setter, or takes one off, which is mostly put back."""
    waiting = {one for id in motions_in(run, ProposalState.QUEUED) for one in setters_of(run, id)}
    decided = tuple(one[:2] for one in (*SETTERS, *OTHERS) if one[:2] in waiting)
    if decided and chooser.chance("list: take a decided one off", 65):
        contract, signature = chooser.pick("list: decided", decided)
        return Call("owner", "set_allowed", (Account(contract), Setter(signature), False))
    missing = tuple(one[:2] for one in SETTERS if not is_listed(run, one[0], one[1]))
    if missing and chooser.chance("list: put back", 80):
        contract, signature = chooser.pick("list: missing", missing)
        return Call("owner", "set_allowed", (Account(contract), Setter(signature), True))
    odd = (NOBODY, "setFee(uint256)")
    contract, signature = chooser.pick("list: setter", (*(one[:2] for one in (*SETTERS, *OTHERS)), odd))
    arguments = (Account(contract), Setter(signature), chooser.chance("list: allowed", 70))
    return Call(by_owner(chooser, "list"), "set_allowed", arguments)


def setters_of(run: Any, proposal_id: int) -> tuple[tuple[str, str], ...]:
    """Contracts and signatures of what a proposal sets."""
    names = {
        (address(run, c), Setter(signature).realize(run)): (c, signature) for c, signature, _ in (*SETTERS, *OTHERS)
    }
    p = motion_of(run, proposal_id)
    updates = p.updates if p is not None else ()
    return tuple(names[one.target_contract, one.function_selector] for one in updates)


def set_pointer(chooser: Chooser, run: Any) -> Call:
    """The owner names the pointer of a contract, or takes it away, sometimes when an upgrade is decided."""
    upgrades = tuple(id for id in motions_in(run, ProposalState.QUEUED) if not setters_of(run, id))
    if upgrades and chooser.chance("pointer: of a decided upgrade", 75):
        return Call("owner", "set_pointer", (Account("PaymentEscrow"), Setter(NO_SETTER)))
    usual = chooser.chance("pointer: usual", 80)
    target, signature = chooser.pick("pointer: which", (POINTERS[0], *POINTERS) if usual else ODD_POINTERS)
    return Call(by_owner(chooser, "pointer"), "set_pointer", (Account(target), Setter(signature)))


def set_emergency_target(chooser: Chooser, run: Any) -> Call:
    """The owner lists a contract for emergencies, or takes it off."""
    target = chooser.pick("emergency: target", ("JobMarketplace", "JobMarketplace", "PaymentEscrow", NOBODY))
    arguments = (Account(target), chooser.chance("emergency: listed", 75))
    return Call(by_owner(chooser, "emergency target"), "set_emergency_target", arguments)


def set_emergency_admin(chooser: Chooser, run: Any) -> Call:
    """The owner gives somebody the emergency role, or takes it."""
    account = chooser.pick("emergency: admin", (AUTHORITY, AUTHORITY, OUTSIDER, NOBODY))
    arguments = (Account(account), chooser.chance("emergency: given", 75))
    return Call(by_owner(chooser, "emergency admin"), "set_emergency_admin", arguments)


def execute_emergency_action(chooser: Chooser, run: Any) -> Call:
    """The emergency role pauses the marketplace; or tries something else, or again too soon."""
    s = run.state
    admins = tuple(actor_at(run, account) for account, held in s.emergency_admins.items() if held)
    known = admins and chooser.chance("emergency: right party", 90)
    actor = chooser.pick("emergency: actor", admins if known else EVERYONE)
    action = "pause" if chooser.chance("emergency: pause", 92) else chooser.pick("emergency: what", ("unpause", ""))
    usual = chooser.chance("emergency: usual target", 78)
    target = "JobMarketplace" if usual else chooser.pick("emergency: of", ("PaymentEscrow", "FabToken"))
    until = s.emergency_until[address(run, target)]
    advance = wait_until(chooser, run, until, "emergency") if chooser.chance("emergency: wait", 30) else 0
    return Call(actor, "execute_emergency_action", (action, Account(target)), advance=advance)
