import json
from dataclasses import replace
from typing import Any

import pytest

from analysis.evidence import InvalidEvidence, MutationScore, Verdict, from_document, strip_volatile, to_document
from tests.specimens import good_evidence


def test_success_there_and_back_is_the_same() -> None:
    evidence = good_evidence(mutants={"toy": MutationScore(3, 4, 1)}, counterexamples=("build/x",))
    text = json.dumps(to_document(evidence))
    assert from_document(json.loads(text)) == evidence


def test_the_document_is_the_published_record() -> None:
    document = to_document(good_evidence())
    assert document["schema"] == 1
    assert document["cells"][0] == {
        "property": "TOY-CON-01",
        "engine": "toy-engine",
        "target": "Vault",
        "verdict": "fuzzed",
        "detail": {"calls": 2000},
        "seconds": 1.25,
        "counterexample": None,
        "reason": None,
    }


def damaged(**changes: Any) -> dict[str, Any]:
    return {**to_document(good_evidence()), **changes}


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"schema": 2}, "at schema"),
        ({"seed": -1}, "at seed"),
        ({"surprise": 1}, "surprise"),
        ({"complete": "yes"}, "at complete"),
        ({"canaries": [{"engine": "toy-engine"}]}, "canaries"),
    ],
)
def test_invalid_documents_are_named_with_the_place(changes: dict[str, Any], place: str) -> None:
    with pytest.raises(InvalidEvidence, match=place):
        from_document(damaged(**changes), "build/evidence.json")


@pytest.mark.parametrize(
    "change",
    [
        {"verdict": "probably"},
        {"verdict": "not-run", "reason": None},
        {"verdict": "fuzzed", "detail": {}},
        {"verdict": "exhausted", "detail": {}},
        {"seconds": -1},
    ],
)
def test_invalid_cells_are_refused_by_the_schema(change: dict[str, Any]) -> None:
    cell = {**to_document(good_evidence())["cells"][0], **change}
    with pytest.raises(InvalidEvidence):
        from_document(damaged(cells=[cell]))


@pytest.mark.parametrize("document", [None, [], "evidence", {}])
def test_invalid_things_that_are_no_document(document: object) -> None:
    with pytest.raises(InvalidEvidence, match="the top level"):
        from_document(document)


def test_invalid_detail_that_is_not_json_is_refused_before_writing() -> None:
    evidence = good_evidence(seed="seven")
    with pytest.raises(InvalidEvidence, match="the evidence of this run"):
        to_document(evidence)


def test_success_two_runs_that_differ_in_seconds_are_equal_when_stripped() -> None:
    first = good_evidence()
    slower = tuple(replace(cell, seconds=cell.seconds + 9) for cell in first.cells)
    second = first.with_changes(cells=slower, canaries=(replace(first.canaries[0], seconds=5.0),))
    assert strip_volatile(first) == strip_volatile(second)
    assert strip_volatile(to_document(first)) == strip_volatile(second)


def test_two_runs_that_differ_in_anything_else_stay_different() -> None:
    first = good_evidence()
    second = first.with_changes(cells=(replace(first.cells[0], verdict=Verdict.CHECKED), *first.cells[1:]))
    assert strip_volatile(first) != strip_volatile(second)
