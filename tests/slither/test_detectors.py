"""Every detector against its examples: the vulnerable one is found as recorded, the fixed and the innocent are not.

To record the findings of a vulnerable example anew: ``python -m tests.slither.test_detectors <id> …``. Read the
difference before you keep it.
"""

from __future__ import annotations

import json
import sys
from functools import cache
from pathlib import Path

import pytest

from analysis.slither.compile import slither_of
from analysis.slither.plugin import FOLDERS, detectors
from analysis.slither.run import Finding, findings
from fuzz.build import PROJECT_ROOT

HERE = PROJECT_ROOT / "tests" / "slither"
IDS = [detector.ARGUMENT for detector in detectors()]
EXAMPLES = ("vulnerable", "fixed", "innocent")


def _unit(detector: str, example: str) -> str:
    return f"tests/slither/{detector}/{example}.sol"


@cache
def _found(folder: str) -> list[Finding]:
    """Everything that the whole pack finds in the examples of one folder of detectors, by one compilation."""
    files = sorted(HERE.glob(f"{folder}-*/*.sol"))
    return findings(slither_of(files), built_in=False)


def _findings(detector: str, example: str) -> list[Finding]:
    found = _found(detector.split("-")[0])
    return [f for f in found if f.detector == detector and f.file == _unit(detector, example)]


def _record(detector: str) -> list[dict[str, object]]:
    return [
        {"function": finding.function, "line": finding.line, "text": finding.text}
        for finding in _findings(detector, "vulnerable")
    ]


@pytest.mark.parametrize("detector", IDS)
def test_vulnerable_example_is_found_as_recorded(detector: str) -> None:
    golden = json.loads((HERE / detector / "golden.json").read_text(encoding="utf-8"))
    assert golden, "a golden result without findings tests nothing"
    assert _record(detector) == golden


@pytest.mark.parametrize("detector", IDS)
@pytest.mark.parametrize("example", ["fixed", "innocent"])
def test_harmless_example_is_not_flagged(detector: str, example: str) -> None:
    assert [finding.text for finding in _findings(detector, example)] == []


@pytest.mark.parametrize("folder", FOLDERS)
def test_no_other_detector_of_the_family_flags_a_fixed_example(folder: str) -> None:
    fixed = [finding for finding in _found(folder) if finding.file.endswith("/fixed.sol")]
    assert [(finding.file, finding.detector, finding.text) for finding in fixed if finding.confidence == "High"] == []


def test_every_detector_has_examples_and_the_reverse() -> None:
    folders = {path.name for path in HERE.iterdir() if path.is_dir() and path.name.split("-")[0] in FOLDERS}
    assert folders == set(IDS)
    missing = [_unit(id_, name) for id_ in IDS for name in EXAMPLES if not (PROJECT_ROOT / _unit(id_, name)).is_file()]
    assert missing == []


def main(ids: list[str]) -> None:
    """Record the findings of the vulnerable examples."""
    for detector in ids or IDS:
        file = Path(HERE / detector / "golden.json")
        file.write_text(json.dumps(_record(detector), indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
