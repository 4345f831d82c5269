"""Deployment, wiring, and the calls with which every run begins: funds, models, tokens and two hosts.

The calls are made on both sides, so that the specification's state is what the contracts store.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from properties.compute.actors import (
    APPROVING,
    FAB_FUNDS,
    FAB_UNIT,
    HOSTS,
    LISTED,
    MOODY,
    OUTSIDER,
    OWNER,
    STABLE,
    TREASURY,
)
from properties.compute.choices import MODEL_NAMES
from properties.compute.recipes import Digest, ModelId
from properties.errors import UserError
from spec.compute.fab import TOTAL_SUPPLY
from spec.compute.state import COMPUTE, EARNINGS, FAB, INFINITE, MARKET, MODELS, NODES, PROOFS, State
from spec.core import Message, perform

MIN_NATIVE_PRICE = 227_273
"""Wei per 1000 tokens."""
FEE_BPS = 1_000
LIMITS = {STABLE: (10**6, 10**12), MOODY: (10**5, 10**20)}
"""Least and greatest deposit of the tokens that are accepted from the start, in base units."""
PRICES = {"host": (1_000_000, 2_000), "rival_host": (500_000, 3_000), "contract_host": (700_000, 1_000)}
"""Native and stable minimum of the hosts that are registered from the start."""

ALLOWED = {("rival_host", NODES): 1_500 * FAB_UNIT}
"""How much FAB a registry may take of those who don't let it take everything."""


class OpeningFailed(UserError):
    """A call with which every run begins was refused."""


def deploy(run: Any, artifacts: Any) -> dict[str, Any]:
    """Deploys all contracts and wires them, as the owner."""
    owner, treasury = run.cast[OWNER].address, run.cast[TREASURY].address

    def place(name: str, *arguments: object) -> Any:
        return run.world.deploy(artifacts[name], *arguments, sender=owner)

    fab = place(FAB, owner)
    models = place(MODELS, fab.address, treasury)
    nodes = place(NODES, fab.address, models.address, treasury, MIN_NATIVE_PRICE)
    earnings, proofs = place(EARNINGS), place(PROOFS)
    linked = (nodes.address, models.address, earnings.address, proofs.address)
    market = place(MARKET, *linked, treasury, FEE_BPS)
    for contract in (nodes, earnings, proofs):
        run.world.send(contract, "setMarketplace", market.address, sender=owner)
    return {FAB: fab, MODELS: models, NODES: nodes, EARNINGS: earnings, PROOFS: proofs, MARKET: market}


def state_after(run: Any, contracts: dict[str, Any]) -> State:
    """The specification's state right after deployment and wiring."""
    owner, treasury = run.cast[OWNER].address, run.cast[TREASURY].address
    state = State(
        chain_id=run.chain_id,
        fab=contracts[FAB].address,
        model_registry=contracts[MODELS].address,
        node_registry=contracts[NODES].address,
        host_earnings=contracts[EARNINGS].address,
        proof_system=contracts[PROOFS].address,
        marketplace=contracts[MARKET].address,
        owner=owner,
        models_treasury=treasury,
        nodes_treasury=treasury,
        treasury=treasury,
        slashing_authority=owner,
        min_native_price=MIN_NATIVE_PRICE,
        fee_bps=FEE_BPS,
    )
    state.fab_balances[owner] = TOTAL_SUPPLY
    return state


def open_market(run: Any, contracts: dict[str, Any], state: State) -> None:
    """Makes the calls with which every run begins, on both sides. Raises OpeningFailed."""
    for actor, action_name, arguments in opening_calls(run, contracts):
        action = COMPUTE[action_name]
        contract = contracts[action.contract]
        receipt = run.cast.send(actor, contract.address, contract.encode(action.function, *arguments))
        outcome = perform(action, state, Message(run.cast[actor].address, 0, run.world.now), arguments)
        if not (receipt.success and outcome.ok):
            raise OpeningFailed(f"{actor} can't {action_name}", f"{receipt!r}, {outcome.error!r}", "mend the contracts")
    approve_tokens(run, contracts)


def approve_tokens(run: Any, contracts: dict[str, Any]) -> None:
    """Everybody lets the marketplace take foreign tokens; each token refuses somebody while it is in that mood."""
    for token in run.tokens:
        for actor in run.cast:
            allow = token.contract.encode("approve", contracts[MARKET].address, INFINITE)
            run.cast.send(actor.name, token.address, allow)
        for name in LISTED[token.name]:
            known = contracts[name] if name in contracts else run.cast[name]
            run.tokens.set_listed(token.name, known.address, True)


Opening = tuple[str, str, tuple[Any, ...]]


def opening_calls(run: Any, contracts: dict[str, Any]) -> Iterator[Opening]:
    """Who calls what with which plain arguments."""
    for name, funds in FAB_FUNDS.items():
        yield OWNER, "transfer", (run.cast[name].address, funds)
    for name in APPROVING:
        for registry in (MODELS, NODES):
            yield name, "approve", (contracts[registry].address, ALLOWED.get((name, registry), INFINITE))
    yield "voter", "approve", (run.cast[OUTSIDER].address, INFINITE)
    for name, limits in LIMITS.items():
        yield OWNER, "add_accepted_token", (run.tokens[name].address, *limits)
    for repo, file in MODEL_NAMES[:2]:
        yield OWNER, "add_trusted_model", (repo, file, Digest(0).realize(run))
    ids = tuple(ModelId(*names).realize(run) for names in MODEL_NAMES[:2])
    for name, prices in PRICES.items():
        offered = ids if name == HOSTS[0] else ids[:1]
        yield name, "register_node", (f"{name} of the start", "https://host.example", offered, *prices)
