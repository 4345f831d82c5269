"""The two payment examples of the marketplace's documentation: one that adds up, and one that loses 0.02 ETH.

The documentation gives a worked example in text (0.1 base fee and 0.5 allowance in, 0.3 spent on gas) and, under
"Flow Diagram", a diagram of another run. In the diagram, row 25 costs 0.02 ETH and brings the debt from 0.03 to 0.05,
so the rows between cost nothing; the allowance must then be 0.45, but is drawn as 0.43. From there on the diagram pays
out 0.18 + 0.40 = 0.58 of 0.60 ETH.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from fuzz.lockstep.monitor import Monitor
from properties.protocols import load
from spec.core import Step
from spec.dcm.types import RequestStatus
from tests.spec.dcm.scene import BUYER, COUNT, ETHER, GWEI, ID, SELLER, Scene

PRICE = 100 * GWEI
CENT = ETHER // 100
"""The examples count in hundredths of an ETH."""


def escrow(rows: int) -> Scene:
    """The buyer has submitted 0.6 ETH: 0.1 base fee, 0.5 allowance."""
    scene = Scene(((1,),) * rows)
    scene.must(BUYER, "submit_request", ID, COUNT, 10 * CENT, value=60 * CENT)
    scene.gas_price = PRICE
    return scene


def spend(scene: Scene, cents: int) -> None:
    """The next call costs that much gas."""
    scene.gas_used = cents * CENT // PRICE


def paid(scene: Scene, account: str, steps: list[Step]) -> int:
    """What an account was sent in these steps, in hundredths of an ETH."""
    return sum(t.amount for step in steps for t in step.outcome.transfers if t.to == account) // CENT


# ---------------------------------------------------------------- the worked example


@pytest.mark.parametrize("costs", [(1, 14, 14, 1), (5, 10, 10, 5), (30, 0, 0, 0), (0, 0, 0, 30)])
def test_success_worked_example_pays_the_seller_four_tenths_and_the_buyer_two(costs: tuple[int, ...]) -> None:
    """However the 0.3 ETH of gas are spread over acceptance, two rows and finalization."""
    scene = escrow(2)
    calls = ((SELLER, "accept_request", 1), scene_row(scene, 0), scene_row(scene, 1), (SELLER, "finalize", 1))
    steps = []
    for cents, call in zip(costs, calls, strict=True):
        spend(scene, cents)
        steps.append(scene.step(*call))
        assert steps[-1].outcome.ok
    r = scene.request()
    assert (r.status, r.charged) == (RequestStatus.COMPLETED, 30 * CENT)
    assert (paid(scene, SELLER, steps), paid(scene, BUYER, steps)) == (40, 20)
    assert (r.paid_to_seller, r.paid_to_buyer, scene.state.balance) == (40 * CENT, 20 * CENT, 0)


def scene_row(scene: Scene, index: int, job_id: int = 1) -> tuple[object, ...]:
    """The push of a row, before there is a job to ask."""
    return (SELLER, "push_row", job_id, scene.rows[index], scene.tree().proof(index), index)


# ---------------------------------------------------------------- the diagram


@dataclass(frozen=True)
class Box:
    """One box of the diagram, in hundredths of an ETH; None where it says nothing."""

    name: str
    gas: int
    allowance: int
    debt: int
    paid_out: int = 0


FLOW_DIAGRAM = (
    Box("acceptRequest", 1, allowance=49, debt=1),
    Box("pushRow #1", 2, allowance=47, debt=3),
    Box("pushRow #25", 2, allowance=43, debt=0, paid_out=5),
    Box("finalize()", 3, allowance=40, debt=3),
)
FINAL_SETTLEMENT = {"seller": 18, "buyer": 40, "total spent": 20}
ROWS = 25


@dataclass(frozen=True)
class Played:
    """The diagram's gas in the specification: the boxes as they come out, the settlement, the last step."""

    scene: Scene
    boxes: tuple[Box, ...]
    settlement: dict[str, int]
    last: Step


def play() -> Played:
    scene = escrow(ROWS)
    spend(scene, FLOW_DIAGRAM[0].gas)
    made = [scene.step(SELLER, "accept_request", 1)]
    boxes = [box_of(scene, FLOW_DIAGRAM[0], made[-1])]
    for index in range(ROWS):
        drawn = {0: FLOW_DIAGRAM[1], ROWS - 1: FLOW_DIAGRAM[2]}.get(index)
        spend(scene, drawn.gas if drawn else 0)
        made.append(scene.push(1, index))
        if drawn:
            boxes.append(box_of(scene, drawn, made[-1]))
    spend(scene, FLOW_DIAGRAM[3].gas)
    owed_before = scene.request().gas_debt_to_seller
    made.append(scene.step(SELLER, "finalize", 1))
    r = scene.request()
    left, debt = r.deposited - r.agreed_fee - r.charged, owed_before + FLOW_DIAGRAM[3].gas * CENT
    boxes.append(Box(FLOW_DIAGRAM[3].name, FLOW_DIAGRAM[3].gas, left // CENT, debt // CENT))
    to_seller, to_buyer = paid(scene, SELLER, made), paid(scene, BUYER, made)
    return Played(scene, tuple(boxes), {"seller": to_seller, "buyer": to_buyer, "total spent": 60 - to_buyer}, made[-1])


def box_of(scene: Scene, drawn: Box, step: Step) -> Box:
    """The box of the diagram as the specification fills it."""
    r = scene.request()
    return Box(
        drawn.name, drawn.gas, r.compute_allowance // CENT, r.gas_debt_to_seller // CENT, paid(scene, SELLER, [step])
    )


@pytest.fixture(scope="module")
def played() -> Played:
    return play()


def test_invalid_flow_diagram_disagrees_exactly_from_row_25_on(played: Played) -> None:
    wrong = [
        (drawn.name, field, getattr(drawn, field), getattr(box, field))
        for drawn, box in zip(FLOW_DIAGRAM, played.boxes, strict=True)
        for field in ("allowance", "debt", "paid_out")
        if getattr(drawn, field) != getattr(box, field)
    ]
    assert wrong == [("pushRow #25", "allowance", 43, 45), ("finalize()", "allowance", 40, 42)]


def test_invalid_flow_diagram_settlement_loses_two_hundredths(played: Played) -> None:
    assert played.settlement == {"seller": 18, "buyer": 42, "total spent": 18}
    assert played.settlement["seller"] + played.settlement["buyer"] == 60
    assert FINAL_SETTLEMENT["seller"] + FINAL_SETTLEMENT["buyer"] == 58
    assert FINAL_SETTLEMENT["total spent"] != FINAL_SETTLEMENT["seller"]


def test_invalid_flow_diagram_violates_conservation_and_settlement(played: Played) -> None:
    """The specification's own last step violates nothing; with the diagram's refund it violates both properties."""
    catalogue = load("dcm").catalogue
    assert Monitor(catalogue).observe(played.last) == []
    r = played.scene.request()
    correct, r.paid_to_buyer = r.paid_to_buyer, FINAL_SETTLEMENT["buyer"] * CENT
    violated = {violation.property for violation in Monitor(catalogue).observe(played.last)}
    r.paid_to_buyer = correct
    assert {"DCM-CON-02", "DCM-CON-04"} <= violated


def test_invalid_flow_diagram_reaches_the_threshold_at_row_2_not_25() -> None:
    """At the diagram's 0.02 ETH for each row, acceptance and two rows are a debt of 0.05."""
    scene = escrow(3)
    spend(scene, 1)
    scene.must(SELLER, "accept_request", 1)
    spend(scene, 2)
    assert [paid(scene, SELLER, [scene.push(1, index)]) for index in range(3)] == [0, 5, 0]
