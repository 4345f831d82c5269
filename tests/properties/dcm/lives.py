"""Short lives of the marketplace, in the specification alone, that together give every predicate something to say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fuzz.lockstep.monitor import Monitor, Violation
from properties.protocols import load
from spec.core import Step
from spec.dcm.requests import is_open, reclaimable_after
from spec.dcm.state import MAX_JOB_DURATION, STALL_TIMEOUT
from spec.dcm.types import FilterProg, JobParams, Op, RequestStatus
from tests.spec.dcm.scene import (
    BUYER,
    COUNT,
    GWEI,
    ID,
    MANAGER,
    NOW,
    OTHER,
    OWNER,
    PROOF,
    SELLER,
    STRANGER,
    Scene,
    handle_of,
    packed,
)

CAP = 100 * GWEI
SUM = JobParams(Op.SUM)
ABOVE_FOUR = FilterProg(bytes.fromhex("01000002000010"), (4,))
HEAVY = JobParams(Op.WEIGHTED_SUM, weights=(2,) * 32)
"""More than the coprocessor can do for one row of 32 columns."""


class Broken(Exception):
    """A fault in the specification keeps this life from going on."""


class Watched(Scene):
    """A scene in which every predicate is evaluated after every call."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self.monitor = Monitor(load("dcm").catalogue)
        self.violations: list[Violation] = []
        super().__init__(*arguments, **options)

    def step(self, sender: str, action: str, *arguments: Any, value: int = 0) -> Step:
        step = super().step(sender, action, *arguments, value=value)
        self.violations += self.monitor.observe(step)
        return step

    def must(self, sender: str, action: str, *arguments: Any, value: int = 0) -> Any:
        outcome = self.call(sender, action, *arguments, value=value)
        if not outcome.ok:
            raise Broken(f"{action}: {outcome.error}")
        return outcome

    def push(self, job_id: int, index: int) -> Step:
        step = self.step(*self.row(job_id, index))
        if not step.outcome.ok:
            raise Broken(f"push_row: {step.outcome.error}")
        return step

    def leave(self) -> None:
        """Everybody takes their money out, and the end is judged."""
        self.refusing = set()
        for request_id, r in list(self.state.requests.items()):
            if is_open(r):
                self.now = max(self.now, reclaimable_after(r) + 1)
                pending = r.status == RequestStatus.PENDING
                self.call(r.buyer, "cancel_request" if pending else "reclaim_stalled", request_id)
        for account in (SELLER, BUYER, OTHER):
            self.call(account, "withdraw")
        self.violations += self.monitor.at_end(self.state)


def completed(scene: Watched) -> None:
    """The seller's gas is dearer than the cap; the debt reaches the threshold to the wei."""
    scene.must(OWNER, "set_payment_threshold", 20 * CAP)
    scene.submitted(fee=1000, allowance=400 * CAP)
    scene.must(BUYER, "submit_request_with_gas_price", ID, SUM, 7, 1, value=9)
    scene.gas_price, scene.gas_used = 2 * CAP, 10
    scene.must(SELLER, "accept_request", 1)
    scene.must(BUYER, "top_up_allowance", 1, value=5)
    scene.push(1, 0)
    scene.gas_used = 3
    scene.push(1, 1)
    scene.must(SELLER, "request_payout", 1)
    scene.must(SELLER, "finalize", 1)
    scene.gas_price = 0
    scene.must(SELLER, "accept_request", 2)
    scene.fed(2)
    scene.gas_price = CAP
    scene.must(BUYER, "finalize", 2)
    scene.leave()


def reclaimed(scene: Watched) -> None:
    """A row in the last hour before the hard deadline; a buyer too early, in time, and rows after the end."""
    scene.gas_price, scene.gas_used = 1, 10
    scene.accepted()
    scene.now = NOW + MAX_JOB_DURATION - 3600
    scene.push(1, 0)
    scene.call(BUYER, "reclaim_stalled", 1)
    scene.now = NOW + MAX_JOB_DURATION + 1
    scene.must(BUYER, "reclaim_stalled", 1)
    scene.gas_price = 0
    scene.call(*scene.row(1, 1))
    scene.call(SELLER, "finalize", 1)
    scene.leave()


def stalled(scene: Watched) -> None:
    """The first second in which the buyer may leave, and the one before."""
    scene.accepted()
    for late in (0, 1):
        scene.now = NOW + STALL_TIMEOUT + late
        scene.call(BUYER, "reclaim_stalled", 1)
    scene.leave()


def intruded(scene: Watched) -> None:
    """Strangers try everything; a cancelled request is accepted."""
    scene.submitted()
    scene.submitted()
    scene.call(STRANGER, "reject_request", 1)
    scene.call(STRANGER, "cancel_request", 2)
    scene.call(BUYER, "cancel_request", 1)
    scene.call(SELLER, "accept_request", 1)
    scene.leave()


def refusing(scene: Watched) -> None:
    """Buyer and seller take no coin."""
    scene.gas_price, scene.gas_used = 1, 10
    scene.refusing = {BUYER, SELLER}
    scene.accepted()
    scene.submitted()
    scene.call(SELLER, "request_payout", 1)
    scene.call(SELLER, "reject_request", 2)
    scene.fed(1)
    scene.must(SELLER, "finalize", 1)
    scene.leave()


def direct(scene: Watched) -> None:
    """A job without consent, forged and malformed rows, an early finalization, and a second release too soon."""
    scene.call(SELLER, "open_job", ID, BUYER, COUNT)
    scene.opened(SUM._replace(filter=ABOVE_FOUR), BUYER)
    scene.call(SELLER, "push_row", 1, scene.rows[0], (*scene.tree().proof(0), bytes(32)), 0)
    scene.call(SELLER, "push_row", 1, scene.rows[0], (bytes(32),), 0)
    scene.call(SELLER, "push_row", 1, b"\x09", scene.tree().proof(0), 0)
    scene.call(SELLER, "finalize", 1)
    scene.fed(1)
    scene.must(SELLER, "finalize", 1)
    scene.call(SELLER, "open_job", ID, BUYER, COUNT)
    scene.now += 10
    scene.call(SELLER, "finalize", scene.fed(2) if 2 in scene.state.jobs else 1)
    scene.call(OTHER, "set_direct_consent", ID, True)
    scene.leave()


def single(scene: Watched) -> None:
    """A dataset of one row."""
    scene.fed(scene.opened())
    scene.must(SELLER, "finalize", 1)
    scene.leave()


def malformed(scene: Watched) -> None:
    """A committed row that is no row."""
    scene.opened()
    scene.call(*scene.row(1, 0))
    scene.leave()


def overflowing(scene: Watched) -> None:
    """Enough rows whose sum overflows, clamped."""
    scene.fed(scene.opened(SUM._replace(clamp_min=3, clamp_max=90)))
    scene.must(SELLER, "finalize", 1)
    scene.leave()


def kept(scene: Watched) -> None:
    """A result above the upper bound of the clamp."""
    scene.fed(scene.opened(SUM._replace(clamp_max=6)))
    scene.must(SELLER, "finalize", 1)
    scene.leave()


def suppressed(scene: Watched) -> None:
    """Too few rows, whose sum overflows."""
    scene.fed(scene.opened(SUM))
    scene.must(SELLER, "finalize", 1)
    scene.leave()


def registered(scene: Watched) -> None:
    """The registry while a request and a direct job are open."""
    scene.call(OWNER, "set_job_manager", STRANGER)
    scene.submitted()
    scene.opened()
    scene.call(SELLER, "set_dataset_description", ID, "cities")
    scene.call(SELLER, "delete_dataset", ID)
    scene.must(SELLER, "commit_dataset", 8, 2, b"\x01" * 32, 32, handle_of("euint32", 1), PROOF, 0)
    scene.call(SELLER, "open_job", 8, SELLER, HEAVY)
    scene.call(SELLER, "open_job", ID, SELLER, COUNT._replace(filter=FilterProg(b"\x22")))
    scene.must(SELLER, "close_direct_job", 1)
    scene.leave()


def unwired(scene: Watched) -> None:
    """The wiring itself, and a commitment."""
    scene.must(OWNER, "set_job_manager", MANAGER)
    scene.commit(ID)


def small() -> Watched:
    return Watched(((3,), (5,)))


def cooled() -> Watched:
    return Watched(((3,), (5,)), cooldown=3600)


def big(k: int) -> Watched:
    return Watched(((2**63,), (2**63,)), k=k)


def broken_row() -> Watched:
    scene = Watched(((1,),), committed=False)
    scene.rows = (packed((1,))[:-1],)
    scene.must(OWNER, "set_job_manager", MANAGER)
    scene.commit(ID)
    return scene


LIVES: tuple[tuple[Callable[[], Watched], Callable[[Watched], None]], ...] = (
    (small, completed),
    (small, reclaimed),
    (small, stalled),
    (small, intruded),
    (small, refusing),
    (cooled, direct),
    (lambda: Watched(((1,),)), single),
    (broken_row, malformed),
    (lambda: big(2), overflowing),
    (small, kept),
    (lambda: big(3), suppressed),
    (small, registered),
    (lambda: Watched(((1,),), committed=False), unwired),
)
"""How each life begins, and what happens in it."""


def live(begin: Callable[[], Watched], life: Callable[[Watched], None]) -> tuple[Watched | None, str]:
    """One life until its end, or until it breaks; and why it broke."""
    scene = None
    try:
        scene = begin()
        life(scene)
    except Broken as broken:
        return scene, str(broken)
    return scene, ""
