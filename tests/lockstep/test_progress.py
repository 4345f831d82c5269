import io

from rich.console import Console

from analysis.engine import Progress
from lockstep.progress import ProgressDisplay


class Clock:
    """A clock that only moves when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_the_rate_is_calls_by_the_clock() -> None:
    stream, clock = io.StringIO(), Clock()
    with ProgressDisplay(Console(file=stream), clock) as display:
        display.show("lockstep", "toy", Progress(0, 100))
        clock.now = 2.0
        display.show("lockstep", "toy", Progress(50, 100, note="shrinking"))
    assert stream.getvalue().splitlines()[-1] == "lockstep toy: 50 of 100 calls 25 calls/s shrinking"


def test_without_a_total_a_line_comes_every_ten_thousand() -> None:
    stream = io.StringIO()
    with ProgressDisplay(Console(file=stream), Clock()) as display:
        for done in range(0, 30_001, 100):
            display.show("explore", "toy", Progress(done, unit="states"))
    assert [line.split()[2] for line in stream.getvalue().splitlines()] == ["0", "10,000", "20,000", "30,000"]


def test_a_terminal_gets_a_live_table() -> None:
    stream = io.StringIO()
    with ProgressDisplay(Console(file=stream, force_terminal=True, width=100), Clock()) as display:
        display.show("lockstep", "toy", Progress(50, 100, failures=2))
    assert "2 failures" in stream.getvalue()
