"""The table of findings in published packages: complete, judged, and what the pack finds today."""

from __future__ import annotations

from pathlib import Path

import pytest

from analysis.slither.corpus import table
from analysis.slither.corpus.packages import PACKAGES, portions
from analysis.slither.corpus.reading import read
from analysis.slither.run import Finding

CONFIDENTIAL = "@openzeppelin/confidential-contracts"
FINDING = Finding("fhevm-example", "High", "High", "Text.", "C.f()", "@a/b/C.sol", 1, 1)
JUDGED = {FINDING.key: table.Judgement("true", "It is so.")}


def test_every_finding_is_judged_and_every_judgement_has_a_finding() -> None:
    assert table.unjudged(table.read_findings(), table.read_judgements()) == []


def test_table_is_written_from_findings_and_judgements() -> None:
    rendered = table.render(table.read_findings(), table.read_judgements())
    assert table.TABLE.read_text(encoding="utf-8") == rendered


def test_packages_of_the_table_are_those_installed() -> None:
    assert list(table.read_findings()) == table.every_package()


@pytest.mark.parametrize("confidence", ["High", "Medium"])
def test_four_of_five_findings_are_no_mistake(confidence: str) -> None:
    right, total = table.precision(table.read_findings(), table.read_judgements(), confidence)
    assert 5 * right >= 4 * total


def test_table_is_what_the_pack_finds_in_the_confidential_contracts() -> None:
    (portion,) = [portion for portion in portions() if portion.package == CONFIDENTIAL]
    assert read(portion) == table.read_findings()[table.titled(CONFIDENTIAL)]


def test_every_package_has_sources() -> None:
    assert {portion.package for portion in portions()} == set(PACKAGES)


def test_invalid_finding_without_judgement_is_named() -> None:
    (line,) = table.unjudged({"@a/b 1": [FINDING]}, {})
    assert line == f"{FINDING.key} is not judged: @a/b/C.sol:1 Text."


def test_invalid_judgement_without_finding_is_named() -> None:
    assert table.unjudged({"@a/b 1": []}, JUDGED) == [f"{FINDING.key} is judged, but is found no longer"]


def test_mistakes_lower_the_precision() -> None:
    other = Finding("fhevm-example", "High", "High", "Other.", "C.f()", "@a/b/C.sol", 2, 2)
    judged = {**JUDGED, other.key: table.Judgement("false", "It is not so.")}
    assert table.precision({"@a/b 1": [FINDING, other]}, judged, "High") == (1, 2)


@pytest.mark.parametrize("entry", ['judgement = "maybe"\nreason = "Who knows."', 'judgement = "true"\nreason = " "'])
def test_invalid_judgement_that_says_nothing(entry: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "judgements.toml"
    file.write_text(f"[{FINDING.key}]\n{entry}\n", encoding="utf-8")
    monkeypatch.setattr(table, "JUDGEMENTS", file)
    with pytest.raises(table.UnjudgedFinding, match="says nothing"):
        table.read_judgements()
