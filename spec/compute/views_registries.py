"""What the token and the registries show: each view as a function of the state, outputs in ABI order."""

from __future__ import annotations

from typing import Any

from spec.compute import models
from spec.compute.fab import TOTAL_SUPPLY
from spec.compute.hashing import model_id_of
from spec.compute.node_records import is_eligible, supports_model
from spec.compute.nodes import unbonded_at
from spec.compute.pricing import price_of_host, price_of_model
from spec.compute.state import COMPUTE, FAB, MODELS, NODES, State
from spec.core import ZERO_ADDRESS, ZERO_WORD, Address, Bytes32, Seconds, Uint256

# ---------------------------------------------------------------- FAB token


@COMPUTE.view(on=FAB)
def balance_of(s: State, account: Address) -> Uint256:
    """FAB of an account, in base units."""
    return s.fab_balances[account]


@COMPUTE.view(on=FAB)
def allowance(s: State, owner: Address, spender: Address) -> Uint256:
    """FAB that a spender may still move."""
    return s.fab_allowances[owner, spender]


@COMPUTE.view(on=FAB)
def total_supply(s: State) -> Uint256:
    """All FAB, in base units."""
    return TOTAL_SUPPLY


# ---------------------------------------------------------------- models


@COMPUTE.view(on=MODELS)
def get_model_id(s: State, repo: str, file: str) -> Bytes32:
    """Id of a model, whether or not there is one."""
    return model_id_of(repo, file)


@COMPUTE.view(on=MODELS)
def is_model_approved(s: State, model_id: Bytes32) -> bool:
    """Whether hosts may offer a model and sessions may use it."""
    return models.is_model_approved(s, model_id)


@COMPUTE.view(on=MODELS)
def get_model(s: State, model_id: Bytes32) -> tuple[Any, ...]:
    """A model; zeros if there is none."""
    if model_id not in s.models:
        return "", "", ZERO_WORD, 0, False, 0
    model = s.models[model_id]
    return model.repo, model.file, model.sha256_hash, model.tier, model.active, model.timestamp


@COMPUTE.view(on=MODELS)
def get_model_count(s: State) -> Uint256:
    """How many models there are, inactive ones included."""
    return len(s.model_ids)


@COMPUTE.view(on=MODELS)
def get_model_ids(s: State, offset: Uint256, limit: Uint256) -> tuple[bytes, ...]:
    """A page of ids, in the order of adding."""
    return s.model_ids.page(offset, limit)


@COMPUTE.view(on=MODELS)
def model_id_at(s: State, number: Uint256) -> Bytes32:
    """Id of the model at a place of the list, counted from zero. Asked for places that there are."""
    return tuple(s.model_ids)[number]


@COMPUTE.view(on=MODELS)
def approval_of(s: State, model_id: Bytes32) -> tuple[bool, int]:
    """Whether sessions may use a model, and its place in the list; zero if there is none."""
    if model_id not in s.models:
        return False, 0
    return models.is_model_approved(s, model_id), tuple(s.model_ids).index(model_id)


@COMPUTE.view(on=MODELS)
def get_proposed_model(s: State, model_id: Bytes32) -> tuple[str, str, bytes]:
    """What the newest proposal on a model would add; empty if there was none."""
    nonce = s.proposal_nonce[model_id]
    if nonce == 0:
        return "", "", ZERO_WORD
    p = s.proposals[model_id, nonce]
    return p.repo, p.file, p.sha256_hash


@COMPUTE.view(on=MODELS)
def get_proposal(s: State, model_id: Bytes32) -> tuple[Any, ...]:
    """The newest proposal on a model: its nonce, who made it, and how it stands; zeros if there was none."""
    nonce = s.proposal_nonce[model_id]
    if nonce == 0:
        return 0, ZERO_ADDRESS, 0, 0, 0, 0, 0, False
    p = s.proposals[model_id, nonce]
    return nonce, p.proposer, p.votes_for, p.votes_against, p.end_time, p.extension_count, p.late_votes, p.closed


@COMPUTE.view(on=MODELS)
def get_votes(s: State, model_id: Bytes32, voter: Address) -> tuple[int, int]:
    """The proposal on a model in which an account voted last, and what it still has locked there."""
    nonce = s.voted_nonce[model_id, voter]
    return nonce, s.votes[model_id, nonce, voter]


@COMPUTE.view(on=MODELS)
def last_closed(s: State, model_id: Bytes32) -> Seconds:
    """When the last proposal on a model was closed, or lapsed; zero if none was."""
    return s.last_closed[model_id]


@COMPUTE.view(on=MODELS)
def sweepable_fees(s: State) -> Uint256:
    """Fees of rejected and lapsed proposals that nobody has swept."""
    return s.sweepable_fees


@COMPUTE.view(on=MODELS, function="treasury")
def models_treasury(s: State) -> Address:
    """Where swept fees go."""
    return s.models_treasury


# ---------------------------------------------------------------- nodes


@COMPUTE.view(on=NODES)
def get_node_full_info(s: State, host: Address) -> tuple[Any, ...]:
    """Everything about a host; zeros for one that never registered or has taken its stake."""
    if host not in s.nodes:
        return ZERO_ADDRESS, 0, False, "", "", (), 0, 0
    n = s.nodes[host]
    return (
        n.operator,
        n.staked_amount,
        n.active,
        n.metadata,
        n.api_url,
        n.supported_models,
        n.min_price_per_token_native,
        n.min_price_per_token_stable,
    )


@COMPUTE.view(on=NODES)
def is_active_node(s: State, host: Address) -> bool:
    """Whether a host may take new sessions: active, with the whole minimum stake."""
    return is_eligible(s, host)


@COMPUTE.view(on=NODES)
def get_node_pricing(s: State, host: Address, token: Address) -> Uint256:
    """A host's minimum in an asset for models without one of their own."""
    return price_of_host(s, host, token)


@COMPUTE.view(on=NODES)
def get_model_pricing(s: State, host: Address, model_id: Bytes32, token: Address) -> Uint256:
    """A host's minimum in an asset for a model."""
    return price_of_model(s, host, model_id, token)


@COMPUTE.view(on=NODES)
def node_supports_model(s: State, host: Address, model_id: Bytes32) -> bool:
    """Whether a host offers a model."""
    return supports_model(s, host, model_id)


@COMPUTE.view(on=NODES)
def host_terms(s: State, host: Address, model_id: Bytes32, token: Address) -> tuple[bool, bool, int]:
    """Whether a host may take new sessions, whether it offers a model, and its minimum for it in an asset."""
    return is_eligible(s, host), supports_model(s, host, model_id), price_of_model(s, host, model_id, token)


@COMPUTE.view(on=NODES)
def get_node_models(s: State, host: Address) -> tuple[bytes, ...]:
    """What a host offers."""
    return s.nodes[host].supported_models if host in s.nodes else ()


@COMPUTE.view(on=NODES)
def open_sessions(s: State, host: Address) -> Uint256:
    """Sessions of a host that are not over."""
    return s.open_sessions[host]


@COMPUTE.view(on=NODES)
def last_session_end(s: State, host: Address) -> Seconds:
    """When a session of a host was last over; zero if never."""
    return s.last_session_end[host]


@COMPUTE.view(on=NODES)
def last_slash_time(s: State, host: Address) -> Seconds:
    """When a host was last slashed; zero if never."""
    return s.last_slash[host]


@COMPUTE.view(on=NODES)
def withdrawable_after(s: State, host: Address) -> Seconds:
    """From when on the stake of a host that has left can be withdrawn; zero without stake and while it is active."""
    if host not in s.nodes or s.nodes[host].active or s.nodes[host].staked_amount == 0:
        return 0
    return unbonded_at(s, host, s.nodes[host])


@COMPUTE.view(on=NODES)
def get_active_node_count(s: State) -> Uint256:
    """How many hosts are active."""
    return len(s.active_nodes)


@COMPUTE.view(on=NODES)
def get_active_nodes(s: State, offset: Uint256, limit: Uint256) -> tuple[str, ...]:
    """A page of active hosts, in the order that departures leave."""
    return s.active_nodes.page(offset, limit)


@COMPUTE.view(on=NODES)
def get_node_count_for_model(s: State, model_id: Bytes32) -> Uint256:
    """How many hosts offer a model."""
    return s.nodes_of_model.count(model_id)


@COMPUTE.view(on=NODES)
def get_nodes_for_model(s: State, model_id: Bytes32, offset: Uint256, limit: Uint256) -> tuple[str, ...]:
    """A page of the hosts that offer a model, in the order that departures leave."""
    return s.nodes_of_model.page(model_id, offset, limit)


@COMPUTE.view(on=NODES)
def slashing_authority(s: State) -> Address:
    """Who slashes."""
    return s.slashing_authority


@COMPUTE.view(on=NODES, function="treasury")
def nodes_treasury(s: State) -> Address:
    """Where slashed stakes go."""
    return s.nodes_treasury
