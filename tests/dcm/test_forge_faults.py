"""forge finds planted faults by the property contracts; the survey beside this file plants every one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.dcm.faults import FAULTS
from tests.dcm.forge_survey import BLACK_BOX, faults
from tests.fuzz.engines.hunting import hunt

CALLS = 4_000
QUICK = BLACK_BOX[:4] + BLACK_BOX[7:8]
"""A payment to the wrong party, a second too early, a stranger, a book not cleared, a grant to the wrong account."""


@pytest.mark.parametrize("fault", faults(QUICK), ids=[fault.name for fault in faults(QUICK)])
def test_success_forge_finds_and_names_a_fault(tmp_path: Path, fault) -> None:
    campaign = hunt("dcm", fault, CALLS, tmp_path)
    assert campaign.errors == ()
    assert campaign.failed() & set(fault.named)


def test_success_the_ten_are_planted_faults() -> None:
    assert set(BLACK_BOX) <= {fault.name for fault in FAULTS}
    assert len(set(BLACK_BOX)) == 10
