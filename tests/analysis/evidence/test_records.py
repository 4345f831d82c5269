from typing import Any

import pytest

from analysis.evidence import Cell, CoverageTable, MeaninglessRecord, PropertyRecord, Verdict
from analysis.evidence.verdict import worst
from tests.specimens import toy_protocol


def cell(verdict: Verdict | str, **fields: Any) -> Cell:
    return Cell("TOY-CON-01", "toy-engine", "Vault", Verdict(verdict), **fields)


def test_only_the_first_four_verdicts_are_green() -> None:
    green = {verdict for verdict in Verdict if verdict.green}
    assert green == {Verdict.PROVED, Verdict.EXHAUSTED, Verdict.FUZZED, Verdict.CHECKED}


def test_every_verdict_has_a_meaning() -> None:
    assert all(verdict.meaning for verdict in Verdict)


def test_the_worst_verdict_is_the_least_reassuring() -> None:
    assert worst([Verdict.PROVED, Verdict.FUZZED]) is Verdict.FUZZED
    assert worst([Verdict.UNKNOWN, Verdict.VIOLATED, Verdict.PROVED]) is Verdict.VIOLATED
    assert worst([Verdict.NOT_RUN, Verdict.CHECKED]) is Verdict.NOT_RUN


@pytest.mark.parametrize("verdict", ["not-run", "accepted-risk"])
@pytest.mark.parametrize("reason", [None, "", "  "])
def test_invalid_without_a_reason(verdict: str, reason: str | None) -> None:
    with pytest.raises(MeaninglessRecord, match="has no reason"):
        cell(verdict, reason=reason)


@pytest.mark.parametrize("verdict", ["not-run", "accepted-risk"])
def test_success_with_a_reason(verdict: str) -> None:
    assert cell(verdict, reason="no docker here").reason == "no docker here"


@pytest.mark.parametrize("detail", [{}, {"calls": 0}, {"calls": True}, {"calls": "many"}])
def test_invalid_fuzzed_without_calls(detail: dict[str, Any]) -> None:
    with pytest.raises(MeaninglessRecord, match="made no calls"):
        cell("fuzzed", detail=detail)


def test_invalid_exhausted_without_bound() -> None:
    with pytest.raises(MeaninglessRecord, match="names no bound"):
        cell("exhausted", detail={"states": 10})


def test_invalid_violation_that_shows_nothing() -> None:
    with pytest.raises(MeaninglessRecord, match="shows nothing"):
        cell("violated")


def test_invalid_verdict_that_does_not_exist() -> None:
    with pytest.raises(ValueError, match="probably"):
        cell("probably")


def test_invalid_coverage_row_of_another_width() -> None:
    with pytest.raises(MeaninglessRecord, match="Guards"):
        CoverageTable("toy-engine", "toy", "Guards", ("guard", "hits"), (("NotOwner",),))


def test_success_a_property_of_the_catalogue_becomes_a_record() -> None:
    prop = next(iter(toy_protocol().catalogue))
    record = PropertyRecord.of(prop)
    assert (record.id, record.family, record.shape) == ("TOY-CON-01", "conservation", "state")
    assert type(record.family) is str
