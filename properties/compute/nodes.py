"""Hosts: their stakes, slashing, and the lists they stand on."""

from __future__ import annotations

from collections import Counter

from properties.catalogue import Family, Shape
from properties.compute.catalogue import COMPUTE_PROPERTIES
from properties.compute.sessions import CREATIONS, MIN_STAKE
from spec.compute import errors
from spec.compute.state import COMPUTE, Node, State
from spec.compute.types import SessionStatus
from spec.core import Address, Message, Step, would

DAY = 86_400
WEEK = 7 * DAY

STAKES_SOLVENT = COMPUTE_PROPERTIES.declare(
    "SES-CON-05",
    family=Family.CONSERVATION,
    shape=Shape.STATE,
    target="NodeRegistry",
    statement="The registry holds at least all stakes, and what is slashed reaches the treasury exactly.",
    remedy="Move FAB with every change of a stake, by the same amount.",
)
SLASH_BOUNDED = COMPUTE_PROPERTIES.declare(
    "SES-ARI-04",
    family=Family.ARITHMETIC,
    shape=Shape.STEP,
    target="NodeRegistry",
    statement="A slash takes at most half of a stake, at least 24 hours after the one before; a host below the minimum "
    "stake gets no new session.",
    remedy="Bound the amount by the stake and the time by the last slash; look at the stake when a session is opened.",
)
LISTS_AGREE = COMPUTE_PROPERTIES.declare(
    "SES-SEQ-03",
    family=Family.SEQUENCING,
    shape=Shape.STATE,
    target="NodeRegistry",
    statement="A host is on the list of active hosts exactly while it is registered, and on a model's list exactly "
    "while it is registered and offers the model, once each; a host's list of sessions has exactly its active ones.",
    remedy="Refuse a model that is named twice, and leave every list where a registration ends.",
)
STAKE_STAYS = COMPUTE_PROPERTIES.declare(
    "SES-TIM-04",
    family=Family.TIMEOUT,
    shape=Shape.TRACE,
    target="NodeRegistry",
    statement="The stake of a host with open sessions, or within seven days after it left, its last session ended "
    "or it was last slashed, stays in the registry and can be slashed.",
    remedy="Let a stake go only when no session is open and the latest of the three is seven days ago.",
)


@STAKES_SOLVENT.always
def the_registry_holds_all_stakes(s: State) -> bool:
    """FAB held >= sum of stakes; more only if somebody gave it away."""
    return s.fab_balances[s.node_registry] >= s.nodes.total(lambda node: node.staked_amount)


@STAKES_SOLVENT.for_each_step("nodes")
def a_stake_changes_with_the_fab(step: Step, host: Address, before: Node, node: Node) -> bool | None:
    """Whatever a stake loses or gains, the registry does too."""
    s = step.state
    if node.staked_amount == before.staked_amount:
        return None
    if step.action.name == "slash_stake" and s.nodes_treasury == s.node_registry:
        return None
    moved = s.fab_balances[s.node_registry] - step.amount_before(s.fab_balances, s.node_registry)
    return bool(moved == node.staked_amount - before.staked_amount)


@STAKES_SOLVENT.on_step("slash_stake")
def the_treasury_gets_what_is_slashed(step: Step) -> bool:
    """The treasury's FAB grows by the amount."""
    s, amount = step.state, step.argument("amount")
    if s.nodes_treasury == s.node_registry:
        return True
    return bool(s.fab_balances[s.nodes_treasury] == step.amount_before(s.fab_balances, s.nodes_treasury) + amount)


@SLASH_BOUNDED.on_step("slash_stake")
def at_most_half_and_once_a_day(step: Step) -> bool:
    """Twice the amount <= the stake before, and a day since the last slash."""
    s, host = step.state, step.argument("host")
    before, last = step.before(s.nodes[host]), step.amount_before(s.last_slash, host)
    in_time = last == 0 or step.message.now >= last + DAY
    return bool(2 * step.argument("amount") <= before.staked_amount and in_time and step.argument("amount") > 0)


@SLASH_BOUNDED.on_step("resolve_challenge")
def a_reward_is_at_most_half_and_once_a_day(step: Step) -> bool | None:
    """Twice the reward <= the stake before, and a day since the last slash."""
    s = step.state
    c = s.challenges[step.argument("challenge_id")]
    if c.rewarded == 0:
        return None
    before, last = step.before(s.nodes[c.host]), step.amount_before(s.last_slash, c.host)
    in_time = last == 0 or step.message.now >= last + DAY
    return bool(2 * c.rewarded <= before.staked_amount and in_time and s.last_slash[c.host] == step.message.now)


@SLASH_BOUNDED.on_step(*CREATIONS)
def a_new_session_has_a_whole_stake_behind_it(step: Step) -> bool:
    """The host's stake is at least the minimum."""
    s = step.state
    host = s.sessions[step.outcome.returned].host
    return bool(host in s.nodes and s.nodes[host].staked_amount >= MIN_STAKE)


@LISTS_AGREE.always
def the_active_list_is_the_registered_hosts(s: State) -> bool:
    """Each once, and nobody else."""
    return Counter(s.active_nodes) == Counter(host for host, node in s.nodes.items() if node.active)


@LISTS_AGREE.always
def each_models_list_is_its_hosts(s: State) -> bool:
    """Each once, and nobody else."""
    offered = Counter((model, host) for host, node in s.nodes.items() for model in node.supported_models if node.active)
    listed = Counter((model, host) for model, hosts in s.nodes_of_model.items() for host in hosts)
    return listed == offered and all(count == 1 for count in listed.values())


@LISTS_AGREE.always
def each_hosts_sessions_are_its_active_ones(s: State) -> bool:
    """Listed = active = counted by the registry."""
    active = Counter((r.host, job_id) for job_id, r in s.sessions.items() if r.status == SessionStatus.ACTIVE)
    listed = Counter((host, job_id) for host, ids in s.active_sessions.items() for job_id in ids)
    counted = all(s.open_sessions[host] == s.active_sessions.count(host) for host in s.nodes)
    return listed == active and counted


@STAKE_STAYS.on_step("withdraw_stake")
def the_stake_left_in_time(step: Step) -> bool:
    """No open session or job, and a week since the host left, its last one ended and it was last slashed."""
    s, host = step.state, step.message.sender
    before = step.before(s.nodes[host])
    latest = max(before.unbonding_since, s.last_session_end[host], s.last_slash[host])
    idle = s.open_sessions[host] == 0 and s.open_jobs[host] == 0
    return bool(not before.active and idle and step.message.now >= latest + WEEK)


@STAKE_STAYS.for_each("nodes", inductive=False)
def a_host_that_left_can_be_slashed(s: State, host: Address, node: Node) -> bool | None:
    """Of every host that has left, part of the stake can be taken, a day after the last slash at the latest."""
    if node.active or node.staked_amount < 2:
        return None
    message = Message(s.slashing_authority, now=s.last_slash[host] + DAY)
    return would(COMPUTE["slash_stake"], s, message, (host, 1, "evidence", "reason")).ok


@STAKE_STAYS.for_each_step("nodes")
def a_stake_falls_only_by_slash_or_withdrawal(step: Step, host: Address, before: Node, node: Node) -> bool | None:
    """Nothing else takes a stake."""
    if node.staked_amount >= before.staked_amount:
        return None
    name = step.action.name
    withdrawn = name == "withdraw_stake" and step.message.sender == host
    disproved = name == "resolve_challenge" and step.state.challenges[step.argument("challenge_id")].host == host
    return bool(withdrawn or disproved or (name == "slash_stake" and step.argument("host") == host))


@STAKE_STAYS.on_refusal("slash_stake")
def a_slash_is_refused_for_its_own_reasons(step: Step) -> bool:
    """That the host has left or has sessions is none of them."""
    return not isinstance(step.outcome.error, errors.NotRegistered | errors.StillRegistered | errors.SessionsStillOpen)
