"""Cooldown: two results released to one buyer from one dataset lie at least the dataset's cooldown apart.

A buyer has at most one live job on a dataset with a cooldown. So the check at creation decides once and for all
that the job may finalize: nothing else can be released in between, and no seller who has pushed every row is kept
from finalizing by a second job of the same buyer.
"""

from __future__ import annotations

from spec.core import Address, Message, Seconds, Uint32, Uint256, require
from spec.dcm.errors import CooldownActive, JobAlreadyLive
from spec.dcm.state import Job, State


def check(s: State, m: Message, buyer: Address, dataset_id: Uint256, cooldown_sec: Uint32) -> None:
    """Refuses a job inside the buyer's cooldown or beside the buyer's live job. Without a cooldown all is allowed.

    Errors, in order: JobAlreadyLive, CooldownActive. The end of the cooldown itself is allowed.
    """
    if cooldown_sec == 0:
        return
    live = s.live_job[buyer, dataset_id]
    require(live == 0, JobAlreadyLive, live)
    last: Seconds = s.last_release[buyer, dataset_id]
    until = last + cooldown_sec
    require(last == 0 or m.now >= until, CooldownActive, until)


def reserve(s: State, job_id: Uint256, job: Job) -> None:
    """Takes the buyer's one place on a dataset with a cooldown."""
    if job.cooldown_sec > 0:
        s.live_job[job.buyer, job.dataset_id] = job_id


def free(s: State, job: Job) -> None:
    """Gives the place back when the job ends without a result."""
    if job.cooldown_sec > 0:
        s.live_job[job.buyer, job.dataset_id] = 0


def stamp(s: State, m: Message, job: Job) -> None:
    """Starts the cooldown as the result is released."""
    if job.cooldown_sec > 0:
        s.last_release[job.buyer, job.dataset_id] = m.now
        s.live_job[job.buyer, job.dataset_id] = 0
