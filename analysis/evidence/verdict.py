"""What an engine may say of a property."""

from __future__ import annotations

from enum import StrEnum


class Verdict(StrEnum):
    """One engine's word on one property; only the first four are green.

    The order of definition is the order of strength: a proof says more than a finished search, that
    more than random calls, those more than a look at the source.
    """

    PROVED = "proved"
    EXHAUSTED = "exhausted"
    FUZZED = "fuzzed"
    CHECKED = "checked"
    ACCEPTED_RISK = "accepted-risk"
    NOT_RUN = "not-run"
    UNKNOWN = "unknown"
    VACUOUS = "vacuous"
    VIOLATED = "violated"

    @property
    def green(self) -> bool:
        """Whether this verdict counts as evidence that the property holds."""
        return self in _GREEN

    @property
    def failing(self) -> bool:
        """Whether one such cell alone fails the run."""
        return self in (Verdict.VIOLATED, Verdict.VACUOUS)

    @property
    def needs_reason(self) -> bool:
        """Whether the verdict means nothing without a sentence that says why."""
        return self in (Verdict.NOT_RUN, Verdict.ACCEPTED_RISK)

    @property
    def meaning(self) -> str:
        """One clause for legends and for ``lockstep explain``."""
        return _MEANINGS[self]


_GREEN = frozenset({Verdict.PROVED, Verdict.EXHAUSTED, Verdict.FUZZED, Verdict.CHECKED})

_MEANINGS = {
    Verdict.PROVED: "holds for every state and every input",
    Verdict.EXHAUSTED: "holds in every state up to the stated bound",
    Verdict.FUZZED: "no violation in the stated number of calls from the stated seed",
    Verdict.CHECKED: "found in order by reading the source",
    Verdict.ACCEPTED_RISK: "known not to hold, accepted for the stated reason, never counted as green",
    Verdict.NOT_RUN: "this engine did not look, for the stated reason",
    Verdict.UNKNOWN: "the solver or the budget gave out before an answer",
    Verdict.VACUOUS: "the check never met a case to which it applies, so it says nothing",
    Verdict.VIOLATED: "a counterexample was found",
}

_SEVERITY = {verdict: rank for rank, verdict in enumerate(Verdict)}


def worst(verdicts: list[Verdict]) -> Verdict:
    """Return the least reassuring of ``verdicts`` (never empty): what a summary has to show."""
    return max(verdicts, key=_SEVERITY.__getitem__)
