"""Prompt jobs, escrow, reputation, governance and accounts with their known weaknesses, in one variant."""

from __future__ import annotations

from tests.weaknesses.compute.variants import LAX
from tests.weaknesses.jobs.edits import EDITS
from tests.weaknesses.variant import Variant, variant_with

VARIANTS = (Variant("compute", "as jobs were first documented", EDITS, beside=LAX.edits),)
OURS = Variant("compute", "ours", ())


def having(weakness: str) -> Variant:
    """The variant with a weakness."""
    return variant_with(VARIANTS, weakness)
