"""Deployment, wiring, and the calls with which every run begins: funds, models, tokens and two hosts.

The calls are made on both sides, so that the specification's state is what the contracts store.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from properties.compute.actors import (
    APPROVING,
    AUTHORITY,
    FAB_FUNDS,
    FAB_UNIT,
    HOSTS,
    LISTED,
    MOODY,
    OUTSIDER,
    OWNER,
    STABLE,
    TREASURY,
    VERIFIERS,
)
from properties.compute.carrying_governance import VOTING_PERIOD, opening_governance
from properties.compute.choices import MODEL_NAMES
from properties.compute.recipes import Digest, ModelId
from properties.errors import UserError
from spec.compute.escrow_settings import MAX_FEE_BPS
from spec.compute.fab import TOTAL_SUPPLY
from spec.compute.state import (
    ACCOUNTS,
    COMPUTE,
    EARNINGS,
    ESCROW,
    FAB,
    GOVERNANCE,
    INFINITE,
    JOB_PROOFS,
    MARKET,
    MODELS,
    NODES,
    PROOFS,
    REPUTATION,
    State,
)
from spec.core import Message, perform

MIN_NATIVE_PRICE = 227_273
"""Wei per 1000 tokens."""
FEE_BPS = 1_000
PROMPTS = "PromptJobs"
"""The contract whose code runs in the marketplace."""
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
    reputation = place(REPUTATION, nodes.address)
    escrow = place(ESCROW, reputation.address, treasury, run.cast[AUTHORITY].address, MAX_FEE_BPS)
    job_proofs = place(JOB_PROOFS, fab.address, nodes.address, reputation.address)
    prompts = place(PROMPTS, nodes.address, escrow.address, reputation.address, job_proofs.address)
    linked = (nodes.address, models.address, earnings.address, proofs.address)
    market = with_part(place(MARKET, *linked, treasury, FEE_BPS, prompts.address), prompts)
    contracts = {FAB: fab, MODELS: models, NODES: nodes, EARNINGS: earnings, PROOFS: proofs, MARKET: market}
    contracts |= {REPUTATION: reputation, ESCROW: escrow, JOB_PROOFS: job_proofs, PROMPTS: prompts}
    contracts |= {ACCOUNTS: place(ACCOUNTS, market.address), GOVERNANCE: place(GOVERNANCE, fab.address, VOTING_PERIOD)}
    for name, function, *arguments in wiring(contracts):
        run.world.send(contracts[name], function, *arguments, sender=owner)
    return contracts


def with_part(market: Any, part: Any) -> Any:
    """The marketplace, with the functions that it runs another contract's code for."""
    known = [(entry["type"], entry.get("name"), entry.get("inputs")) for entry in market.abi]
    added = [
        entry
        for entry in part.abi
        if entry["type"] != "constructor" and (entry["type"], entry.get("name"), entry.get("inputs")) not in known
    ]
    return type(market)(market.address, [*market.abi, *added], name=market.name, created=market.created)


def wiring(contracts: dict[str, Any]) -> Iterator[tuple[Any, ...]]:
    """What the owner tells the contracts of each other: contract, function, arguments."""
    market, job_proofs = contracts[MARKET].address, contracts[JOB_PROOFS].address
    for name in (NODES, EARNINGS, PROOFS, REPUTATION, ESCROW, JOB_PROOFS):
        yield name, "setMarketplace", market
    yield NODES, "setJobProofs", job_proofs
    yield REPUTATION, "setReporter", market, True
    yield REPUTATION, "setReporter", job_proofs, True
    yield MARKET, "setAccountIntegration", contracts[ACCOUNTS].address
    for name in (MARKET, ESCROW, REPUTATION):
        yield name, "setGovernance", contracts[GOVERNANCE].address


def state_after(run: Any, contracts: dict[str, Any]) -> State:
    """The specification's state right after deployment and wiring."""
    owner, treasury = run.cast[OWNER].address, run.cast[TREASURY].address
    governance = contracts[GOVERNANCE].address
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
        payment_escrow=contracts[ESCROW].address,
        job_proofs=contracts[JOB_PROOFS].address,
        reputation_system=contracts[REPUTATION].address,
        account_integration=contracts[ACCOUNTS].address,
        governance=governance,
        market_governance=governance,
        escrow_governance=governance,
        reputation_governance=governance,
        escrow_fee_bps=MAX_FEE_BPS,
        arbiter=run.cast[AUTHORITY].address,
        escrow_treasury=treasury,
        voting_period=VOTING_PERIOD,
        fab_minted_in=run.world.block_number,
    )
    state.fab_balances[owner] = TOTAL_SUPPLY
    state.reporters[contracts[MARKET].address] = 1
    state.reporters[contracts[JOB_PROOFS].address] = 1
    return state


def open_market(run: Any, contracts: dict[str, Any], state: State) -> None:
    """Makes the calls with which every run begins, on both sides. Raises OpeningFailed."""
    for actor, action_name, arguments in opening_calls(run, contracts):
        action = COMPUTE[action_name]
        contract = contracts[action.contract]
        receipt = run.cast.send(actor, contract.address, contract.encode(action.function, *arguments))
        message = Message(run.cast[actor].address, 0, run.world.now, block=run.world.block_number)
        outcome = perform(action, state, message, arguments)
        if not (receipt.success and outcome.ok):
            raise OpeningFailed(f"{actor} can't {action_name}", f"{receipt!r}, {outcome.error!r}", "mend the contracts")
    approve_tokens(run, contracts)


def approve_tokens(run: Any, contracts: dict[str, Any]) -> None:
    """Everybody lets marketplace and escrow take foreign tokens; each token refuses somebody while in that mood."""
    for token in run.tokens:
        for actor in run.cast:
            for taker in (MARKET, ESCROW):
                allow = token.contract.encode("approve", contracts[taker].address, INFINITE)
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
        for registry in (MODELS, NODES, JOB_PROOFS):
            yield name, "approve", (contracts[registry].address, ALLOWED.get((name, registry), INFINITE))
    yield "voter", "approve", (run.cast[OUTSIDER].address, INFINITE)
    yield OWNER, "set_guardian", (run.cast[AUTHORITY].address,)
    for name in VERIFIERS:
        yield OWNER, "set_verifier", (run.cast[name].address, True)
    for name, limits in LIMITS.items():
        yield OWNER, "add_accepted_token", (run.tokens[name].address, *limits)
    for repo, file in MODEL_NAMES[:2]:
        yield OWNER, "add_trusted_model", (repo, file, Digest(0).realize(run))
    ids = tuple(ModelId(*names).realize(run) for names in MODEL_NAMES[:2])
    for name, prices in PRICES.items():
        offered = ids if name == HOSTS[0] else ids[:1]
        yield name, "register_node", (f"{name} of the start", "https://host.example", offered, *prices)
    yield from opening_governance(run, contracts)
