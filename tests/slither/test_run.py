"""Findings from sources: which are ours, which a comment excuses, and how they are written down."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import pytest

from analysis.engine import Job
from analysis.evidence.verdict import Verdict
from analysis.profiles import profile_named
from analysis.slither import engine, supports
from analysis.slither.compile import drop_unreached, fold_ids, slither_of
from analysis.slither.engine import SARIF, SlitherEngine
from analysis.slither.plugin import detectors
from analysis.slither.run import Finding, built_in_detectors, findings
from analysis.slither.sarif import sarif
from properties.binding import PlantedFault
from properties.catalogue import Catalogue, Family, Shape
from properties.errors import UserError

UNIT = "tests/slither/Sample.sol"
SOURCE = """// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract Sample {
    address private immutable _OWNER = msg.sender;
    uint256 private _paid;

    EXCUSE
    function pay(address to) external {
        require(tx.origin == _OWNER, "not the owner");
        ++_paid;
        payable(to).transfer(1);
    }
}
"""


def found(excuse: str = "") -> list[Finding]:
    text = SOURCE.replace("EXCUSE", excuse)
    target = slither_of([Path(UNIT)], overlay={UNIT: text}, is_ours=lambda unit: unit == UNIT)
    return [finding for finding in findings(target) if finding.detector == "tx-origin"]


def test_success_finding_says_where_and_what() -> None:
    (finding,) = found()
    assert (finding.file, finding.line, finding.function) == (UNIT, 10, "Sample.pay(address)")
    assert finding.text.startswith("Sample.pay(address) uses tx.origin for authorization")
    assert "#" not in finding.text
    assert not finding.is_suppressed


def test_success_excused_finding_keeps_its_reason() -> None:
    reason = "// The owner is a person by agreement.\n    // slither-disable-next-line tx-origin"
    (finding,) = found(reason)
    assert finding.is_suppressed
    assert finding.reason == "The owner is a person by agreement."


@pytest.mark.parametrize(
    "excuse",
    [
        "// slither-disable-next-line tx-origin",
        "// ok\n    // slither-disable-next-line tx-origin",
        "// A reason that stands too far away to count.\n\n    // slither-disable-next-line tx-origin",
    ],
)
def test_invalid_excuse_without_a_reason(excuse: str) -> None:
    (finding,) = found(excuse)
    assert finding.is_suppressed
    assert finding.reason is None


def test_key_depends_on_the_code_and_not_on_its_line() -> None:
    (finding,) = found()
    (moved,) = found("// One line more.\n    // And another.")
    assert moved.line == finding.line + 1
    assert moved.key == finding.key
    assert replace(finding, text="something else").key != finding.key


def test_findings_in_dependencies_are_left_out() -> None:
    target = slither_of([Path(UNIT)], overlay={UNIT: SOURCE.replace("EXCUSE", "")}, is_ours=lambda _: False)
    assert [finding.text for finding in findings(target) if finding.file] == []


# ------------------------------------------------------------------ trees


def test_ids_of_built_ins_are_folded() -> None:
    tree = {"id": 7, "referencedDeclaration": 4294967281, "nodes": [{"overloadedDeclarations": [4294967278, 3]}]}
    fold_ids(tree)
    assert tree == {"id": 7, "referencedDeclaration": -15, "nodes": [{"overloadedDeclarations": [-18, 3]}]}


def _function(number: int, *targets: int) -> dict[str, object]:
    body = {"statements": [{"referencedDeclaration": target} for target in targets]}
    return {"id": number, "nodeType": "FunctionDefinition", "body": body}


def _contract(kind: str, *functions: dict[str, object]) -> dict[str, object]:
    return {"id": 0, "nodeType": "ContractDefinition", "contractKind": kind, "nodes": list(functions)}


def test_only_unreached_functions_of_foreign_libraries_are_dropped() -> None:
    library = _contract("library", _function(1, 2), _function(2), _function(3, 4), _function(4, 3))
    own = _contract("library", _function(5))
    trees = {"@far/L.sol": {"nodes": [library]}, "here/C.sol": {"nodes": [own, _contract("contract", _function(6, 1))]}}
    drop_unreached(trees, frozenset({"here/C.sol"}))
    assert [function["id"] for function in library["nodes"]] == [1, 2]  # type: ignore[index,attr-defined]  # plain JSON
    assert [function["id"] for function in own["nodes"]] == [5]  # type: ignore[index,attr-defined]  # plain JSON


# ------------------------------------------------------------------ SARIF


def test_success_sarif_has_what_code_scanning_needs() -> None:
    excused = found("// The owner is a person by agreement.\n    // slither-disable-next-line tx-origin")
    log = sarif([*found(), *excused], [*detectors(), *built_in_detectors()])
    json.dumps(log)
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert log["version"] == "2.1.0"
    assert len({rule["id"] for rule in rules}) == len(rules) == len(detectors()) + len(built_in_detectors())
    for rule in rules:
        assert all(rule[name]["text"] for name in ("shortDescription", "fullDescription", "help"))
        assert 0 <= float(rule["properties"]["security-severity"]) <= 10
    first, second = run["results"]
    place = first["locations"][0]["physicalLocation"]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "tx-origin"
    assert place["artifactLocation"] == {"uri": UNIT, "uriBaseId": "%SRCROOT%"}
    assert place["region"] == {"startLine": 10, "endLine": 10}
    assert first["level"] == "warning"
    assert "suppressions" not in first
    assert second["suppressions"] == [{"kind": "inSource", "justification": "The owner is a person by agreement."}]
    assert first["partialFingerprints"] == second["partialFingerprints"]


# ------------------------------------------------------------------ the engine


def _protocol(*files: str) -> SimpleNamespace:
    catalogue = Catalogue("sample")
    for id_, family in (("SAM-ACC-01", Family.ACCESS), ("SAM-PRI-01", Family.PRIVACY)):
        catalogue.declare(
            id_,
            family=family,
            shape=Shape.STATE,
            target="Sample",
            statement=f"A statement of {family}.",
            remedy="A remedy.",
        )
    return SimpleNamespace(
        name="sample", catalogue=catalogue, binding=SimpleNamespace(sources=tuple(Path(file) for file in files))
    )


def _run(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, table: supports.Supports, text: str
) -> tuple[engine.EngineResult, dict[str, object]]:
    file = f"tests/slither/{tmp_path.name}.sol"
    protocol = _protocol(file)
    monkeypatch.setattr(engine, "supports_of", lambda _: table)
    monkeypatch.setattr(
        engine, "slither_of", lambda files, **_: slither_of(files, overlay={file: text}, is_ours=lambda u: u == file)
    )
    job = Job(protocol, profile_named("quick"), 0, tmp_path)  # type: ignore[arg-type]  # the fields that it uses
    result = SlitherEngine().run(job)
    return result, json.loads((tmp_path / SARIF).read_text(encoding="utf-8"))


TABLE = supports.Supports({"SAM-ACC-01": ("escrow-origin-authority",)})


def test_success_finding_of_a_named_detector_violates_the_property(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    result, log = _run(monkeypatch, tmp_path, TABLE, SOURCE.replace("EXCUSE", ""))
    (cell,) = result.cells
    assert (cell.property, cell.verdict) == ("SAM-ACC-01", Verdict.VIOLATED)
    assert "escrow-origin-authority at tests/slither/" in str(cell.reason)
    assert any("tx-origin at" in error for error in result.errors), "what no cell shows is an error"
    assert log["runs"]


def test_success_silence_of_a_named_detector_checks_the_property(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    text = SOURCE.replace("EXCUSE", "").replace("tx.origin", "msg.sender")
    result, _ = _run(monkeypatch, tmp_path, TABLE, text)
    (cell,) = result.cells
    assert cell.verdict == Verdict.CHECKED
    assert cell.detail == {"detectors": ["escrow-origin-authority"], "suppressed": []}


def test_success_excuse_is_listed_in_the_evidence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    excuse = "// The owner is a person by agreement.\n    // slither-disable-next-line all"
    result, _ = _run(monkeypatch, tmp_path, TABLE, SOURCE.replace("EXCUSE", excuse))
    (cell,) = result.cells
    (told,) = cell.detail["suppressed"]
    assert cell.verdict == Verdict.CHECKED
    assert told.endswith("(excused: The owner is a person by agreement.)")
    assert any(row[1] == "tx-origin" for row in result.coverage[0].rows)


def test_invalid_excuse_without_a_reason_is_an_error(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    result, _ = _run(monkeypatch, tmp_path, TABLE, SOURCE.replace("EXCUSE", "// slither-disable-next-line all"))
    assert any("is suppressed without a reason" in error for error in result.errors)


@pytest.mark.parametrize(
    ("table", "why"),
    [
        ({"SAM-ACC-09": ("escrow-origin-authority",)}, "is no property"),
        ({"SAM-ACC-01": ("escrow-beauty",)}, "no detector escrow-beauty"),
        ({"SAM-PRI-01": ("escrow-origin-authority",)}, "says nothing about privacy"),
    ],
)
def test_invalid_table(table: dict[str, tuple[str, ...]], why: str, monkeypatch: pytest.MonkeyPatch) -> None:
    module = SimpleNamespace(SUPPORTS=table, PLANTED=())
    monkeypatch.setattr(supports.importlib.util, "find_spec", lambda _: True)
    monkeypatch.setattr(supports.importlib, "import_module", lambda _: module)
    with pytest.raises(UserError, match=why):
        supports.supports_of(_protocol())  # type: ignore[arg-type]  # the fields that it uses


def test_invalid_planted_fault_against_a_property_without_detectors(monkeypatch: pytest.MonkeyPatch) -> None:
    fault = PlantedFault("a fault", UNIT, "a", "b", "SAM-PRI-01", False)
    module = SimpleNamespace(SUPPORTS=TABLE.detectors, PLANTED=(fault,))
    monkeypatch.setattr(supports.importlib.util, "find_spec", lambda _: True)
    monkeypatch.setattr(supports.importlib, "import_module", lambda _: module)
    with pytest.raises(UserError, match="no detector supports SAM-PRI-01"):
        supports.supports_of(_protocol())  # type: ignore[arg-type]  # the fields that it uses


def test_success_planted_faults_with_a_detector_in_common_are_read_apart() -> None:
    def fault(name: str, about: str) -> PlantedFault:
        return PlantedFault(name, UNIT, "a", "b", about, False)

    ids = {"SAM-ACC-01": ("one", "two"), "SAM-ACC-02": ("two",), "SAM-PRI-01": ("three",)}
    table = supports.Supports(ids, (fault("a", "SAM-ACC-01"), fault("b", "SAM-ACC-02"), fault("c", "SAM-PRI-01")))
    assert [[one.name for one in group] for group in engine.apart(table)] == [["a", "c"], ["b"]]
