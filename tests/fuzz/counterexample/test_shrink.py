import pytest

from fuzz.counterexample.reproduce import Reproduced, Reproducer
from fuzz.counterexample.shrink import Shrunk, shrink
from fuzz.counterexample.trace import fault_of, shows_at_end
from fuzz.lockstep.session import Session
from properties.binding import Call, Mood
from properties.dcm.recipes import Contents
from spec.dcm.types import JobParams, Op
from tests.fuzz.counterexample import planted
from tests.fuzz.counterexample.planted import DAY, ESSENTIAL, NOISY, Met, meet


def prepared(session: Session, met: Met, finding: planted.Finding) -> tuple[Reproducer, Reproduced]:
    fault = fault_of(session.protocol, finding, met.calls[-1].action)
    reproducer = Reproducer(session, fault, at_end=shows_at_end(session.protocol, finding), all_views=False)
    found = reproducer.run(met.calls)
    assert found is not None, reproducer.last_failure
    return reproducer, found


def shrunk(session: Session, comparison: str, max_replays: int = 2_000) -> Shrunk:
    met = meet(session)
    reproducer, found = prepared(session, met, met.of(comparison))
    return shrink(reproducer, met.calls, found, max_replays=max_replays)


def test_a_run_with_noise_shrinks_to_the_calls_that_matter(swapped: Session) -> None:
    result = shrunk(swapped, "balance")
    assert tuple(call.action for call in result.calls) == ESSENTIAL
    assert result.complete
    assert result.found.index == 4


def test_numbers_shrink_and_later_ids_follow_dropped_calls(swapped: Session) -> None:
    _, commit, submit, accept, reclaim = shrunk(swapped, "balance").calls
    assert (accept.arguments, reclaim.arguments) == ((1,), (1,)), "the dropped first request made this one number 1"
    assert (commit.arguments[0], submit.arguments[0]) == (1, 1), "an id used in two calls becomes 1 in both"
    assert reclaim.advance == DAY + 1, "the least wait after which the reclaim succeeds"
    assert accept.moods == ()
    assert (submit.value, submit.arguments[2], accept.gas_price) == (1, 0, 0), "1 wei is enough to see who gets it"


def test_the_wait_before_a_dropped_call_passes_before_the_next(swapped: Session) -> None:
    waiting = Call("stranger", "withdraw", advance=200_000)
    met = meet(swapped, (*NOISY[:-1], waiting, Call("buyer", "reclaim_stalled", (2,))))
    reproducer, found = prepared(swapped, met, met.of("balance"))
    result = shrink(reproducer, met.calls, found)
    assert tuple(call.action for call in result.calls) == ESSENTIAL
    assert result.calls[-1].advance == DAY + 1


def test_coin_that_must_cover_gas_becomes_a_round_number(swapped: Session) -> None:
    submit = shrunk(swapped, "events").calls[2]
    assert str(submit.value).rstrip("0") == "1"


def test_a_small_amount_of_coin_that_must_cover_gas_becomes_a_round_number_too(swapped: Session) -> None:
    accept = Call("seller", "accept_request", (1,), gas_price=1)
    reclaim = Call("buyer", "reclaim_stalled", (1,), advance=2 * DAY)
    commit = planted.commit(1, ((0,),), "seller")
    met = meet(swapped, (planted.WIRE, commit, planted.submit("buyer", 1, 0, 987_654_321), accept, reclaim))
    reproducer, found = prepared(swapped, met, met.of("events"))
    submit = shrink(reproducer, met.calls, found).calls[2]
    assert str(submit.value).rstrip("0") == "1"


def test_a_refusal_that_is_missing_shrinks_to_no_wait_at_all(unguarded: Session) -> None:
    result = shrunk(unguarded, "outcome")
    assert tuple(call.action for call in result.calls) == ESSENTIAL
    assert result.calls[-1].advance == 0


def test_shrinking_is_deterministic(swapped: Session) -> None:
    assert shrunk(swapped, "balance") == shrunk(swapped, "balance")


@pytest.mark.parametrize("budget", [0, 5, 40])
def test_the_budget_of_replays_holds_and_the_fault_stays(swapped: Session, budget: int) -> None:
    met = meet(swapped)
    reproducer, found = prepared(swapped, met, met.of("balance"))
    before = reproducer.replays
    result = shrink(reproducer, met.calls, found, max_replays=budget)
    assert reproducer.replays - before == result.replays == budget
    assert not result.complete
    assert reproducer.run(result.calls) is not None


def test_the_same_fault_is_kept_and_no_other(swapped: Session) -> None:
    met = meet(swapped)
    balance = met.of("balance")
    reproducer, found = prepared(swapped, met, balance)
    result = shrink(reproducer, met.calls, found)
    assert fault_of(swapped.protocol, result.found.finding, "reclaim_stalled") == reproducer.fault
    assert reproducer.run(result.calls[:-1]) is None
    assert reproducer.last_failure == "all calls were made and nothing was found"


def test_a_call_that_cannot_be_made_shows_nothing(correct: Session, swapped: Session) -> None:
    met = meet(swapped)
    reproducer, _ = prepared(swapped, met, met.of("balance"))
    assert reproducer.run((Call("nemo", "withdraw"),)) is None
    assert reproducer.last_failure.startswith("a call could not be made: actor nemo is not cast")


def test_another_finding_that_comes_first_hides_the_fault(swapped: Session) -> None:
    met = meet(swapped)
    early = fault_of(swapped.protocol, met.of("balance"), "withdraw")
    wanted = Reproducer(swapped, type(early)("outcome", "succeeded", "NotStalled", "reclaim_stalled"))
    assert wanted.run(met.calls) is None
    assert wanted.last_failure.startswith("something else was found first: reclaim_stalled: events")


def test_the_violation_of_a_property_shrinks_too() -> None:
    session = planted.MadeUpSource(planted.NAME).boot(planted.SEED)
    third = planted.submit("buyer", 41, 5, 9)
    met = meet(session, (*NOISY, planted.submit("buyer", 41, 7, 8), third, third))
    reproducer, found = prepared(session, met, met.findings[0])
    result = shrink(reproducer, met.calls, found)
    assert [call.action for call in result.calls] == ["set_job_manager", "commit_dataset", *["submit_request"] * 3]


def test_a_finding_at_the_end_of_the_run_shrinks_with_everyone_leaving() -> None:
    session = planted.MadeUpSource(planted.NAME).boot(planted.SEED)
    met = meet(session)
    assert [finding.property for finding in met.findings] == ["TOY-LIV-01"]  # type: ignore[union-attr]  # a violation
    reproducer, found = prepared(session, met, met.findings[0])
    assert found.index is None
    result = shrink(reproducer, met.calls, found)
    assert [call.action for call in result.calls] == ["set_job_manager", "commit_dataset", *["submit_request"] * 2]
    assert [call.value for call in result.calls] == [0] * 4


def test_parts_of_arguments_fall_back_to_their_defaults(swapped: Session) -> None:
    calls = list(NOISY)
    rich = JobParams(Op.COUNT, clamp_max=77, round_bucket=5)
    calls[8] = Call("buyer", "submit_request", (41, rich, 5), value=10**17, moods=(Mood("contract_seller", "BURN"),))
    met = meet(swapped, tuple(calls))
    reproducer, found = prepared(swapped, met, met.of("balance"))
    _, commit, submit, *_ = shrink(reproducer, met.calls, found).calls
    assert submit.arguments[1] == JobParams(submit.arguments[1].op)
    assert commit.arguments[2].contents == Contents(("euint8",), ((0,),), "seller")


def test_a_call_that_should_be_refused_and_succeeds_does_not_become_one_that_is_refused_otherwise(
    unguarded: Session,
) -> None:
    met = meet(unguarded)
    reproducer, found = prepared(unguarded, met, met.of("outcome"))
    assert reproducer.fault.detail == "succeeded"
    result = shrink(reproducer, met.calls, found)
    assert result.found.finding.actual == "success"  # type: ignore[union-attr]  # a divergence
