"""From a finding of any engine to a counterexample on disk: confirm by replay, shrink, explain, write."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from fuzz.counterexample.folder import name_of, write_complete, write_raw
from fuzz.counterexample.foundry_test import calldata_of
from fuzz.counterexample.replaying import replay_trace
from fuzz.counterexample.reproduce import Reproduced, Reproducer
from fuzz.counterexample.shrink import MAX_REPLAYS, shrink
from fuzz.counterexample.story import trace_finding
from fuzz.counterexample.trace import Trace, fault_of, shows_at_end
from fuzz.lockstep.runner import Finding
from fuzz.lockstep.session import Session
from fuzz.lockstep.source import SessionSource
from properties.binding import Call


class NotReproducible(Exception):
    """A finding that a replay of its calls does not show: an error of the run, kept and told, never dropped.

    It is no user error, for the user can't mend it. folder: where the calls are, so that they can be looked into.
    """

    def __init__(self, folder: Path, finding: Finding, why: str) -> None:
        self.folder = folder
        self.finding = finding
        super().__init__(
            f"not reproducible: {finding.sentence()}. When its calls were made again, {why}. They are in {folder}."
        )


def report(
    source: SessionSource,
    calls: Sequence[Call],
    finding: Finding,
    seed: int,
    root: Path,
    *,
    max_replays: int = MAX_REPLAYS,
) -> Path:
    """Writes the counterexample of a finding and returns its folder.

    Args:
        source: Where sessions come from: the protocol, with the project's own contracts or changed ones.
        calls: All calls of the run from right after deployment, the one that showed the finding last.
        finding: What was found first; at the end of the run it is a property about the end.
        seed: The session's seed, which decides ciphertexts and whatever else the binding prepares.
        root: Folder in which the counterexample's own folder is made.
        max_replays: Bound of the shrinking.

    Raises:
        NotReproducible: A replay does not show the finding; the unshrunk calls are in its `folder`.
    """
    search = _Search(source.boot(seed), tuple(calls), finding)
    raw = search.trace(tuple(calls), finding, search.claimed_index)
    folder = write_raw(root / name_of(source.protocol, search.fault), raw, "Not confirmed and not shrunk yet.")
    reproducer = search.reproducer()
    confirmed = reproducer.run(raw.calls)
    if confirmed is None:
        why = reproducer.last_failure
        write_raw(folder, raw, f"Not reproducible: when the calls were made again, {why}.")
        raise NotReproducible(folder, finding, why)
    write_raw(folder, raw, "Confirmed by a replay, not shrunk yet.")
    shrunk = search.shrunk(raw.calls, confirmed, max_replays)
    replayed = replay_trace(shrunk, session=search.session)
    return write_complete(folder, raw, replayed, calldata_of(search.session))


class _Search:
    """One finding, and reproducers of its fault, on one session."""

    def __init__(self, session: Session, calls: tuple[Call, ...], finding: Finding) -> None:
        self.session = session
        self._at_end = shows_at_end(session.protocol, finding)
        self.claimed_index = None if self._at_end else len(calls) - 1
        self.fault = fault_of(session.protocol, finding, "" if self._at_end else calls[-1].action)

    def trace(self, calls: tuple[Call, ...], finding: Finding, index: int | None) -> Trace:
        session = self.session
        told = trace_finding(session.protocol, calls, finding, index, session.name_of)
        return Trace(session.protocol, session.seed, calls, told)

    def reproducer(self, *, all_views: bool = True) -> Reproducer:
        return Reproducer(self.session, self.fault, at_end=self._at_end, all_views=all_views)

    def shrunk(self, calls: tuple[Call, ...], confirmed: Reproduced, max_replays: int) -> Trace:
        """Shrinks without views first; should a view then differ before the fault does, again with all views."""
        for all_views in (False, True):
            result = shrink(self.reproducer(all_views=all_views), calls, confirmed, max_replays=max_replays)
            found = self.reproducer().run(result.calls)
            if found is not None:
                return self.trace(result.calls, found.finding, found.index)
        return self.trace(calls, confirmed.finding, confirmed.index)
