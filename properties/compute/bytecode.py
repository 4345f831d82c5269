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
from properties.compute.recipes import PROOF_FLAWS, ModelId, Replayed, SignedProof
from properties.recipe import NOBODY, Account
from spec.compute.hashing import model_id_of
from spec.compute.state import EARNINGS, FAB, MARKET, MODELS, NODES, PROOFS
from spec.core import ZERO_ADDRESS

UNSEEN: dict[str, str] = {}
"""Properties without a twin in Solidity, with the reason: there is none."""

CONTRACTS = (FAB, MODELS, NODES, EARNINGS, PROOFS, MARKET)


def code(artifacts: Any) -> Mapping[str, bytes]:
    """Creation code of the six contracts; none needs a library."""
    return {name: artifacts[name].link() for name in CONTRACTS}


# ---------------------------------------------------------------------- from handlers to traces

MODEL = "model"
"""Stands for a model's id among the types of arguments."""

NUMBERED = (*ACCOUNTS, *PUPPETS)
"""Actors by their numbers in the contracts."""
FLAWS = ("", *PROOF_FLAWS)
"""What is wrong with a proof, by the number that the contracts give it; one more is a proof that was taken before."""

MODELS_BY_ID = {model_id_of(*names): ModelId(*names) for names in MODEL_NAMES}

Reader = Callable[[Done, Mapping[str, str]], tuple[Any, ...]]


def plain(*types: str) -> Reader:
    """Arguments that mean the same here and there, but for accounts and models, which have names here."""
    encoded = [kind.replace(MODEL, "bytes32") for kind in types]

    def read(done: Done, names: Mapping[str, str]) -> tuple[Any, ...]:
        values = decode(encoded, done.arguments)
        return tuple(named(kind, value, names) for kind, value in zip(types, values, strict=True))

    return read


def named(kind: str, value: Any, names: Mapping[str, str]) -> Any:
    """One argument."""
    if kind.endswith("[]"):
        return tuple(named(kind.removesuffix("[]"), one, names) for one in value)
    if kind == "address":
        return Account(NOBODY if value == ZERO_ADDRESS else names[value])
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
}
"""How the arguments that a handler tells become those of a trace, by action."""


def calls(done: Sequence[Done], names: Mapping[str, str]) -> tuple[Call, ...]:
    """The trace of what handlers did. Time passes before the call that follows."""
    return tuple(follow(done, names))


def follow(done: Sequence[Done], names: Mapping[str, str]) -> Iterator[Call]:
    """One call for each call, but for those with which every run here begins."""
    played = done[OPENING:]
    now = played[0].now if played else 0
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
