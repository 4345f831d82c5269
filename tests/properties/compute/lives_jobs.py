"""Short lives of prompt jobs, their escrow and proofs, and the breaker, that give their predicates something to say."""

from __future__ import annotations

from collections.abc import Callable

from spec.compute.job_types import EzklProof
from tests.properties.compute.lives import Watched
from tests.spec.compute.scene import (
    ARBITER,
    DAY,
    DETAILS,
    ETHER,
    FAB,
    HASH,
    HOST,
    OTHER,
    OWNER,
    REQUIREMENTS,
    RIVAL,
    STRANGER,
    USDC,
    USER,
    VERIFIER,
    ZERO,
)

HOUR = 3_600
PROVED = REQUIREMENTS._replace(requires_proof=True, max_time_to_complete=30 * DAY)
PROOF = EzklProof((1, 2, 3), b"proof", b"key", *((place).to_bytes(32, "big") for place in (1, 2, 3)))
ENCODED = (
    *(32, 6 * 32, 10 * 32, 12 * 32),
    *(1, 2, 3),
    *(3, 1, 2, 3),
)
STAKE = 10 * FAB


def encoded() -> bytes:
    """The scene's proof as its hash is made of."""
    words = b"".join(number.to_bytes(32, "big") for number in ENCODED)
    tails = b"".join(len(part).to_bytes(32, "big") + part.ljust(32, b"\0") for part in (b"proof", b"key"))
    return words + tails


def key_of(job_id: int) -> bytes:
    """A job's number as the escrow writes it."""
    return job_id.to_bytes(32, "big")


def delivered(scene: Watched, *, payment: int = ETHER) -> int:
    """A job without proof, delivered a while ago."""
    job_id = scene.post(payment=payment)
    scene.must(HOST, "claim_job", job_id)
    scene.must(HOST, "submit_result", job_id, "result", b"")
    scene.now += 60
    return job_id


def proved(scene: Watched) -> int:
    """A job whose host has submitted a proof and delivered; nobody has judged it."""
    scene.now += 60
    job_id: int = scene.must(USER, "post_job", DETAILS, PROVED, ETHER, value=ETHER).returned
    scene.must(HOST, "claim_job", job_id)
    scene.must(HOST, "submit_proof", job_id, PROOF)
    scene.must(HOST, "submit_result", job_id, "result", encoded())
    return job_id


def paid(scene: Watched) -> None:
    """Renters pay, in coin and in a token that takes a fee, while the fee changes; bonuses and fees leave."""
    scene.must(STRANGER, "fund_incentives", value=ETHER)
    scene.call(USER, "post_job", DETAILS, REQUIREMENTS, 7, value=9)
    for _ in range(6):
        scene.now += 60
        scene.paid_job()
    job_id = delivered(scene)
    scene.call(HOST, "release_payment", job_id)
    scene.call(STRANGER, "release_payment", job_id)
    scene.must(OWNER, "set_fee", 1000)
    scene.refusing = {HOST}
    scene.must(USER, "release_escrow", key_of(job_id))
    scene.refusing = set()
    scene.fee = 3
    token: int = scene.must(USER, "post_job_with_token", DETAILS, REQUIREMENTS, USDC, 10**6).returned
    scene.must(HOST, "claim_job", token)
    scene.must(HOST, "submit_result", token, "result", b"")
    scene.stuck = True
    scene.must(USER, "release_payment", token)
    scene.stuck, scene.fee = False, 0
    for asset in (ZERO, USDC):
        scene.must(STRANGER, "withdraw_fees", asset)
    scene.leave()


def given_back(scene: Watched) -> None:
    """A host gives a job back and may not take it again; another is late; a third nobody wants."""
    job_id = scene.post()
    scene.must(HOST, "claim_job", job_id)
    scene.must(HOST, "fail_job", job_id)
    scene.call(HOST, "claim_job", job_id)
    scene.call(RIVAL, "claim_job", job_id)
    scene.must(HOST, "unregister_node")
    unwanted = scene.post(by=OTHER)
    scene.now += HOUR + 1
    scene.must(STRANGER, "expire_job", job_id)
    scene.must(STRANGER, "expire_job", unwanted)
    scene.must(RIVAL, "unregister_node")
    scene.now += 7 * DAY
    scene.must(RIVAL, "withdraw_stake")
    scene.leave()


def judged(scene: Watched) -> None:
    """Proofs are required: parties who are verifiers may not judge, and nobody pays before the window has closed."""
    job_id = proved(scene)
    for party in (HOST, USER):
        scene.must(OWNER, "set_verifier", party, True)
        scene.call(party, "verify_proof", job_id)
        scene.must(OWNER, "set_verifier", party, False)
    scene.call(VERIFIER, "verify_proof", job_id)
    for party in (USER, HOST, STRANGER):
        scene.call(party, "release_payment", job_id)
    scene.now += 3 * DAY + 1
    scene.call(STRANGER, "release_payment", job_id)
    rejected = proved(scene)
    scene.must(VERIFIER, "reject_proof", rejected)
    scene.must(STRANGER, "expire_job", rejected)
    scene.leave()


def doubted(scene: Watched) -> None:
    """Challenges: two at once, too late, ruled on late, for the challenger, for the host; and one that lapses."""
    first, second, third = proved(scene), proved(scene), proved(scene)
    scene.must(VERIFIER, "batch_verify_proofs", (first, second, third))
    right: int = scene.must(OTHER, "challenge_proof", first, HASH, STAKE).returned
    scene.call(RIVAL, "challenge_proof", first, HASH, STAKE)
    wrong: int = scene.must(OTHER, "challenge_proof", second, HASH, STAKE).returned
    scene.must(VERIFIER, "resolve_challenge", right, True)
    scene.must(VERIFIER, "resolve_challenge", wrong, False)
    scene.must(OWNER, "set_verifier", STRANGER, True)
    silent: int = scene.must(OTHER, "challenge_proof", third, HASH, STAKE).returned
    scene.call(STRANGER, "expire_challenge", silent)
    scene.now += 3 * DAY + 1
    scene.call(RIVAL, "challenge_proof", second, HASH, STAKE)
    scene.call(VERIFIER, "resolve_challenge", silent, True)
    scene.call(STRANGER, "expire_challenge", silent)
    scene.call(STRANGER, "expire_job", first)
    scene.call(STRANGER, "release_payment", second)
    scene.leave()


def doubted_late(scene: Watched) -> None:
    """A challenge that comes too late, and one that is ended by whoever cares."""
    first, second = proved(scene), proved(scene)
    scene.must(VERIFIER, "batch_verify_proofs", (first, second))
    silent: int = scene.must(OTHER, "challenge_proof", first, HASH, STAKE).returned
    scene.now += 3 * DAY + 1
    scene.call(RIVAL, "challenge_proof", second, HASH, STAKE)
    scene.must(STRANGER, "expire_challenge", silent)
    scene.leave()


def disputed(scene: Watched) -> None:
    """Disputes: ruled for either side, too late, and by default, not too early."""
    jobs = [delivered(scene) for _ in range(4)]
    for job_id, party in zip(jobs, (USER, HOST, USER, USER), strict=True):
        scene.must(party, "dispute_escrow", key_of(job_id))
    scene.must(OWNER, "set_arbiter", ARBITER)
    scene.must(ARBITER, "resolve_dispute", key_of(jobs[0]), HOST)
    scene.must(ARBITER, "resolve_dispute", key_of(jobs[1]), USER)
    scene.call(STRANGER, "claim_dispute_default", key_of(jobs[2]))
    scene.now += 14 * DAY + 1
    scene.call(ARBITER, "resolve_dispute", key_of(jobs[3]), HOST)
    for job_id in jobs[2:]:
        scene.call(STRANGER, "claim_dispute_default", key_of(job_id))
    scene.must(STRANGER, "withdraw_fees", ZERO)
    scene.leave()


def braked(scene: Watched) -> None:
    """The breaker goes up by hand and by itself, and down; what is paused does not begin."""
    scene.call(STRANGER, "emergency_pause", "why not")
    scene.call(OWNER, "set_circuit_breaker_level", 2)
    scene.must(OWNER, "set_circuit_breaker_level", 1)
    scene.call(OWNER, "set_circuit_breaker_level", 0)
    scene.must(OWNER, "emergency_pause", "exploit")
    scene.call(USER, "post_job", DETAILS, REQUIREMENTS, ETHER, value=ETHER)
    scene.now += HOUR
    scene.must(OWNER, "set_circuit_breaker_level", 0)
    scene.must(OWNER, "pause_function", "postJob")
    scene.call(USER, "post_job", DETAILS, REQUIREMENTS, ETHER, value=ETHER)
    scene.now += HOUR
    scene.must(OWNER, "unpause_function", "postJob")
    scene.leave()


def braked_by_itself(scene: Watched) -> None:
    """Failures pause the marketplace, and after the period anybody undoes that."""
    scene.must(OWNER, "set_failure_threshold", 1)
    scene.must(OWNER, "set_auto_recovery_period", HOUR)
    job_id = scene.post()
    scene.must(HOST, "claim_job", job_id)
    scene.must(HOST, "fail_job", job_id)
    scene.call(RIVAL, "claim_job", job_id)
    scene.call(STRANGER, "auto_recover")
    scene.now += HOUR
    scene.call(STRANGER, "auto_recover")
    scene.leave()


LIVES: tuple[Callable[[Watched], None], ...] = (
    *(paid, given_back, judged, doubted, doubted_late, disputed, braked, braked_by_itself),
)
