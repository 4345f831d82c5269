from __future__ import annotations

import pytest

from tests.contracts.compute.exchange import Exchange


@pytest.fixture
def x() -> Exchange:
    return Exchange()
