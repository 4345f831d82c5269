"""Short lives of the marketplace, in the specification alone, that together give every predicate something to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from fuzz.lockstep.monitor import Monitor, Violation
from properties.compute.catalogue import COMPUTE_PROPERTIES
from spec.compute.job_types import JobStatus
from spec.compute.session_records import end_of
from spec.compute.state import COMPUTE, PromptJob
from spec.compute.types import SessionStatus
from spec.core import Environment, Message, Outcome, Step, perform
from spec.core.signing import stand_in_signer
from tests.spec.compute.scene import (
    DAY,
    DEPOSIT,
    FAB,
    HASH,
    HOST,
    MODEL,
    NATIVE_PRICE,
    OTHER,
    OWNER,
    RIVAL,
    SECOND,
    SHA,
    STABLE_PRICE,
    STRANGER,
    TREASURY,
    USDC,
    USER,
    ZERO,
    Scene,
)

PRICE = 10**13
"""At which the scene's deposit pays for 100,000 tokens."""
WINDOW = 30
ACCOUNTS = (HOST, RIVAL, USER, OTHER, STRANGER, TREASURY)


class Broken(Exception):
    """A fault in the specification keeps this life from going on."""


class Watched(Scene):
    """A scene in which every predicate is evaluated after every call."""

    def __init__(self) -> None:
        self.monitor = Monitor(COMPUTE_PROPERTIES)
        self.violations: list[Violation] = []
        super().__init__()

    def call(self, sender: str, action: str, *arguments: Any, value: int = 0) -> Outcome:
        environment = Environment(
            accepts=lambda account, all_gas: account not in self.refusing,
            tokens=lambda token, payer, payee, amount, all_gas: None if self.stuck else amount - self.fee,
            signer=stand_in_signer,
        )
        message = Message(sender, value, self.now, 0, environment, self.block)
        outcome = perform(COMPUTE[action], self.state, message, arguments)
        self.violations += self.monitor.observe(Step(self.state, COMPUTE[action], message, arguments, outcome))
        return outcome

    def must(self, sender: str, action: str, *arguments: Any, value: int = 0) -> Outcome:
        outcome = self.call(sender, action, *arguments, value=value)
        if not outcome.ok:
            raise Broken(f"{action}: {outcome.error}")
        return outcome

    def leave(self) -> None:
        """Everybody takes their money out, and the end is judged."""
        self.refusing, self.stuck, self.fee = set(), False, 0
        for job_id, r in list(self.state.sessions.items()):
            if r.status == SessionStatus.ACTIVE:
                self.now = max(self.now, end_of(r) + 1)
                self.call(STRANGER, "trigger_session_timeout", job_id)
        for job_id, r in list(self.state.prompt_jobs.items()):
            if r.status not in (JobStatus.PAID, JobStatus.REFUNDED):
                self._end(job_id, r)
        for account in ACCOUNTS:
            self._empty(account)
        self.violations += self.monitor.at_end(self.state)

    def _end(self, job_id: int, r: PromptJob) -> None:
        self.now += 400 * DAY
        if job_id in self.state.submitted_proofs and self.state.submitted_proofs[job_id].challenge_id:
            self.call(STRANGER, "expire_challenge", self.state.submitted_proofs[job_id].challenge_id)
        self.call(STRANGER, "claim_dispute_default", r.escrow_id)
        self.call(STRANGER, "release_payment", job_id)
        self.call(STRANGER, "expire_job", job_id)

    def _empty(self, account: str) -> None:
        for asset, withdraw in ((ZERO, "withdraw_native"), (USDC, "withdraw_token")):
            amount = self.state.user_deposits[account, asset]
            if amount:
                self.call(account, withdraw, *([] if asset == ZERO else [asset]), amount)
        self.call(account, "withdraw")
        self.call(account, "withdraw_token_credit", USDC)
        self.call(account, "withdraw_escrow_credit")
        self.call(account, "withdraw_escrow_token_credit", USDC)


def completed(scene: Watched) -> None:
    """Claims, a final small one, the window, and a completion by the host; the host takes its earnings."""
    scene.must(HOST, "set_model_pricing", MODEL, PRICE, 0)
    job_id = scene.open(price=PRICE)
    scene.now += 1
    scene.call(RIVAL, "submit_proof_of_work", job_id, 100, scene.proof(job_id, 100))
    scene.call(HOST, "submit_proof_of_work", job_id, 100, scene.proof(job_id, 100, by=RIVAL))
    scene.call(HOST, "submit_proof_of_work", job_id, 2001, scene.proof(job_id, 2001))
    scene.prove(job_id, 2000)
    scene.call(HOST, "complete_session_job", job_id)
    scene.now += WINDOW
    scene.call(HOST, "submit_proof_of_work", job_id, 60_001 * 2, scene.proof(job_id, 60_001 * 2))
    scene.prove(job_id, 99)
    scene.call(STRANGER, "trigger_session_timeout", job_id)
    scene.now += WINDOW - 1
    scene.call(HOST, "complete_session_job", job_id)
    scene.now += 1
    scene.call(STRANGER, "complete_session_job", job_id)
    scene.must(HOST, "complete_session_job", job_id)
    scene.call(USER, "cancel_session", job_id)
    scene.call(HOST, "submit_proof_of_work", job_id, 100, HASH + b"\x01" * 65)
    scene.must(HOST, "withdraw_earnings")
    scene.leave()
    scene.must(TREASURY, "withdraw_treasury_native")


def replayed(scene: Watched) -> None:
    """The same signed proof, a second time."""
    job_id = scene.open(price=PRICE)
    scene.now += 1
    proof = scene.proof(job_id, 100)
    scene.prove(job_id, 100)
    scene.now += 1
    scene.call(HOST, "submit_proof_of_work", job_id, 100, proof)
    scene.leave()


def proven_to_the_end(scene: Watched) -> None:
    """A host that uses up the deposit, and one that claims in the last second and too late."""
    job_id = scene.open(price=PRICE)
    scene.now += 50
    scene.call(HOST, "submit_proof_of_work", job_id, 100_001, scene.proof(job_id, 100_001))
    scene.prove(job_id, 99_900)
    scene.now += 1
    scene.call(HOST, "submit_proof_of_work", job_id, 101, scene.proof(job_id, 101))
    scene.prove(job_id, 100)
    other = scene.open(price=PRICE)
    end = end_of(scene.session(other))
    scene.now = end
    scene.prove(other, 100)
    scene.now = end + 1
    scene.call(HOST, "submit_proof_of_work", other, 100, scene.proof(other, 100))
    scene.call(USER, "extend_session", other, 0, 1)
    scene.must(STRANGER, "trigger_session_timeout", other)
    scene.leave()


def left_early(scene: Watched) -> None:
    """Cancellations: at once, of what is due, of a host that is gone; with a depositor that refuses coin."""
    for wait in (0, 400):
        job_id = scene.open(price=PRICE)
        scene.now += wait + 1
        scene.call(STRANGER, "cancel_session", job_id)
        scene.must(USER, "cancel_session", job_id)
    job_id = scene.open(price=PRICE)
    scene.must(HOST, "unregister_node")
    scene.refusing = {USER}
    scene.must(USER, "cancel_session", job_id)
    scene.refusing = set()
    scene.must(USER, "withdraw")
    scene.leave()


def idle(scene: Watched) -> None:
    """A session that sits idle, with a pause in between that does not count."""
    job_id = scene.open(price=PRICE)
    scene.call(STRANGER, "pause")
    scene.now += 200
    scene.must(OWNER, "pause")
    scene.now += 3600
    scene.call(STRANGER, "trigger_session_timeout", job_id)
    scene.call(HOST, "submit_proof_of_work", job_id, 100, scene.proof(job_id, 100))
    scene.must(OWNER, "unpause")
    scene.now += 100
    scene.call(STRANGER, "trigger_session_timeout", job_id)
    scene.now += 1
    scene.must(STRANGER, "trigger_session_timeout", job_id)
    scene.leave()


def paused(scene: Watched) -> None:
    """Everything is paused: nobody gets in, everybody gets out."""
    job_id, second = scene.open(price=PRICE), scene.open(price=PRICE)
    scene.must(USER, "deposit_native", value=7)
    scene.must(USER, "deposit_token", USDC, 600_000)
    scene.now += WINDOW
    scene.must(OWNER, "pause")
    scene.call(USER, "deposit_native", value=7)
    scene.call(USER, "create_session_job_for_model", HOST, PRICE, DAY, 100, MODEL, value=DEPOSIT)
    scene.call(USER, "extend_session", job_id, 1, 0, value=1)
    scene.must(USER, "cancel_session", job_id)
    scene.must(USER, "complete_session_job", second)
    scene.must(USER, "withdraw_native", 7)
    scene.must(HOST, "withdraw_earnings")
    scene.leave()


def paid_in_tokens(scene: Watched) -> None:
    """Sessions in a token that takes a fee, stops moving at settlement, and moves again."""
    scene.must(HOST, "set_token_pricing", USDC, STABLE_PRICE + 1)
    scene.fee = 3
    job_id = scene.open_with_token(price=STABLE_PRICE + 1)
    scene.must(USER, "deposit_token", USDC, 1_000_000)
    scene.now += 60
    scene.prove(job_id, 333)
    scene.must(USER, "extend_session", job_id, 5, 10)
    scene.now += WINDOW
    scene.must(HOST, "complete_session_job", job_id)
    stuck = scene.must(
        USER, "create_session_from_deposit", HOST, STABLE_PRICE + 1, DAY, 100, MODEL, USDC, 600_000
    ).returned
    scene.now += 60
    scene.prove(stuck, 333)
    scene.stuck = True
    scene.must(USER, "cancel_session", stuck)
    scene.stuck = False
    scene.must(HOST, "withdraw_token_credit", USDC)
    scene.must(USER, "withdraw_token_credit", USDC)
    scene.must(HOST, "withdraw_token_earnings", USDC)
    scene.must(TREASURY, "withdraw_all_treasury_fees", (USDC,))
    scene.leave()


def created_or_not(scene: Watched) -> None:
    """What a creation is refused for, one after the other, on each path."""
    terms = (HOST, NATIVE_PRICE, DAY, 100, MODEL)
    for value in (10**14 - 1, 1000 * 10**18 + 1):
        scene.call(USER, "create_session_job_for_model", *terms, value=value)
    for place, wrong in ((0, STRANGER), (1, NATIVE_PRICE - 1), (2, 0), (3, 99), (4, SECOND)):
        changed = (*terms[:place], wrong, *terms[place + 1 :])
        scene.call(USER, "create_session_job_for_model", *changed, value=DEPOSIT)
    scene.must(OWNER, "deactivate_model", MODEL)
    scene.call(USER, "create_session_job_for_model", *terms, value=DEPOSIT)
    scene.must(OWNER, "reactivate_model", MODEL)
    scene.must(OWNER, "slash_stake", HOST, 1, "evidence", "reason")
    scene.call(USER, "create_session_job_for_model", *terms, value=DEPOSIT)
    scene.must(HOST, "stake", 1)
    scene.must(USER, "deposit_native", value=2 * DEPOSIT)
    scene.must(USER, "create_session_from_deposit", *terms, ZERO, DEPOSIT)
    scene.must(OWNER, "set_token_limits", USDC, 10**6, 10**7)
    scene.call(USER, "create_session_job_for_model_with_token", HOST, STABLE_PRICE, DAY, 100, MODEL, USDC, 600_000)
    scene.must(OWNER, "remove_accepted_token", USDC)
    scene.call(USER, "create_session_job_for_model_with_token", HOST, STABLE_PRICE, DAY, 100, MODEL, USDC, 10**6)
    scene.must(OWNER, "set_dispute_window", 60)
    scene.leave()


def extended(scene: Watched) -> None:
    """More deposit, more time; the owner shortens the window meanwhile, which changes nothing here."""
    job_id = scene.open(price=PRICE)
    scene.call(STRANGER, "extend_session", job_id, 1, 0, value=1)
    scene.must(USER, "extend_session", job_id, 5, 7, value=5)
    scene.must(OWNER, "set_dispute_window", 1)
    scene.now += 1
    scene.call(USER, "complete_session_job", job_id)
    scene.now += WINDOW
    scene.must(USER, "complete_session_job", job_id)
    scene.leave()


def slashed(scene: Watched) -> None:
    """Half a stake, again too soon, below the minimum; the host leaves with a session open, and waits."""
    job_id = scene.open(price=PRICE)
    for amount in (501 * FAB, 500 * FAB):
        scene.call(OWNER, "slash_stake", HOST, amount, "evidence", "reason")
    scene.now += DAY - 1
    scene.call(OWNER, "slash_stake", HOST, FAB, "evidence", "reason")
    scene.now += 1
    scene.must(HOST, "unregister_node")
    scene.must(OWNER, "slash_stake", HOST, 250 * FAB, "evidence", "reason")
    scene.call(HOST, "withdraw_stake")
    scene.now += 7 * DAY
    scene.call(HOST, "withdraw_stake")
    scene.must(STRANGER, "trigger_session_timeout", job_id)
    scene.now += 7 * DAY - 1
    scene.call(HOST, "withdraw_stake")
    scene.now += 1
    scene.must(HOST, "withdraw_stake")
    scene.must(HOST, "register_node", "a host", "https://host", (MODEL,), NATIVE_PRICE, STABLE_PRICE)
    scene.must(RIVAL, "unregister_node")
    scene.leave()


def listed(scene: Watched) -> None:
    """Models offered, changed, named twice."""
    scene.must(OWNER, "add_trusted_model", "lab/large", "large.gguf", SHA)
    scene.must(HOST, "update_supported_models", (MODEL, SECOND))
    scene.call(RIVAL, "update_supported_models", (SECOND, SECOND))
    scene.call(USER, "register_node", "a host", "https://host", (MODEL, MODEL), NATIVE_PRICE, STABLE_PRICE)
    scene.must(HOST, "unregister_node")
    scene.leave()


def voted(scene: Watched, votes: Iterable[tuple[str, int, bool]], late: bool = False) -> None:
    """A vote, to its decision, and the votes back."""
    scene.propose()
    if late:
        scene.now += 3 * DAY - 3600
    voters = []
    for voter, amount, support in votes:
        scene.must(voter, "vote_on_proposal", SECOND, amount * FAB, support)
        voters.append(voter)
    scene.call(USER, "execute_proposal", SECOND)
    scene.call(voters[0], "withdraw_votes", SECOND)
    scene.now = scene.proposal().end_time + 1
    scene.must(STRANGER, "execute_proposal", SECOND)
    scene.call(STRANGER, "execute_proposal", SECOND)
    for voter in dict.fromkeys(voters):
        scene.must(voter, "withdraw_votes", SECOND)
    scene.call(STRANGER, "sweep_fees")


def approved(scene: Watched) -> None:
    """Exactly the threshold, in two votes of one voter."""
    voted(scene, [(USER, 60_000, True), (USER, 40_000, True), (OTHER, 99_999, False)])
    scene.leave()


def rejected(scene: Watched) -> None:
    """As many against as for."""
    voted(scene, [(USER, 100_000, True), (OTHER, 100_000, False)])
    scene.leave()


def prolonged(scene: Watched) -> None:
    """Late votes, a little below the threshold and then at it."""
    voted(scene, [(USER, 9_999, True), (OTHER, 1, False), (OTHER, 5, True)], late=True)
    scene.leave()


def lapsed(scene: Watched) -> None:
    """A vote that nobody executes in time; votes come back, and only then does anybody try."""
    scene.propose()
    scene.must(USER, "vote_on_proposal", SECOND, 100_000 * FAB, True)
    scene.now = scene.proposal().end_time + 7 * DAY
    scene.call(USER, "withdraw_votes", SECOND)
    scene.now += 1
    scene.must(USER, "withdraw_votes", SECOND)
    scene.call(STRANGER, "execute_proposal", SECOND)
    scene.must(STRANGER, "lapse_proposal", SECOND)
    scene.must(STRANGER, "sweep_fees")
    scene.leave()


LIVES: tuple[Callable[[Watched], None], ...] = (
    *(completed, replayed, proven_to_the_end, left_early, idle, paused, paid_in_tokens, created_or_not, extended),
    *(slashed, listed, approved, rejected, prolonged, lapsed),
)


def live(life: Callable[[Watched], None]) -> tuple[Watched, str]:
    """Lives one life; returns the scene and why it broke off, if it did."""
    scene = Watched.__new__(Watched)
    try:
        scene.__init__()  # type: ignore[misc]  # what the beginning shows counts as well
        life(scene)
    except Broken as broken:
        return scene, str(broken)
    except (ValueError, KeyError, ArithmeticError) as crash:
        return scene, f"{type(crash).__name__}: {crash}"
    return scene, ""
