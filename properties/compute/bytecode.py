"""The property contracts of compute: which properties they watch, what they install, how their calls read here."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from eth_abi.abi import decode

from properties.binding import Call
from properties.bytecode import SOLIDITY, Done, Twins, bits_in
from properties.compute.actors import ACCOUNTS, PUPPETS
from properties.compute.canaries import CANARIES
from properties.compute.choices import MODEL_NAMES
from properties.compute.opening import PROMPTS
from properties.compute.recipes import PROOF_FLAWS, ModelId, Replayed, SignedProof
from properties.recipe import NOBODY, Account
from spec.compute.governance_types import Operation, ParameterUpdate
from spec.compute.hashing import model_id_of
from spec.compute.job_types import EzklProof, JobDetails, JobOutcome, JobRequirements
from spec.compute.state import (
    ACCOUNTS as WALLETS,
)
from spec.compute.state import (
    EARNINGS,
    ESCROW,
    FAB,
    GOVERNANCE,
    JOB_PROOFS,
    MARKET,
    MODELS,
    NODES,
    PROOFS,
    REPUTATION,
)
from spec.core import ZERO_ADDRESS

UNSEEN: dict[str, str] = {}
"""Properties without a twin in Solidity, with the reason: there is none."""

CONTRACTS = (
    *(FAB, MODELS, NODES, EARNINGS, PROOFS, MARKET),
    *(REPUTATION, ESCROW, JOB_PROOFS, PROMPTS, WALLETS, GOVERNANCE),
)


def code(artifacts: Any) -> Mapping[str, bytes]:
    """Creation code of the contracts; none needs a library."""
    return {name: artifacts[name].link() for name in CONTRACTS}


# ---------------------------------------------------------------------- from handlers to traces

MODEL = "model"
"""Stands for a model's id among the types of arguments."""

OUTCOME = "outcome"
"""Stands for what the end of a job says of its host."""

TUPLES: dict[str, tuple[type, tuple[str, ...]]] = {
    "details": (JobDetails, ("string", "string", "uint256", "uint256", "uint32", "string")),
    "demands": (JobRequirements, ("uint256", "uint256", "uint256", "bool")),
    "proof": (EzklProof, ("uint256[]", "bytes", "bytes", "bytes32", "bytes32", "bytes32")),
    "update": (ParameterUpdate, ("address", "bytes4", "string", "uint256")),
    "operation": (Operation, ("address", "uint256", "bytes")),
}
"""What structs are here, and the types of their parts, by the word for them among the types of arguments."""


WORDS = {MODEL: "bytes32", OUTCOME: "uint8"}


def form(kind: str) -> str:
    """A type as the ABI writes it."""
    base = kind.removesuffix("[]")
    known = f"({','.join(TUPLES[base][1])})" if base in TUPLES else WORDS.get(base, base)
    return known + kind[len(base) :]


NUMBERED = (*ACCOUNTS, *PUPPETS)
"""Actors by their numbers in the contracts."""
FLAWS = ("", *PROOF_FLAWS)
"""What is wrong with a proof, by the number that the contracts give it; one more is a proof that was taken before."""

MODELS_BY_ID = {model_id_of(*names): ModelId(*names) for names in MODEL_NAMES}

Reader = Callable[[Done, Mapping[str, str]], tuple[Any, ...]]


def plain(*types: str) -> Reader:
    """Arguments that mean the same here and there, but for accounts and models, which have names here."""
    encoded = [form(kind) for kind in types]

    def read(done: Done, names: Mapping[str, str]) -> tuple[Any, ...]:
        values = decode(encoded, done.arguments)
        return tuple(named(kind, value, names) for kind, value in zip(types, values, strict=True))

    return read


def named(kind: str, value: Any, names: Mapping[str, str]) -> Any:
    """One argument."""
    if kind.endswith("[]"):
        return tuple(named(kind.removesuffix("[]"), one, names) for one in value)
    if kind in TUPLES:
        made, parts = TUPLES[kind]
        return made(*(named(part, one, names) for part, one in zip(parts, value, strict=True)))
    if kind == "address":
        return Account(NOBODY if value == ZERO_ADDRESS else names[value])
    if kind == OUTCOME:
        return JobOutcome(value)
    return MODELS_BY_ID[value] if kind == MODEL else value


def proven(done: Done, names: Mapping[str, str]) -> tuple[Any, ...]:
    """A claim with its proof, as a recipe."""
    job_id, tokens, signer, content, flaw = decode(
        ("uint256", "uint256", "uint256", "uint256", "uint8"), done.arguments
    )
    if flaw == len(FLAWS):
        return job_id, tokens, Replayed(job_id)
    return job_id, tokens, SignedProof(job_id, tokens, NUMBERED[signer], content, FLAWS[flaw])


TERMS = ("address", "uint256", "uint256", "uint256", MODEL)

ORDER = ("details", "demands")

JOBS: dict[str, Reader] = {
    # posting, work, ends
    "post_job": plain(*ORDER, "uint256"),
    "post_job_with_token": plain(*ORDER, "address", "uint256"),
    "batch_post_jobs": plain("details[]", "demands[]", "uint256[]"),
    "create_job_for": plain("address", *ORDER, "uint256"),
    "claim_job": plain("uint256"),
    "claim_job_for": plain("address", "uint256"),
    "submit_result": plain("uint256", "string", "bytes"),
    "complete_job": plain("uint256", "string", "bytes"),
    "fail_job": plain("uint256"),
    "release_payment": plain("uint256"),
    "batch_release_payments": plain("uint256[]"),
    "expire_job": plain("uint256"),
    "escrow_releasing": plain("uint256", "address"),
    "escrow_disputed": plain("uint256", "address"),
    "escrow_settled": plain("uint256", "bool", "outcome"),
    "job_opened": plain("address"),
    "job_closed": plain("address"),
    # escrow
    "create_escrow": plain("bytes32", "address", "uint256", "address"),
    "assign_host": plain("bytes32", "address"),
    "refund_escrow": plain("bytes32"),
    "release_escrow": plain("bytes32"),
    "dispute_escrow": plain("bytes32"),
    "resolve_dispute": plain("bytes32", "address"),
    "claim_dispute_default": plain("bytes32"),
    "withdraw_fees": plain("address"),
    "fund_incentives": plain(),
    "withdraw_escrow_credit": plain(),
    "withdraw_escrow_credit_to": plain("address"),
    "withdraw_escrow_token_credit": plain("address"),
    "withdraw_escrow_token_credit_to": plain("address", "address"),
    "set_fee": plain("uint256"),
    "set_arbiter": plain("address"),
    "set_escrow_treasury": plain("address"),
    "set_escrow_governance": plain("address"),
    "set_escrow_marketplace": plain("address"),
    # proofs and scores
    "submit_proof": plain("uint256", "proof"),
    "verify_proof": plain("uint256"),
    "batch_verify_proofs": plain("uint256[]"),
    "reject_proof": plain("uint256"),
    "challenge_proof": plain("uint256", "bytes32", "uint256"),
    "resolve_challenge": plain("uint256", "bool"),
    "expire_challenge": plain("uint256"),
    "set_verifier": plain("address", "bool"),
    "set_job_proofs": plain("address"),
    "set_job_proofs_marketplace": plain("address"),
    "slash_for_challenge": plain("address", "uint256", "address"),
    "record_job_completion": plain("address", "uint256", "bool"),
    "rate_host": plain("address", "uint256", "uint8", "string"),
    "apply_reputation_decay": plain("address"),
    "slash_reputation": plain("address", "uint256"),
    "set_reporter": plain("address", "bool"),
    "set_reputation_governance": plain("address"),
    "set_reputation_marketplace": plain("address"),
    # breaker
    "set_circuit_breaker_level": plain("uint256"),
    "emergency_pause": plain("string"),
    "emergency_pause_for": plain("uint256"),
    "pause_function": plain("string"),
    "unpause_function": plain("string"),
    "auto_recover": plain(),
    "set_failure_threshold": plain("uint256"),
    "set_auto_recovery_period": plain("uint256"),
    "set_guardian": plain("address"),
    "set_market_governance": plain("address"),
    "set_account_integration": plain("address"),
    # votes
    "delegate": plain("address"),
    "propose_parameter_update": plain("update[]", "string"),
    "propose_contract_upgrade": plain("address", "address", "string"),
    "cast_vote": plain("uint256", "bool"),
    "queue": plain("uint256"),
    "execute": plain("uint256"),
    "cancel": plain("uint256"),
    "set_allowed": plain("address", "bytes4", "bool"),
    "set_pointer": plain("address", "bytes4"),
    "set_emergency_target": plain("address", "bool"),
    "set_emergency_admin": plain("address", "bool"),
    "execute_emergency_action": plain("string", "address"),
    # accounts
    "add_session_key": plain("address", "uint256"),
    "add_scoped_session_key": plain("address", "uint256", "bytes4[]", "uint256"),
    "revoke_session_key": plain("address"),
    "charge_session_key": plain("address", "bytes4", "uint256"),
    "create_job_via_account": plain(*ORDER, "uint256"),
    "create_job_via_session_key": plain("address", *ORDER, "uint256"),
    "claim_job_via_session_key": plain("address", "uint256"),
    "execute_batch": plain("operation[]"),
    "deposit_for_keys": plain(),
    "withdraw_wallet_deposit": plain("uint256"),
    "withdraw_integration_credit": plain(),
    "withdraw_integration_credit_to": plain("address"),
    "create_payment_stream": plain("address", "uint256", "uint256"),
    "withdraw_from_stream": plain("uint256"),
    "cancel_payment_stream": plain("uint256"),
}
"""The same for prompt jobs and what belongs to them."""

READERS: dict[str, Reader] = {
    "transfer": plain("address", "uint256"),
    "approve": plain("address", "uint256"),
    "transfer_from": plain("address", "address", "uint256"),
    "add_trusted_model": plain("string", "string", "bytes32"),
    "batch_add_trusted_models": plain("string[]", "string[]", "bytes32[]"),
    "deactivate_model": plain(MODEL),
    "reactivate_model": plain(MODEL),
    "sweep_fees": plain(),
    "set_models_treasury": plain("address"),
    "propose_model": plain("string", "string", "bytes32"),
    "vote_on_proposal": plain(MODEL, "uint256", "bool"),
    "execute_proposal": plain(MODEL),
    "lapse_proposal": plain(MODEL),
    "withdraw_votes": plain(MODEL),
    "update_pricing_native": plain("uint256"),
    "update_pricing_stable": plain("uint256"),
    "set_model_pricing": plain(MODEL, "uint256", "uint256"),
    "clear_model_pricing": plain(MODEL),
    "set_token_pricing": plain("address", "uint256"),
    "register_node": plain("string", "string", f"{MODEL}[]", "uint256", "uint256"),
    "unregister_node": plain(),
    "withdraw_stake": plain(),
    "stake": plain("uint256"),
    "update_metadata": plain("string"),
    "update_api_url": plain("string"),
    "update_supported_models": plain(f"{MODEL}[]"),
    "session_opened": plain("address"),
    "session_closed": plain("address"),
    "slash_stake": plain("address", "uint256", "string", "string"),
    "set_slashing_authority": plain("address"),
    "set_nodes_treasury": plain("address"),
    "set_nodes_marketplace": plain("address"),
    "pause": plain(),
    "unpause": plain(),
    "add_accepted_token": plain("address", "uint256", "uint256"),
    "remove_accepted_token": plain("address"),
    "set_token_limits": plain("address", "uint256", "uint256"),
    "set_dispute_window": plain("uint256"),
    "set_treasury": plain("address"),
    "create_session_job_for_model": plain(*TERMS),
    "create_session_job_for_model_with_token": plain(*TERMS, "address", "uint256"),
    "create_session_from_deposit": plain(*TERMS, "address", "uint256"),
    "extend_session": plain("uint256", "uint256", "uint256"),
    "submit_proof_of_work": proven,
    "consume": plain("uint256", "address", "uint256", "uint256", "uint256", "bytes32", "bytes"),
    "set_proofs_marketplace": plain("address"),
    "complete_session_job": plain("uint256"),
    "cancel_session": plain("uint256"),
    "trigger_session_timeout": plain("uint256"),
    "deposit_native": plain(),
    "deposit_token": plain("address", "uint256"),
    "withdraw_native": plain("uint256"),
    "withdraw_token": plain("address", "uint256"),
    "withdraw": plain(),
    "withdraw_to": plain("address"),
    "withdraw_token_credit": plain("address"),
    "withdraw_token_credit_to": plain("address", "address"),
    "credit_earnings": plain("address", "uint256", "address"),
    "withdraw_earnings": plain(),
    "withdraw_earnings_to": plain("address"),
    "withdraw_token_earnings": plain("address"),
    "withdraw_token_earnings_to": plain("address", "address"),
    "withdraw_amount": plain("uint256", "address"),
    "set_earnings_marketplace": plain("address"),
    "withdraw_treasury_native": plain(),
    "withdraw_treasury_tokens": plain("address"),
    "withdraw_all_treasury_fees": plain("address[]"),
    **JOBS,
}
"""How the arguments that a handler tells become those of a trace, by action."""


def calls(done: Sequence[Done], names: Mapping[str, str]) -> tuple[Call, ...]:
    """The trace of what handlers did. Time passes before the call that follows."""
    return tuple(follow(done, names))


def follow(done: Sequence[Done], names: Mapping[str, str]) -> Iterator[Call]:
    """One call for each call, but for those with which every run here begins."""
    played = done[OPENING:]
    now = done[OPENING - 1].now if played else 0
    for one in played:
        arguments = READERS[one.action](one, names)
        yield Call(one.actor, one.action, arguments, one.value, one.gas_price, max(0, one.now - now), one.moods)
        now = max(now, one.now)


OPENING = 7
"""Calls of the contracts' scene that the opening of a run makes too."""

TWINS = Twins(
    protocol="compute",
    folder=SOLIDITY / "compute",
    unseen=UNSEEN,
    code=code,
    bits=bits_in(SOLIDITY / "compute" / "Ids.sol"),
    calls=calls,
    canaries=CANARIES,
)
