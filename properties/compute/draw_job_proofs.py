"""Calls of the contract of proofs: proofs, judgements, challenges and rulings, and stakes that answer for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from properties.binding import Call, Chooser
from properties.compute.actors import EVERYONE, HOSTS, OUTSIDER, OWNER, VERIFIERS, VOTERS, actor_at
from properties.compute.choices import HUGE, by_owner, party, wait_until
from properties.compute.draw_jobs import pretended
from properties.compute.draw_market import rewiring
from properties.compute.job_choices import lacks_proof, proof_status, renter_of, some_job, worker_of
from properties.compute.job_recipes import SHAPES, JobProofOf
from properties.compute.recipes import Digest
from properties.recipe import NOBODY, Account
from spec.compute.challenges import CHALLENGE_REWARD, CHALLENGE_STAKE_MIN
from spec.compute.job_records import CHALLENGE_PERIOD
from spec.compute.job_types import ChallengeStatus, JobStatus, ProofStatus
from spec.compute.state import PromptJob

WORKING = (JobStatus.CLAIMED, JobStatus.SUBMITTED)
CHALLENGERS = (*VOTERS, *VOTERS, OUTSIDER, "rival_host")


def submit_proof(chooser: Chooser, run: Any) -> Call | None:
    """The host of a job proves it, once or again, sometimes in a shape that is refused."""
    job_id = some_job(chooser, run, "proof", lambda id, r: lacks_proof(run, id, r) or r.status == JobStatus.CLAIMED)
    if job_id is None:
        return None
    flaw = chooser.pick("proof: flaw", SHAPES) if chooser.chance("proof: flawed", 12) else ""
    return Call(party(chooser, "proof", worker_of(run, job_id)), "submit_proof", (job_id, JobProofOf(job_id, 0, flaw)))


def verify_proof(chooser: Chooser, run: Any) -> Call | None:
    """A verifier finds a proof valid."""
    job_id = judged(chooser, run, "verify")
    return None if job_id is None else Call(verifier(chooser, run, "verify", job_id), "verify_proof", (job_id,))


def reject_proof(chooser: Chooser, run: Any) -> Call | None:
    """A verifier finds a proof invalid."""
    job_id = judged(chooser, run, "reject")
    return None if job_id is None else Call(verifier(chooser, run, "reject", job_id), "reject_proof", (job_id,))


def batch_verify_proofs(chooser: Chooser, run: Any) -> Call | None:
    """A verifier finds several proofs valid; sometimes none, too many, one twice, or when a job is out of its hands."""
    late = tuple(id for id, r in run.state.prompt_jobs.items() if is_unjudged(run, id, r))
    if late and chooser.chance("verify: too late a batch", 25):
        return Call(verifier(chooser, run, "verify", late[-1]), "batch_verify_proofs", (late[-1:],))
    ids = tuple(id for id, r in run.state.prompt_jobs.items() if awaits_judgement(run, id, r))[:3]
    if chooser.chance("verify: odd batch", 20) or not ids:
        known = tuple(id for id, _ in run.state.submitted_proofs.items())[-2:]
        ids = chooser.pick("verify: which batch", ((), (1,) * 101, (*ids, *ids), (run.state.next_session_id,), known))
    own = tuple((n, id) for id in ids if id in run.state.prompt_jobs for n in both(run, id) if may_judge(run, n))
    if own and chooser.chance("verify: a batch of its own", 60):
        actor, job_id = chooser.pick("verify: which own", own)
        return Call(actor, "batch_verify_proofs", ((job_id,),))
    return Call(verifier(chooser, run, "verify", ids[0] if ids else 0), "batch_verify_proofs", (ids,))


def may_judge(run: Any, name: str) -> bool:
    """Whether an actor is a verifier."""
    return bool(run.state.verifiers[run.cast[name].address])


def judged(chooser: Chooser, run: Any, label: str) -> int | None:
    """Mostly a job whose proof nobody has judged."""
    late = any(is_unjudged(run, id, r) for id, r in run.state.prompt_jobs.items())
    if late and chooser.chance(f"{label}: too late", 15):
        return some_job(chooser, run, label, lambda id, r: is_unjudged(run, id, r))
    return some_job(chooser, run, label, lambda id, r: awaits_judgement(run, id, r))


def is_unjudged(run: Any, job_id: int, r: PromptJob) -> bool:
    """Whether a job is disputed or over while nobody has judged its proof."""
    return r.status not in WORKING and proof_status(run, job_id) == ProofStatus.UNCHECKED


def awaits_judgement(run: Any, job_id: int, r: PromptJob) -> bool:
    """Whether a verifier may judge the proof of a job."""
    return r.status in WORKING and proof_status(run, job_id) == ProofStatus.UNCHECKED


def verifier(chooser: Chooser, run: Any, label: str, job_id: int) -> str:
    """A verifier; sometimes one that is a party of the job, if there is any."""
    jobs, known = run.state.prompt_jobs, run.state.verifiers
    if job_id in jobs:
        parties = [one.name for one in run.cast if one.address in (jobs[job_id].renter, jobs[job_id].host)]
        able = [name for name in parties if known[run.cast[name].address]]
        if able and chooser.chance(f"{label}: a party that may", 50):
            return chooser.pick(f"{label}: which party", able)
    return party(chooser, label, chooser.pick(f"{label}: verifier", VERIFIERS))


def set_verifier(chooser: Chooser, run: Any) -> Call:
    """The owner names or dismisses a verifier; the usual ones mostly stay, and hosts and renters may become some."""
    name = chooser.pick("verifier: which", (*VERIFIERS, "host", "depositor", "voter", NOBODY))
    parties = tuple(n for id, r in run.state.prompt_jobs.items() if awaits_judgement(run, id, r) for n in both(run, id))
    if parties and chooser.chance("verifier: a party", 55):
        return Call(OWNER, "set_verifier", (Account(chooser.pick("verifier: which party", parties)), True))
    authorised = name in VERIFIERS or chooser.chance("verifier: authorised", 70)
    authorised = authorised and not (name in VERIFIERS and chooser.chance("verifier: dismissed", 15))
    return Call(by_owner(chooser, "verifier"), "set_verifier", (Account(name), authorised))


def both(run: Any, job_id: int) -> tuple[str, str]:
    """Renter and host of a job."""
    return renter_of(run, job_id), worker_of(run, job_id)


# ---------------------------------------------------------------- challenges


def challenge_proof(chooser: Chooser, run: Any) -> Call | None:
    """Somebody doubts a verified proof, in time or late, with enough stake or not."""
    job_id = some_job(chooser, run, "doubt", lambda id, r: proof_status(run, id) == ProofStatus.VERIFIED)
    if job_id is None:
        return None
    stake = chooser.pick("doubt: stake", (CHALLENGE_STAKE_MIN, CHALLENGE_STAKE_MIN + 1, 50 * 10**18))
    if chooser.chance("doubt: odd stake", 14):
        stake = chooser.pick("doubt: which stake", (0, CHALLENGE_STAKE_MIN - 1, 10**24, HUGE))
    content: Any = bytes(32) if chooser.chance("doubt: without evidence", 4) else Digest(1)
    usual = chooser.pick("doubt: challenger", CHALLENGERS)
    actor = worker_of(run, job_id) if chooser.chance("doubt: by itself", 5) else usual
    call = Call(actor, "challenge_proof", (job_id, content, stake))
    proofs = run.state.submitted_proofs
    if job_id in proofs and chooser.chance("doubt: at the end", 15):
        return replace(call, advance=wait_until(chooser, run, proofs[job_id].verified_at + CHALLENGE_PERIOD, "doubt"))
    return call


def resolve_challenge(chooser: Chooser, run: Any) -> Call | None:
    """A verifier rules, in time or late."""
    challenge_id = some_challenge(chooser, run)
    if challenge_id is None:
        return None
    challenges = run.state.challenges
    known = challenge_id in challenges
    actor = verifier(chooser, run, "rule", challenges[challenge_id].job_id if known else 0)
    if known and chooser.chance("rule: by the challenger", 6):
        actor = actor_at(run, challenges[challenge_id].challenger)
    unheard = run.state.reporters[run.state.job_proofs] == 0
    call = Call(actor, "resolve_challenge", (challenge_id, chooser.chance("rule: success", 95 if unheard else 50)))
    late = chooser.chance("rule: late", 15)
    return replace(call, advance=until_ruling(chooser, run, challenge_id) if late else 0)


def expire_challenge(chooser: Chooser, run: Any) -> Call | None:
    """Anybody ends a challenge that nobody ruled on."""
    challenge_id = some_challenge(chooser, run)
    if challenge_id is None:
        return None
    call = Call(chooser.pick("lapse: actor", EVERYONE), "expire_challenge", (challenge_id,))
    return replace(call, advance=until_ruling(chooser, run, challenge_id))


def some_challenge(chooser: Chooser, run: Any) -> int | None:
    """Mostly a pending challenge, sometimes any, seldom none; None while there was none."""
    challenges = run.state.challenges
    if not len(challenges):
        return 0 if chooser.chance("challenge: none there", 10) else None
    pending = tuple(id for id, c in challenges.items() if c.status == ChallengeStatus.PENDING)
    if pending and chooser.chance("challenge: pending", 80):
        return chooser.pick("challenge: which", pending)
    return chooser.pick("challenge: any", (*(id for id, _ in challenges.items()), run.state.next_challenge_id, HUGE))


def until_ruling(chooser: Chooser, run: Any, challenge_id: int) -> int:
    """Seconds to around the verifiers' last moment."""
    challenges = run.state.challenges
    if challenge_id not in challenges or challenges[challenge_id].status != ChallengeStatus.PENDING:
        return 0
    return wait_until(chooser, run, challenges[challenge_id].deadline, "ruling")


# ---------------------------------------------------------------- what nobody may do


def set_job_proofs_marketplace(chooser: Chooser, run: Any) -> Call:
    """Somebody wires the contract of proofs again."""
    return rewiring(chooser, "set_job_proofs_marketplace")


def set_job_proofs(chooser: Chooser, run: Any) -> Call:
    """Somebody names another contract of proofs to the registry of hosts."""
    return rewiring(chooser, "set_job_proofs")


def job_opened(chooser: Chooser, run: Any) -> Call:
    """Somebody pretends that a job was claimed."""
    return pretended(chooser, "job_opened", (Account(chooser.pick("host", HOSTS)),))


def job_closed(chooser: Chooser, run: Any) -> Call:
    """Somebody pretends that a job is over."""
    return pretended(chooser, "job_closed", (Account(chooser.pick("host", HOSTS)),))


def slash_for_challenge(chooser: Chooser, run: Any) -> Call:
    """Somebody pretends that a challenge was right."""
    host, to = Account(chooser.pick("host", HOSTS)), Account(OUTSIDER)
    return pretended(chooser, "slash_for_challenge", (host, CHALLENGE_REWARD, to))
