"""What all searched worlds of the compute marketplace have in common: who there is, names, funds, the open market.

Amounts in sessions are a few units, so that few sums exist; stakes, fees and votes in FAB have their real size. Times
stay real: what matters is where they lie around a deadline.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any, get_origin

from properties.compute.choices import MODEL_NAMES
from properties.compute.recipes import ModelId, SignedProof, evidence
from properties.preset import Attempt, Renaming
from properties.recipe import Account, Recipe
from spec.compute.escrow_settings import MAX_FEE_BPS
from spec.compute.hashing import model_id_of, proof_digest
from spec.compute.state import COMPUTE, INFINITE, NATIVE, State
from spec.core import Ledger, Message, Rosters, Seconds, Store, perform
from spec.core.record import fields_of
from spec.core.signing import stand_in_signature

NOW = 10**9
"""Where the clock stands; everything dated lies before."""
LONG_AGO = NOW - 10**8
"""When the market was opened."""
CHAIN = 31337
FAB_UNIT = 10**18
STABLE = "stable"
CONTRACTS = (
    *("FabToken", "ModelRegistry", "NodeRegistry", "HostEarnings", "ProofSystem", "JobMarketplace"),
    *("PaymentEscrow", "JobProofs", "ReputationSystem", "Governance", "AccountIntegration"),
)
ACTORS = (
    "owner",
    "treasury",
    "authority",
    "host",
    "contract_host",
    "rival_host",
    "depositor",
    "contract_depositor",
    "other_depositor",
    "voter",
    "rival_voter",
    "outsider",
)
ADDRESSES = {name: f"0x{number:040x}" for number, name in enumerate((*CONTRACTS, *ACTORS, STABLE), start=0xA0)}
TOKEN = ADDRESSES[STABLE]
ASSETS = (NATIVE, TOKEN)
REPORTING = ("JobMarketplace", "JobProofs")
"""Contracts that report how jobs went."""
STAKED = ("ModelRegistry", "NodeRegistry", "JobProofs")
"""Contracts that FAB is staked in."""
MODELS = tuple(model_id_of(*names) for names in MODEL_NAMES)

PRICE = 40
"""Units for 1000 tokens of work, what every host asks at least; so 100 tokens cost 4 units, 50 cost 2."""
LOWER_PRICE = PRICE - 1
INTERVAL, DEPOSIT, DURATION = 100, 8, 300
"""Tokens, units and seconds that every session is made with: the deposit pays for two intervals."""
LEAST, MOST = 2, 12
"""Limits of a deposit in each asset."""
LATER = 100
"""Seconds of an extension."""
FEE_BPS = 2_500
WINDOW = 1
"""Seconds of the dispute window: as long as a host needs to claim an interval."""

SORTS: Mapping[tuple[str, str], str | tuple[str, ...]] = {
    ("sessions", "key"): "session",
    ("sessions", "depositor"): "actor",
    ("sessions", "host"): "actor",
    ("active_sessions", "key"): "actor",
    ("active_sessions", ""): "session",
    ("consumed", "key"): ("session", "number"),
    ("user_deposits", "key"): ("actor", "asset"),
    ("credits", "key"): "actor",
    ("token_credits", "key"): ("asset", "actor"),
    ("earnings", "key"): ("actor", "asset"),
    ("open_sessions", "key"): "actor",
    ("last_session_end", "key"): "actor",
    ("last_slash", "key"): "actor",
    ("nodes", "key"): "actor",
    ("nodes", "operator"): "actor",
    ("active_nodes", ""): "actor",
    ("nodes_of_model", "key"): "model",
    ("nodes_of_model", ""): "actor",
    ("fab_balances", "key"): "actor",
    ("fab_allowances", "key"): ("actor", "actor"),
    ("proposals", "proposer"): "actor",
    ("votes", "key"): ("model", "number", "actor"),
    ("voted_nonce", "key"): ("model", "actor"),
    ("", "host"): "actor",
    ("", "job_id"): "session",
    ("", "proof"): "proof",
}
"""Where names are, for symmetries."""

_recipes: dict[bytes | tuple[Any, ...], Recipe] = {}
"""What a trace says instead of bytes, and of tuples that hold some."""


def spoken(value: Any, recipe: Recipe) -> Any:
    """A value of which a trace says what it is."""
    _recipes[value] = recipe
    return value


Proven = tuple[int, str, int, int, int, str]
"""What a proof is about: session, host, number, claim, total, signer."""
_proofs: dict[Proven, bytes] = {}


def proof_of(about: Proven) -> bytes:
    """Evidence and a signature of the stand-in scheme."""
    if about not in _proofs:
        job_id, host, seq, claimed, total, signer = about
        market, content = ADDRESSES["JobMarketplace"], evidence(0)
        digest = proof_digest(CHAIN, market, job_id, ADDRESSES[host], seq, claimed, total, content)
        _proofs[about] = content + stand_in_signature(ADDRESSES[signer], digest)
    return _proofs[about]


def attempt(actor: str, action: str, *arguments: Any, value: int = 0) -> Attempt:
    """A call with its arguments as a trace says them: accounts, models and proofs by what they are."""
    return Attempt(actor, action, arguments, value, said=tuple(map(_said, arguments)))


def _said(argument: Any) -> Any:
    if isinstance(argument, bytes | tuple) and argument in _recipes:
        return _recipes[argument]
    if isinstance(argument, tuple):
        return type(argument)(*map(_said, argument)) if hasattr(argument, "_fields") else tuple(map(_said, argument))
    for name, address in ADDRESSES.items():
        if argument == address:
            return Account(name)
    for names, model_id in zip(MODEL_NAMES, MODELS, strict=True):
        if argument == model_id:
            return ModelId(*names)
    for (job_id, _, _, claimed, _, signer), proof in _proofs.items():
        if argument == proof:
            return SignedProof(job_id, claimed, signer)
    return Account("nobody") if argument == NATIVE else argument


def deployed() -> State:
    """All contracts right after deployment and wiring, with limits of the size of a search."""
    governance = ADDRESSES["Governance"]
    state = State(
        chain_id=CHAIN,
        fab=ADDRESSES["FabToken"],
        model_registry=ADDRESSES["ModelRegistry"],
        node_registry=ADDRESSES["NodeRegistry"],
        host_earnings=ADDRESSES["HostEarnings"],
        proof_system=ADDRESSES["ProofSystem"],
        marketplace=ADDRESSES["JobMarketplace"],
        owner=ADDRESSES["owner"],
        models_treasury=ADDRESSES["treasury"],
        nodes_treasury=ADDRESSES["treasury"],
        treasury=ADDRESSES["treasury"],
        slashing_authority=ADDRESSES["owner"],
        min_native_price=LOWER_PRICE,
        fee_bps=FEE_BPS,
        native_min_deposit=LEAST,
        native_max_deposit=MOST,
        dispute_window=WINDOW,
        payment_escrow=ADDRESSES["PaymentEscrow"],
        job_proofs=ADDRESSES["JobProofs"],
        reputation_system=ADDRESSES["ReputationSystem"],
        account_integration=ADDRESSES["AccountIntegration"],
        governance=governance,
        market_governance=governance,
        escrow_governance=governance,
        reputation_governance=governance,
        guardian=ADDRESSES["authority"],
        arbiter=ADDRESSES["authority"],
        escrow_treasury=ADDRESSES["treasury"],
        escrow_fee_bps=MAX_FEE_BPS,
    )
    for name in REPORTING:
        state.reporters[ADDRESSES[name]] = 1
    return state


Opening = tuple[str, str, tuple[Any, ...]]


def opened(
    funds: Mapping[str, int], models: int, hosts: Iterable[str], more: Iterable[Opening] = (), at: Seconds = NOW
) -> State:
    """The market as it stands when a search begins: reached from deployment by calls that are made long before.

    funds: FAB base units by actor, which the contracts that stakes go to may take. models: how many are trusted.
    more: further calls, made at a moment that matters.
    """
    state = deployed()
    for name, amount in funds.items():
        state.fab_balances[ADDRESSES[name]] = amount
    for now, calls in ((LONG_AGO, _opening(funds, models, hosts)), (at, more)):
        for actor, action, arguments in calls:
            outcome = perform(COMPUTE[action], state, Message(ADDRESSES[actor], now=now, block=now), arguments)
            if not outcome.ok:
                raise ValueError(f"{actor} can't {action}: {outcome.error}; mend the opening of the presets")
    return state


def _opening(funds: Iterable[str], models: int, hosts: Iterable[str]) -> Iterator[Opening]:
    for name in funds:
        for contract in STAKED:
            yield name, "approve", (ADDRESSES[contract], INFINITE)
    yield "owner", "add_accepted_token", (TOKEN, LEAST, MOST)
    for repo, file in MODEL_NAMES[:models]:
        yield "owner", "add_trusted_model", (repo, file, evidence(0))
    for name in hosts:
        yield name, "register_node", registration(MODELS[:1])


def registration(models: tuple[bytes, ...], price: int = PRICE) -> tuple[Any, ...]:
    """Arguments with which every host registers."""
    return ("a host", "https://host.example", models, price, price)


def transpositions(sort: str, names: tuple[Any, ...]) -> tuple[Renaming, ...]:
    """Neighbouring names exchanged: together they generate every permutation. Proofs change with what they name."""
    return tuple(_with_proofs(sort, {a: b, b: a}) for a, b in pairwise(names))


def _with_proofs(sort: str, names: Mapping[Any, Any]) -> Renaming:
    moved: dict[bytes, bytes] = {}
    for (job_id, host, seq, claimed, total, signer), proof in list(_proofs.items()):
        if sort == "session":
            other = proof_of((names.get(job_id, job_id), host, seq, claimed, total, signer))
        else:
            other = proof_of((job_id, names.get(host, host), seq, claimed, total, names.get(signer, signer)))
        moved |= {proof: other, other: proof}
    if sort == "session":
        return {"session": names, "proof": moved}
    return {"actor": {ADDRESSES[a]: ADDRESSES[b] for a, b in names.items()}, "proof": moved}


NOTHING: Mapping[str, tuple[Any, ...]] = {
    field.name: () for field in fields_of(State) if get_origin(field.python_type) in (Store, Ledger, Rosters)
}
"""Room for nothing, in every store and ledger."""


def universe(
    parties: Iterable[str],
    sessions: int = 0,
    proofs: int = 0,
    models: tuple[bytes, ...] = MODELS[:1],
    proposals: tuple[tuple[bytes, int], ...] = (),
    voters: tuple[str, ...] = (),
) -> dict[str, tuple[Any, ...]]:
    """Room for these parties, so many sessions with so many proofs each, these models and proposals."""
    accounts = tuple(ADDRESSES[name] for name in parties)
    ids = tuple(range(1, sessions + 1))
    registries = tuple(ADDRESSES[name] for name in STAKED)
    others = tuple(ADDRESSES[name] for name in ("treasury", "JobMarketplace"))
    by_asset = tuple((account, asset) for account in accounts for asset in ASSETS)
    return {
        **NOTHING,
        "reporters": tuple(ADDRESSES[name] for name in REPORTING),
        "fab_balances": (*dict.fromkeys((*accounts, *(ADDRESSES[name] for name in voters), *registries, *others)),),
        "fab_allowances": tuple(
            (account, registry)
            for account in dict.fromkeys((*accounts, *(ADDRESSES[name] for name in voters)))
            for registry in registries
        ),
        "models": models,
        "proposals": proposals,
        "proposal_nonce": tuple(dict.fromkeys(model_id for model_id, _ in proposals)),
        "last_closed": tuple(dict.fromkeys(model_id for model_id, _ in proposals)),
        "votes": tuple((*key, ADDRESSES[name]) for key in proposals for name in voters),
        "locked_votes": proposals,
        "voted_nonce": tuple(
            (model_id, ADDRESSES[name]) for model_id in dict.fromkeys(key[0] for key in proposals) for name in voters
        ),
        "nodes": accounts,
        "nodes_of_model": models,
        "open_sessions": accounts,
        "open_jobs": accounts,
        "last_session_end": accounts,
        "last_slash": accounts,
        "accepted_tokens": (TOKEN,),
        "token_min_deposits": (TOKEN,),
        "token_max_deposits": (TOKEN,),
        "sessions": ids,
        "active_sessions": accounts,
        "consumed": tuple((job_id, seq) for job_id in ids for seq in range(1, proofs + 1)),
        "user_deposits": by_asset,
        "total_user_deposits": ASSETS,
        "accumulated_treasury": ASSETS,
        "credits": (*accounts, ADDRESSES["treasury"]),
        "token_balances": (TOKEN,),
        "token_credits": tuple((TOKEN, account) for account in (*accounts, ADDRESSES["treasury"])),
        "total_token_credits": (TOKEN,),
        "earnings": by_asset,
        "total_earnings": ASSETS,
        "earnings_held": ASSETS,
    }
