"""A divergence is reported under the property that it contradicts."""

from __future__ import annotations

import pytest

from fuzz.coverage import guards_of
from properties.binding import Divergence
from properties.dcm import blame
from properties.protocols import load
from spec.dcm.post_processing import SENTINEL

DCM = load("dcm")


def differ(comparison: str, action: str = "finalize", subject: str = "", expected: str = "", error: str = "") -> str:
    return blame.blame(Divergence(comparison, action, subject, expected, "other", error)) or "nobody"


def test_success_every_blamed_property_exists() -> None:
    tables = (blame.BY_ERROR, blame.BY_SLOT, blame.BY_EVENT, blame.BY_PAYMENT)
    assert {id for table in tables for id in table.values()} <= {prop.id for prop in DCM.catalogue}


def test_success_every_error_of_a_guard_is_blamed_on_somebody() -> None:
    errors = {static.guard.error for static in guards_of(DCM.actions)}
    assert {error for error in errors if differ("outcome", error=error) == "nobody"} <= {
        "InvalidRowCount",
        "InvalidJobManagerAddress",
    }


@pytest.mark.parametrize(
    ("divergence", "property"),
    [
        (("outcome", "push_row", "", "", "FilterVMStackOverflow"), "DCM-ARI-03"),
        (("outcome", "push_row", "", "", "ACLNotAllowed"), "DCM-LIV-04"),
        (("outcome", "finalize", "", "", "Unheard"), "nobody"),
        (("grants",), "DCM-PRI-02"),
        (("balance", "finalize", "buyer"), "DCM-CON-02"),
        (("balance", "finalize", "JobManager by its own books"), "DCM-CON-01"),
        (("plaintext", "push_row", "kept(1,)"), "DCM-ARI-03"),
        (("plaintext", "push_row", "min_v(1,)"), "DCM-ARI-04"),
        (("events", "finalize", "SellerPaid.amount"), "DCM-CON-04"),
        (("events", "top_up_allowance", "PaymentPushed"), "DCM-CON-02"),
        (("events", "finalize", "JobFinalized.result", f"euint256({SENTINEL})"), "DCM-PRI-01"),
        (("events", "finalize", "JobFinalized.result", "euint256(3)"), "DCM-ARI-05"),
        (("events", "push_row", "GasCharged.cost"), "DCM-ARI-06"),
        (("view", "finalize", "get_request(1).baseFee"), "DCM-CON-06"),
        (("view", "push_row", "get_request(1).timestamp"), "DCM-TIM-01"),
        (("view", "push_row", "live_job(1, buyer)"), "DCM-PRI-03"),
        (("returned",), "nobody"),
    ],
)
def test_success_blame(divergence: tuple[str, ...], property: str) -> None:
    assert differ(*divergence) == property
