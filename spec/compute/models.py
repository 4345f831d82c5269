"""Models: those that the owner vouches for, and what the registry's owner may do besides."""

from __future__ import annotations

from spec.compute.errors import LengthMismatch, OwnableUnauthorizedAccount, ZeroAddress
from spec.compute.events import FeesSwept, ModelAdded, ModelDeactivated, ModelReactivated, TreasurySet
from spec.compute.fab import send_fab
from spec.compute.hashing import model_id_of
from spec.compute.model_errors import EmptyModelName, ModelExists, ModelNotFound, NothingToSweep, ProposalLive
from spec.compute.state import COMPUTE, MODELS, Model, State
from spec.compute.types import NewModel, Tier
from spec.core import ZERO_ADDRESS, Address, Bytes32, Message, each, opaque, require


@COMPUTE.action(on=MODELS)
def add_trusted_model(s: State, m: Message, repo: str, file: str, sha256_hash: Bytes32) -> None:
    """The owner adds a model.

    Errors, in order: OwnableUnauthorizedAccount, EmptyModelName, ModelExists, ProposalLive.
    """
    # Verify
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)
    require(repo != "" and file != "", EmptyModelName)
    model_id = model_id_of(repo, file)
    require(model_id not in s.models, ModelExists, model_id)
    require(not has_open_proposal(s, model_id), ProposalLive, model_id)
    # Effects
    add_model(s, m, model_id, repo, file, sha256_hash, Tier.TRUSTED)
    # Events
    m.emit(ModelAdded(model_id, repo, file, Tier.TRUSTED))


@COMPUTE.action(on=MODELS)
def batch_add_trusted_models(
    s: State, m: Message, repos: tuple[str, ...], files: tuple[str, ...], sha256_hashes: tuple[Bytes32, ...]
) -> None:
    """The owner adds models; those that are there, or that have an open proposal, are left as they are.

    Errors, in order: OwnableUnauthorizedAccount, LengthMismatch, EmptyModelName.
    """
    # Verify
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)
    check_batch(repos, files, sha256_hashes)
    # Effects
    for model in each(batch_of(repos, files, sha256_hashes), NewModel):
        add_missing_model(s, m, model)


@opaque(raises=(LengthMismatch, EmptyModelName))
def check_batch(repos: tuple[str, ...], files: tuple[str, ...], sha256_hashes: tuple[bytes, ...]) -> None:
    """Refuses lists of different lengths, and empty names."""
    require(len(repos) == len(files) and len(files) == len(sha256_hashes), LengthMismatch)
    require(all(name != "" for name in (*repos, *files)), EmptyModelName)


@opaque()
def batch_of(repos: tuple[str, ...], files: tuple[str, ...], sha256_hashes: tuple[bytes, ...]) -> tuple[NewModel, ...]:
    """The models of a batch, one by one."""
    return tuple(map(NewModel, repos, files, sha256_hashes))


def add_missing_model(s: State, m: Message, model: NewModel) -> None:
    """Adds one model of a batch unless it is there or has an open proposal."""
    model_id = model_id_of(model.repo, model.file)
    if model_id in s.models or has_open_proposal(s, model_id):
        return
    add_model(s, m, model_id, model.repo, model.file, model.sha256_hash, Tier.TRUSTED)
    m.emit(ModelAdded(model_id, model.repo, model.file, Tier.TRUSTED))


@COMPUTE.action(on=MODELS)
def deactivate_model(s: State, m: Message, model_id: Bytes32) -> None:
    """The owner keeps a model from new hosts and sessions; sessions that run go on.

    Errors, in order: OwnableUnauthorizedAccount, ModelNotFound.
    """
    # Verify
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)
    require(model_id in s.models, ModelNotFound, model_id)
    # Effects
    s.models[model_id].active = False
    # Events
    m.emit(ModelDeactivated(model_id))


@COMPUTE.action(on=MODELS)
def reactivate_model(s: State, m: Message, model_id: Bytes32) -> None:
    """The owner takes a deactivation back.

    Errors, in order: OwnableUnauthorizedAccount, ModelNotFound.
    """
    # Verify
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)
    require(model_id in s.models, ModelNotFound, model_id)
    # Effects
    s.models[model_id].active = True
    # Events
    m.emit(ModelReactivated(model_id))


@COMPUTE.action(on=MODELS)
def sweep_fees(s: State, m: Message) -> None:
    """Anyone sends the fees of rejected and lapsed proposals to the treasury.

    Errors: NothingToSweep.
    """
    # Verify
    amount = s.sweepable_fees
    require(amount > 0, NothingToSweep)
    # Effects
    s.sweepable_fees = 0
    # Payments
    send_fab(s, m, s.model_registry, s.models_treasury, amount)
    # Events
    m.emit(FeesSwept(s.models_treasury, amount))


@COMPUTE.action(on=MODELS, function="setTreasury")
def set_models_treasury(s: State, m: Message, treasury: Address) -> None:
    """The owner says where swept fees go.

    Errors, in order: OwnableUnauthorizedAccount, ZeroAddress.
    """
    # Verify
    require(m.sender == s.owner, OwnableUnauthorizedAccount, m.sender)
    require(treasury != ZERO_ADDRESS, ZeroAddress)
    # Effects
    s.models_treasury = treasury
    # Events
    m.emit(TreasurySet(treasury))


def add_model(s: State, m: Message, model_id: Bytes32, repo: str, file: str, sha256_hash: Bytes32, tier: Tier) -> None:
    """Stores a model that is not there."""
    s.models.insert(model_id, Model(repo, file, sha256_hash, tier, m.now))
    s.model_ids.append(model_id)


def is_model_approved(s: State, model_id: Bytes32) -> bool:
    """Whether hosts may offer a model and sessions may use it."""
    return model_id in s.models and s.models[model_id].active


def has_open_proposal(s: State, model_id: Bytes32) -> bool:
    """Whether a proposal on the model was made that is not closed."""
    nonce = s.proposal_nonce[model_id]
    return nonce > 0 and not s.proposals[model_id, nonce].closed
