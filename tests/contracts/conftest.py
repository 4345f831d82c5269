from __future__ import annotations

import pytest

from tests.contracts.market import Market


@pytest.fixture(scope="module")
def market() -> Market:
    return Market()
