from dataclasses import replace

import pytest

from analysis.evidence import Canary, CoverageTable, EngineError, Evidence, Verdict, exit_status
from tests.specimens import good_evidence, with_cell


def only_reason(evidence: Evidence) -> str:
    code, reasons = exit_status(evidence)
    assert code == 1
    assert len(reasons) == 1
    return reasons[0]


def test_success_good_evidence() -> None:
    assert exit_status(good_evidence()) == (0, [])


def test_invalid_violated_names_target_and_counterexample() -> None:
    said = only_reason(with_cell(verdict=Verdict.VIOLATED, counterexample="build/lockstep/toy/1"))
    assert said == "TOY-CON-01 is violated (toy-engine on Vault); replay build/lockstep/toy/1"


def test_invalid_vacuous() -> None:
    assert "TOY-CON-01 is vacuous" in only_reason(with_cell(verdict=Verdict.VACUOUS))


def test_invalid_violated_although_another_engine_is_green() -> None:
    evidence = with_cell(verdict=Verdict.VIOLATED, reason="the sum is off by 1")
    green = replace(evidence.cells[1], property="TOY-CON-01")
    assert exit_status(evidence.with_changes(cells=(*evidence.cells, green)))[0] == 1


@pytest.mark.parametrize("verdict", [Verdict.UNKNOWN, Verdict.NOT_RUN])
def test_invalid_property_without_a_green_cell(verdict: Verdict) -> None:
    said = only_reason(with_cell(verdict=verdict, reason="the solver gave up"))
    assert said == f"TOY-CON-01 has no green cell (toy-engine {verdict})"


def test_success_unknown_beside_a_green_cell() -> None:
    evidence = with_cell(verdict=Verdict.UNKNOWN)
    green = replace(evidence.cells[1], property="TOY-CON-01")
    assert exit_status(evidence.with_changes(cells=(*evidence.cells, green)))[0] == 0


def test_invalid_property_that_no_engine_looked_at() -> None:
    good = good_evidence()
    assert only_reason(good.with_changes(cells=good.cells[:1])) == "TOY-ACC-01 has no green cell (no engine looked)"


def test_success_accepted_risk_needs_no_green_cell() -> None:
    assert exit_status(with_cell(verdict=Verdict.ACCEPTED_RISK, reason="documented"))[0] == 0


def test_success_property_declared_as_accepted_risk() -> None:
    good = good_evidence()
    risky = replace(good.properties[1], accepted_risk="documented")
    evidence = good.with_changes(properties=(good.properties[0], risky), cells=good.cells[:1])
    assert exit_status(evidence)[0] == 0


def test_invalid_violated_accepted_risk_still_fails() -> None:
    good = with_cell(verdict=Verdict.VIOLATED, reason="off by 1")
    risky = replace(good.properties[0], accepted_risk="documented")
    assert exit_status(good.with_changes(properties=(risky, good.properties[1])))[0] == 1


def test_invalid_canary_that_was_missed() -> None:
    said = only_reason(good_evidence(canaries=(Canary("toy-engine", "toy", False, 0, "a refund paid twice"),)))
    assert said == "engine toy-engine missed its canary on toy (a refund paid twice)"


def test_invalid_canary_that_was_never_planted() -> None:
    assert only_reason(good_evidence(canaries=())) == "engine toy-engine had no canary on toy"


def test_invalid_one_of_two_canaries_missed() -> None:
    found = good_evidence().canaries[0]
    assert "missed" in only_reason(good_evidence(canaries=(found, replace(found, found=False))))


def test_success_no_canary_needed_where_the_engine_did_not_run() -> None:
    good = good_evidence()
    idle = replace(good.cells[0], engine="idle", verdict=Verdict.NOT_RUN, reason="not installed")
    assert exit_status(good.with_changes(cells=(*good.cells, idle)))[0] == 0


def test_invalid_engine_error() -> None:
    said = only_reason(good_evidence(errors=(EngineError("toy-engine", "toy", "out of memory"),)))
    assert said == "engine toy-engine failed on toy: out of memory"


def test_invalid_guard_never_reached() -> None:
    table = CoverageTable("toy-engine", "toy", "Guards", ("guard",), (("NotOwner",),), unreached=("NotOwner",))
    assert only_reason(good_evidence(coverage=(table,))) == "engine toy-engine never reached NotOwner of toy (Guards)"


def test_invalid_incomplete() -> None:
    assert only_reason(good_evidence(complete=False)) == "the run did not finish"


def test_invalid_empty() -> None:
    empty = good_evidence(properties=(), cells=(), canaries=())
    assert only_reason(empty) == "no property was checked at all"


def test_the_gravest_reason_comes_first() -> None:
    evidence = with_cell(verdict=Verdict.VIOLATED, reason="off by 1").with_changes(complete=False, canaries=())
    _, reasons = exit_status(evidence)
    assert "violated" in reasons[0]
    assert reasons[-1] == "the run did not finish"
