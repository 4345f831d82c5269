"""A trace file put right into this folder, without a folder of its own, is a test too."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from fuzz.counterexample import BrokenTrace, assert_no_finding

HERE = Path(__file__).parent


class TraceFile(pytest.File):
    """One trace."""

    def collect(self) -> Iterator[pytest.Item]:
        yield TraceItem.from_parent(self, name="no_finding")


class TraceItem(pytest.Item):
    """Its replay."""

    def runtest(self) -> None:
        assert_no_finding(self.path)

    def repr_failure(self, excinfo, style=None):  # type: ignore[no-untyped-def]  # pytest's own signature
        if isinstance(excinfo.value, AssertionError | BrokenTrace):
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.File | None:
    if file_path.suffix == ".json" and file_path.parent == HERE:
        return TraceFile.from_parent(parent, path=file_path)
    return None
