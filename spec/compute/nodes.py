"""Hosts: registration against a stake, what they offer, and how long their stake stays.

The stake of a host that has left stays for seven days after its registration ended, its last session or prompt job was
over and it was last slashed, and can be slashed until then.
"""

from __future__ import annotations

from spec.compute.errors import (
    AlreadyRegistered,
    EmptyApiUrl,
    EmptyMetadata,
    NotAuthorized,
    SessionsStillOpen,
    StakeLocked,
    StillRegistered,
    ZeroAmount,
)
from spec.compute.events import (
    ApiUrlUpdated,
    MetadataUpdated,
    NodeRegistered,
    NodeUnregistered,
    StakeAdded,
    StakeWithdrawn,
    SupportedModelsUpdated,
)
from spec.compute.fab import pull_fab, send_fab
from spec.compute.node_book import check_count, check_models, prices_of_offered
from spec.compute.node_records import MIN_STAKE, is_registered, node_of, registered_node, staked_node
from spec.compute.pricing import check_native_price, check_stable_price
from spec.compute.state import COMPUTE, NODES, Node, State
from spec.core import ZERO_ADDRESS, Address, Bytes32, Message, Seconds, Uint256, require

UNBONDING = 7 * 24 * 60 * 60


@COMPUTE.action(on=NODES)
def register_node(
    s: State,
    m: Message,
    metadata: str,
    api_url: str,
    model_ids: tuple[Bytes32, ...],
    min_price_per_token_native: Uint256,
    min_price_per_token_stable: Uint256,
) -> None:
    """The sender becomes an active host; what its stake lacks of the minimum is pulled.

    Errors, in order: AlreadyRegistered, EmptyMetadata, EmptyApiUrl, those of `check_count`, `check_native_price`,
    `check_stable_price` and `check_models`, ERC20InsufficientAllowance, ERC20InsufficientBalance.
    """
    # Verify
    require(not is_registered(s, m.sender), AlreadyRegistered)
    require(metadata != "", EmptyMetadata)
    require(api_url != "", EmptyApiUrl)
    check_count(model_ids)
    check_native_price(s, min_price_per_token_native)
    check_stable_price(min_price_per_token_stable)
    check_models(s.models, model_ids)
    # Effects
    n = node_of(s, m.sender)
    missing = MIN_STAKE - n.staked_amount if n.staked_amount < MIN_STAKE else 0
    n.operator = m.sender
    n.staked_amount += missing
    n.active = True
    n.metadata = metadata
    n.api_url = api_url
    n.supported_models = model_ids
    n.min_price_per_token_native = min_price_per_token_native
    n.min_price_per_token_stable = min_price_per_token_stable
    n.unbonding_since = 0
    s.active_nodes.append(m.sender)
    s.nodes_of_model.join(model_ids, m.sender)
    # Payments
    pull_fab(s, m, s.node_registry, missing)
    # Events
    m.emit(NodeRegistered(m.sender, n.staked_amount, metadata, model_ids))


@COMPUTE.action(on=NODES)
def unregister_node(s: State, m: Message) -> None:
    """A host leaves; its stake starts to unbond.

    Errors: NotRegistered.
    """
    # Verify
    n = registered_node(s, m.sender)
    # Effects
    leave(s, m, m.sender, n)


@COMPUTE.action(on=NODES)
def withdraw_stake(s: State, m: Message) -> None:
    """A host that has left takes its stake, once its sessions and prompt jobs are over.

    Errors, in order: NothingStaked, StillRegistered, SessionsStillOpen, StakeLocked.
    """
    # Verify
    n = staked_node(s, m.sender)
    require(not n.active, StillRegistered, m.sender)
    count = s.open_sessions[m.sender] + s.open_jobs[m.sender]
    require(count == 0, SessionsStillOpen, m.sender, count)
    until = unbonded_at(s, m.sender, n)
    require(m.now >= until, StakeLocked, until)
    # Effects
    amount = n.staked_amount
    n.operator = ZERO_ADDRESS
    n.staked_amount = 0
    n.metadata = ""
    n.api_url = ""
    n.unbonding_since = 0
    # Payments
    send_fab(s, m, s.node_registry, m.sender, amount)
    # Events
    m.emit(StakeWithdrawn(m.sender, amount))


@COMPUTE.action(on=NODES)
def stake(s: State, m: Message, amount: Uint256) -> None:
    """An active host adds to its stake, for example after a slash.

    Errors, in order: NotRegistered, ZeroAmount, ERC20InsufficientAllowance, ERC20InsufficientBalance.
    """
    # Verify
    n = registered_node(s, m.sender)
    require(amount > 0, ZeroAmount)
    pull_fab(s, m, s.node_registry, amount)
    # Effects
    n.staked_amount += amount
    # Events
    m.emit(StakeAdded(m.sender, amount, n.staked_amount))


@COMPUTE.action(on=NODES)
def update_metadata(s: State, m: Message, metadata: str) -> None:
    """A host describes itself anew.

    Errors, in order: NotRegistered, EmptyMetadata.
    """
    # Verify
    n = registered_node(s, m.sender)
    require(metadata != "", EmptyMetadata)
    # Effects
    n.metadata = metadata
    # Events
    m.emit(MetadataUpdated(m.sender, metadata))


@COMPUTE.action(on=NODES)
def update_api_url(s: State, m: Message, api_url: str) -> None:
    """A host says where it is reached now.

    Errors, in order: NotRegistered, EmptyApiUrl.
    """
    # Verify
    n = registered_node(s, m.sender)
    require(api_url != "", EmptyApiUrl)
    # Effects
    n.api_url = api_url
    # Events
    m.emit(ApiUrlUpdated(m.sender, api_url))


@COMPUTE.action(on=NODES)
def update_supported_models(s: State, m: Message, model_ids: tuple[Bytes32, ...]) -> None:
    """A host offers these models instead; its own prices for others are gone.

    Errors, in order: NotRegistered, those of `check_count` and `check_models`.
    """
    # Verify
    n = registered_node(s, m.sender)
    check_count(model_ids)
    check_models(s.models, model_ids)
    # Effects
    s.nodes_of_model.leave(n.supported_models, m.sender)
    s.nodes_of_model.join(model_ids, m.sender)
    n.supported_models = model_ids
    n.model_prices = prices_of_offered(n.model_prices, model_ids)
    # Events
    m.emit(SupportedModelsUpdated(m.sender, model_ids))


@COMPUTE.action(on=NODES)
def session_opened(s: State, m: Message, host: Address) -> Uint256:
    """For the marketplace alone, whose own calls are part of its actions. No transaction comes from it.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()


@COMPUTE.action(on=NODES)
def session_closed(s: State, m: Message, host: Address) -> Uint256:
    """For the marketplace alone, as `session_opened`.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()


@COMPUTE.action(on=NODES)
def job_opened(s: State, m: Message, host: Address) -> None:
    """For the marketplace alone, as `session_opened`.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()


@COMPUTE.action(on=NODES)
def job_closed(s: State, m: Message, host: Address) -> None:
    """For the marketplace alone, as `session_opened`.

    Errors: NotAuthorized.
    """
    # Verify
    raise NotAuthorized()


def leave(s: State, m: Message, host: Address, n: Node) -> None:
    """Ends a registration: the host is on no list and offers nothing; its stake unbonds."""
    s.active_nodes.remove(host)
    s.nodes_of_model.leave(n.supported_models, host)
    n.active = False
    n.supported_models = ()
    n.model_prices = ()
    n.token_prices = ()
    n.min_price_per_token_native = 0
    n.min_price_per_token_stable = 0
    n.unbonding_since = m.now
    m.emit(NodeUnregistered(host, unbonded_at(s, host, n)))


def note_session_opened(s: State, host: Address) -> None:
    """The marketplace has opened a session with a host."""
    s.open_sessions[host] += 1


def note_session_closed(s: State, m: Message, host: Address) -> None:
    """The marketplace has ended a session of a host."""
    s.open_sessions[host] -= 1
    s.last_session_end[host] = m.now


def note_job_opened(s: State, host: Address) -> None:
    """The marketplace has given a host a prompt job."""
    s.open_jobs[host] += 1


def note_job_closed(s: State, m: Message, host: Address) -> None:
    """A prompt job of a host is over, or given back."""
    s.open_jobs[host] -= 1
    s.last_session_end[host] = m.now


def unbonded_at(s: State, host: Address, n: Node) -> Seconds:
    """Moment from which the stake of a host that has left can be withdrawn."""
    latest = max(n.unbonding_since, s.last_session_end[host], s.last_slash[host])
    return latest + UNBONDING
