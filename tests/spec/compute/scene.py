"""A compute marketplace in the specification alone: a model, hosts, a token, and an obedient environment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from spec.compute import (
    batches,
    breaker,
    breaker_settings,
    challenges,
    deposits,
    earnings,
    escrow,
    escrow_settings,
    extension,
    fab,
    fab_votes,
    governance,
    governance_execution,
    governance_lists,
    job_ends,
    job_proofs,
    job_work,
    models,
    nodes,
    opening,
    parameters,
    posting,
    pricing,
    proofs,
    proposals,
    reputation,
    session_keys,
    settlement,
    slashing,
    streams,
    treasury,
    views_accounts,
    views_fixed,
    views_governance,
    views_job_constants,
    views_jobs,
    views_limits,
    views_market,
    views_registries,
    views_reputation,
    views_votes,
    wallets,
)
from spec.compute.hashing import model_id_of
from spec.compute.job_types import JobDetails, JobRequirements
from spec.compute.proofs import next_digest
from spec.compute.state import COMPUTE, Node, Proposal, Session, State
from spec.core import Environment, Ledger, Message, Outcome, Revert, Roster, Rosters, Store, perform
from spec.core.signing import stand_in_signature, stand_in_signer

LOADED = (
    *(batches, breaker, breaker_settings, challenges, deposits, earnings, escrow, escrow_settings, extension),
    *(fab, fab_votes, governance, governance_execution, governance_lists, job_ends, job_proofs, job_work),
    *(models, nodes, opening, parameters, posting, pricing, proofs, proposals, reputation, session_keys),
    *(settlement, slashing, streams, treasury, views_accounts, views_fixed, views_governance),
    *(views_job_constants, views_jobs, views_limits, views_market, views_registries, views_reputation),
    *(views_votes, wallets),
)
"""Modules whose import registers actions and views."""

FAB = 10**18
ETHER = 10**18
DAY = 86_400
NOW = 1_700_000_000
BLOCK = 100
VOTING_PERIOD = 5
ZERO = "0x" + "0" * 40
INFINITE = 2**256 - 1
NATIVE_PRICE, STABLE_PRICE = 300_000, 2000
DEPOSIT = 10**15
DETAILS = JobDetails("tiny", "Why?", 1000, 700, 7, "text")
REQUIREMENTS = JobRequirements(8, 0, 3600, False)
SHA = b"\x5a" * 32
HASH = b"\x07" * 32


def party(number: int) -> str:
    return f"0x{number:040x}"


TOKEN, MODELS, NODES, EARNINGS, PROOFS, MARKET = (party(number) for number in range(0xA0, 0xA6))
ESCROW, JOB_PROOFS, REPUTATION, GOVERNANCE, ACCOUNTS = (party(number) for number in range(0xA6, 0xAB))
OWNER, TREASURY, HOST, RIVAL, USER, OTHER, STRANGER, USDC = (party(number) for number in range(0xB0, 0xB8))
ARBITER, VERIFIER, KEY, ADMIN = (party(number) for number in range(0xB8, 0xBC))
MODEL = model_id_of("lab/tiny", "tiny.gguf")
SECOND = model_id_of("lab/large", "large.gguf")


class Scene:
    """Calls on one state. What starts it: a model, two hosts, FAB for everybody, one accepted token.

    now, block: of the next calls. refusing: accounts that take no coin. stuck: a token that does not move.
    fee: units of the token that get lost in a transfer.
    """

    def __init__(self, *, hosts: bool = True) -> None:
        self.state = State(
            chain_id=31337,
            fab=TOKEN,
            model_registry=MODELS,
            node_registry=NODES,
            host_earnings=EARNINGS,
            proof_system=PROOFS,
            marketplace=MARKET,
            owner=OWNER,
            models_treasury=TREASURY,
            nodes_treasury=TREASURY,
            treasury=TREASURY,
            slashing_authority=OWNER,
            min_native_price=227_273,
            fee_bps=1000,
            payment_escrow=ESCROW,
            job_proofs=JOB_PROOFS,
            reputation_system=REPUTATION,
            governance=GOVERNANCE,
            account_integration=ACCOUNTS,
            market_governance=GOVERNANCE,
            escrow_governance=GOVERNANCE,
            reputation_governance=GOVERNANCE,
            escrow_treasury=TREASURY,
            escrow_fee_bps=500,
            arbiter=ARBITER,
            reporters=Ledger({MARKET: 1, JOB_PROOFS: 1}),
            verifiers=Ledger({VERIFIER: 1}),
            fab_minted_in=BLOCK,
            voting_period=VOTING_PERIOD,
            fab_balances=Ledger({OWNER: fab.TOTAL_SUPPLY}),
        )
        self.now = NOW
        self.block = BLOCK
        self.refusing: set[str] = set()
        self.stuck = False
        self.fee = 0
        for account in (HOST, RIVAL, USER, OTHER):
            self.must(OWNER, "transfer", account, 150_000 * FAB)
            for spender in (MODELS, NODES, JOB_PROOFS):
                self.must(account, "approve", spender, INFINITE)
        self.must(OWNER, "add_trusted_model", "lab/tiny", "tiny.gguf", SHA)
        self.must(OWNER, "add_accepted_token", USDC, 500_000, 10**12)
        if hosts:
            self.register(HOST)
            self.register(RIVAL)

    # ---------------------------------------------------------------- calls

    def call(self, sender: str, action: str, *arguments: Any, value: int = 0) -> Outcome:
        environment = Environment(
            accepts=lambda account, all_gas: account not in self.refusing,
            tokens=lambda token, payer, payee, amount, all_gas: None if self.stuck else amount - self.fee,
            signer=stand_in_signer,
        )
        message = Message(sender, value, self.now, 0, environment, self.block)
        return perform(COMPUTE[action], self.state, message, arguments)

    def must(self, sender: str, action: str, *arguments: Any, value: int = 0) -> Outcome:
        """A call that succeeds."""
        outcome = self.call(sender, action, *arguments, value=value)
        assert outcome.ok, f"{action}: {outcome.error}"
        return outcome

    def refuses(self, error: type[Revert], *values: Any) -> Refusal:
        """What the next call has to be refused with; nothing may change."""
        return Refusal(self, error, values)

    def view(self, name: str, *arguments: Any) -> Any:
        return COMPUTE.views[name].shown(self.state, self.now, *arguments, block=self.block)

    # ---------------------------------------------------------------- lifecycles

    def register(self, host: str, *model_ids: bytes) -> Outcome:
        offered = model_ids or (MODEL,)
        return self.must(host, "register_node", "a host", "https://host", offered, NATIVE_PRICE, STABLE_PRICE)

    def open(self, *, price: int = NATIVE_PRICE, deposit: int = DEPOSIT, interval: int = 100) -> int:
        """A session paid in coin, and its id."""
        arguments = (HOST, price, DAY, interval, MODEL)
        job_id: int = self.must(USER, "create_session_job_for_model", *arguments, value=deposit).returned
        return job_id

    def open_with_token(self, *, price: int = STABLE_PRICE, deposit: int = 1_000_000) -> int:
        """A session paid in the token, and its id."""
        arguments = (HOST, price, DAY, 100, MODEL, USDC, deposit)
        job_id: int = self.must(USER, "create_session_job_for_model_with_token", *arguments).returned
        return job_id

    def proof(self, job_id: int, tokens: int, *, by: str = HOST) -> bytes:
        """The next proof of a session, signed."""
        digest = next_digest(self.state, job_id, self.state.sessions[job_id], tokens, HASH)
        return HASH + stand_in_signature(by, digest)

    def prove(self, job_id: int, tokens: int) -> Outcome:
        return self.must(HOST, "submit_proof_of_work", job_id, tokens, self.proof(job_id, tokens))

    def post(self, *, by: str = USER, payment: int = ETHER) -> int:
        """A prompt job paid in coin, and its id."""
        job_id: int = self.must(by, "post_job", DETAILS, REQUIREMENTS, payment, value=payment).returned
        return job_id

    def paid_job(self, *, by: str = USER, host: str = HOST) -> int:
        """A prompt job whose host was paid by its renter, who took a while."""
        job_id = self.post(by=by)
        self.must(host, "claim_job", job_id)
        self.must(host, "submit_result", job_id, "result", b"")
        self.now += 60
        self.must(by, "release_payment", job_id)
        return job_id

    def session(self, job_id: int) -> Session:
        return self.state.sessions[job_id]

    def node(self, host: str = HOST) -> Node:
        return self.state.nodes[host]

    def proposal(self, model_id: bytes = SECOND) -> Proposal:
        return self.state.proposals[model_id, self.state.proposal_nonce[model_id]]

    def propose(self, *, by: str = USER) -> Outcome:
        return self.must(by, "propose_model", "lab/large", "large.gguf", SHA)

    def held(self) -> tuple[int, int, int]:
        """Coin, FAB and token units that the contracts' books do not explain; zeros are right."""
        s = self.state
        sessions = list(s.sessions.values())

        def owed(asset: str) -> int:
            active = sum(r.deposit for r in sessions if r.payment_token == asset)
            return active + s.total_user_deposits[asset] + s.accumulated_treasury[asset]

        stakes = s.nodes.total(lambda n: n.staked_amount)
        fees = sum(proposals.PROPOSAL_FEE for p in s.proposals.values() if not p.closed)
        return (
            s.balance - owed(ZERO) - s.total_credits,
            s.fab_balances[NODES] + s.fab_balances[MODELS] - stakes - s.votes.total() - fees - s.sweepable_fees,
            s.token_balances[USDC] - owed(USDC) - s.total_token_credits[USDC],
        )


class Refusal:
    """Makes one call that has to be refused with one error."""

    def __init__(self, scene: Scene, error: type[Revert], values: tuple[Any, ...]) -> None:
        self._scene, self._error, self._values = scene, error, values

    def call(self, sender: str, action: str, *arguments: Any, value: int = 0) -> None:
        before = frozen(self._scene.state)
        outcome = self._scene.call(sender, action, *arguments, value=value)
        assert isinstance(outcome.error, self._error), f"{action}: {outcome.error!r}"
        assert outcome.error.values == self._values
        assert frozen(self._scene.state) == before


def frozen(value: Any) -> Any:
    """A state as plain values, to compare."""
    if isinstance(value, Store | Ledger | Rosters):
        return {key: frozen(held) for key, held in value.items()}
    if isinstance(value, Roster):
        return tuple(value)
    described = getattr(type(value), "FIELDS", None)
    return value if described is None else [frozen(getattr(value, field.name)) for field in described]


def named(outcome: Outcome) -> list[str]:
    """Names of the events of a call."""
    return [type(event).__name__ for event in outcome.events]


def events(outcome: Outcome, name: str) -> Iterator[tuple[Any, ...]]:
    """Arguments of a call's events of one name."""
    return (event.values for event in outcome.events if type(event).__name__ == name)
