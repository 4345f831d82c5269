"""The pack over one portion of a package; a module of its own, so that another process can load it."""

from __future__ import annotations

from analysis.slither.compile import slither_of
from analysis.slither.corpus.packages import Portion
from analysis.slither.run import Finding, findings


def read(portion: Portion) -> list[Finding]:
    """Run the pack over one portion; findings that the package's own comments suppress are findings here."""
    return findings(slither_of(portion.files, is_ours=portion.is_ours), built_in=False)
