"""A deployed marketplace of prompt jobs, ours or a variant."""

from __future__ import annotations

from tests.contracts.compute.agency import Agency
from tests.contracts.compute.exchange import Refusal
from tests.weaknesses.jobs.variants import OURS, having


def weak(weakness: str) -> Agency:
    """A marketplace that has a weakness."""
    return Agency(having(weakness).compiled())


def ours() -> Agency:
    """The marketplace as it is."""
    return Agency(OURS.compiled())


def said(refusal: Refusal | None) -> str | None:
    """What a refusal says: its text, or the name of its error."""
    if refusal is None:
        return None
    name, arguments = refusal
    return str(arguments[0]) if name == "Error" else name
