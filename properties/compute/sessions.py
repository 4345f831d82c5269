"""The session lifecycle: who may act, in which order, until when, and that nobody can keep another from leaving."""

from __future__ import annotations

from typing import Any

from properties.catalogue import Family, Shape
from properties.compute.catalogue import COMPUTE_PROPERTIES
from properties.compute.money import session_of
from spec.compute.hashing import parse_proof, proof_digest
from spec.compute.node_book import model_price, token_price
from spec.compute.state import NATIVE, Node, Session, State
from spec.compute.types import SessionStatus
from spec.core import Step
from spec.core.record import fields_of

CREATIONS = (
    "create_session_job_for_model",
    "create_session_job_for_model_with_token",
    "create_session_from_deposit",
)
MIN_STAKE = 1000 * 10**18
TERMINAL = (SessionStatus.COMPLETED, SessionStatus.TIMED_OUT, SessionStatus.CANCELLED)
EDGES = {
    SessionStatus.COMPLETED: "complete_session_job",
    SessionStatus.TIMED_OUT: "trigger_session_timeout",
    SessionStatus.CANCELLED: "cancel_session",
}
"""The only changes of status, all from ACTIVE, and the action that makes each."""

PARTIES_ACT = COMPUTE_PROPERTIES.declare(
    "SES-ACC-01",
    family=Family.ACCESS,
    shape=Shape.STEP,
    target="JobMarketplace",
    statement="Only the host proves work, only host or depositor complete, only the depositor cancels and extends; "
    "anybody else can only time out what is due.",
    remedy="Compare the caller with the parties stored in the session before anything else changes.",
)
ENDS_ONCE = COMPUTE_PROPERTIES.declare(
    "SES-SEQ-01",
    family=Family.SEQUENCING,
    shape=Shape.TRACE,
    target="JobMarketplace",
    statement="A session moves once from ACTIVE to COMPLETED, TIMED_OUT or CANCELLED; then no money and no token of it "
    "changes any more.",
    remedy="Check for ACTIVE before any change, and write the terminal status before any payment.",
)
SIGNED_ONCE = COMPUTE_PROPERTIES.declare(
    "SES-SEQ-02",
    family=Family.SEQUENCING,
    shape=Shape.TRACE,
    target="ProofSystem",
    statement="Each proof is signed by the host for this chain, this marketplace, this session, this number and these "
    "totals, and is consumed at most once.",
    remedy="Sign EIP-712 data that names all of them, and consume under (session, number).",
)
PROOFS_STAY_GOOD = COMPUTE_PROPERTIES.declare(
    "SES-LIV-01",
    family=Family.LIVENESS,
    shape=Shape.TRACE,
    target="ProofSystem",
    statement="No outsider can spoil a proof that the host has signed and not yet submitted.",
    remedy="Let the marketplace alone consume proofs, for the session's own host alone.",
)
CREATED_IN_BOUNDS = COMPUTE_PROPERTIES.declare(
    "SES-ARI-03",
    family=Family.ARITHMETIC,
    shape=Shape.STEP,
    target="JobMarketplace",
    statement="Every way to create a session enforces the limits of the deposit, an active host that offers the "
    "approved model, and the host's minimum price for that model in that asset.",
    remedy="Send all paths through one check, on what arrived.",
)


@PARTIES_ACT.on_step("submit_proof_of_work")
def the_host_proved(step: Step) -> bool:
    """The sender is the session's host."""
    return bool(step.message.sender == session_of(step).host)


@PARTIES_ACT.on_step("complete_session_job")
def a_party_completed(step: Step) -> bool:
    """The sender is host or depositor."""
    r = session_of(step)
    return bool(step.message.sender in (r.host, r.depositor))


@PARTIES_ACT.on_step("cancel_session", "extend_session")
def the_depositor_decided(step: Step) -> bool:
    """The sender is the depositor."""
    return bool(step.message.sender == session_of(step).depositor)


@PARTIES_ACT.for_each_step("sessions")
def outsiders_only_time_out(step: Step, job_id: int, before: Session, r: Session) -> bool | None:
    """A session that changed under somebody else's call was timed out."""
    if before is r or step.message.sender in (r.host, r.depositor) or unchanged(before, r):
        return None
    return bool(r.status == SessionStatus.TIMED_OUT)


def unchanged(before: Session, r: Session) -> bool:
    """Whether a step left a session as it was."""
    return all(getattr(before, place.name) == getattr(r, place.name) for place in fields_of(Session))


@ENDS_ONCE.for_each_step("sessions")
def the_status_follows_the_edges(step: Step, job_id: int, before: Session, r: Session) -> bool:
    """Unchanged, or from ACTIVE by the one action that leads there."""
    if r.status == before.status:
        return True
    led = any(r.status == status for status, name in EDGES.items() if name == step.action.name)
    return bool(before.status == SessionStatus.ACTIVE and led)


@ENDS_ONCE.for_each_step("sessions")
def what_is_over_stays_as_it_is(step: Step, job_id: int, before: Session, r: Session) -> bool | None:
    """No money and no token of a terminal session moves."""
    if before.status == SessionStatus.ACTIVE:
        return None
    return bool(
        (r.deposit, r.tokens_used, r.paid_to_host, r.treasury_fee, r.refunded, r.proof_count)
        == (
            before.deposit,
            before.tokens_used,
            before.paid_to_host,
            before.treasury_fee,
            before.refunded,
            before.proof_count,
        )
    )


@ENDS_ONCE.for_each("sessions")
def what_is_over_holds_nothing(s: State, job_id: int, r: Session) -> bool | None:
    """The deposit of a terminal session is zero."""
    return None if r.status == SessionStatus.ACTIVE else r.deposit == 0


@SIGNED_ONCE.on_step("submit_proof_of_work")
def the_host_signed_exactly_this_claim(step: Step) -> bool:
    """The signature is the host's, over chain, marketplace, session, number, claim and total."""
    r, s = session_of(step), step.state
    before = step.before(r)
    claimed, proof = step.argument("tokens_claimed"), parse_proof(step.argument("proof"))
    digest = proof_digest(
        s.chain_id,
        s.marketplace,
        step.argument("job_id"),
        r.host,
        before.proof_count + 1,
        claimed,
        before.tokens_used + claimed,
        proof.proof_hash,
    )
    return bool(step.message.environment.signer(digest, proof.signature) == r.host)


@SIGNED_ONCE.on_step("submit_proof_of_work")
def the_number_is_consumed(step: Step) -> bool:
    """The next number was free before, and is taken now."""
    r, s = session_of(step), step.state
    key = (step.argument("job_id"), step.before(r).proof_count + 1)
    return bool(step.amount_before(s.consumed, key) == 0 and s.consumed[key] == 1 and r.proof_count == key[1])


@SIGNED_ONCE.on_trace
class NoSignatureCountsTwice:
    """Signatures that were accepted in this run."""

    def __init__(self) -> None:
        self._accepted: set[bytes] = set()

    def observe(self, step: Step) -> bool | None:
        """False when an accepted signature is accepted once more."""
        if step.action.name != "submit_proof_of_work" or not step.outcome.ok:
            return None
        signature = parse_proof(step.argument("proof")).signature
        fresh = signature not in self._accepted
        self._accepted.add(signature)
        return fresh


@PROOFS_STAY_GOOD.for_each_step("sessions")
def the_next_proof_stays_the_same(step: Step, job_id: int, before: Session, r: Session) -> bool | None:
    """Unless the host submitted or the session ended, what the host has to sign next is what it was."""
    if r.status != SessionStatus.ACTIVE:
        return None
    if step.action.name == "submit_proof_of_work" and step.argument("job_id") == job_id:
        return None
    same = (r.host, r.proof_count, r.tokens_used) == (before.host, before.proof_count, before.tokens_used)
    return bool(same and step.state.consumed[job_id, r.proof_count + 1] == 0)


@CREATED_IN_BOUNDS.on_step(*CREATIONS)
def the_deposit_is_within_the_limits(step: Step) -> bool:
    """Minimum <= what arrived <= maximum, and it pays for one interval."""
    s, r = step.state, step.state.sessions[step.outcome.returned]
    native = r.payment_token == NATIVE
    low = s.native_min_deposit if native else s.token_min_deposits[r.payment_token]
    high = s.native_max_deposit if native else s.token_max_deposits[r.payment_token]
    accepted = native or bool(s.accepted_tokens[r.payment_token])
    pays = r.deposit * 1000 // r.price_per_token >= r.proof_interval >= 100
    return bool(accepted and low <= r.deposit <= high and pays and 0 < r.max_duration <= 365 * 86_400)


@CREATED_IN_BOUNDS.on_step(*CREATIONS)
def the_host_offers_the_model_for_the_price(step: Step) -> bool:
    """The host is active with a full stake, offers the approved model, and asks no more."""
    s, r = step.state, step.state.sessions[step.outcome.returned]
    if r.host not in s.nodes or r.model_id not in s.models:
        return False
    node, model = s.nodes[r.host], s.models[r.model_id]
    offered = node.active and node.staked_amount >= MIN_STAKE and r.model_id in node.supported_models
    return bool(offered and model.active and r.price_per_token >= _asked(node, r))


def _asked(node: Node, r: Session) -> Any:
    """The host's minimum for a session: the greater of those for the model, and for the asset or all assets."""
    for_model = model_price(node.model_prices, r.model_id)
    if r.payment_token == NATIVE:
        return max(for_model.native, node.min_price_per_token_native)
    for_token = token_price(node.token_prices, r.payment_token)
    return max(for_model.stable, for_token if for_token > 0 else node.min_price_per_token_stable)
