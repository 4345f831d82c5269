"""Counterexamples: a finding becomes a trace that is replayed, shrunk, explained and kept as a folder."""

from fuzz.counterexample.replaying import Replay, ReplayedStep, assert_no_finding, replay
from fuzz.counterexample.reporting import NotReproducible, report
from fuzz.counterexample.state_diff import Change
from fuzz.counterexample.trace import BrokenTrace, Trace, TraceFinding

__all__ = [
    "BrokenTrace",
    "Change",
    "NotReproducible",
    "Replay",
    "ReplayedStep",
    "Trace",
    "TraceFinding",
    "assert_no_finding",
    "replay",
    "report",
]
