"""The base class of every detector of the pack.

A detector is one file with one class. It states what it finds, how bad that is, how sure it is, why it matters and
what to do; a class that leaves one of these out is refused when it is defined, not when it runs. Modules of the pack
import each other relatively (``from ..detector import Detector``), because the pack is installed under more than one
package name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import ClassVar

from slither.core.declarations import Contract, FunctionContract
from slither.core.declarations.function import Function
from slither.core.source_mapping.source_mapping import SourceMapping
from slither.detectors.abstract_detector import AbstractDetector, DetectorClassification
from slither.utils.output import Output

HIGH = DetectorClassification.HIGH
MEDIUM = DetectorClassification.MEDIUM
LOW = DetectorClassification.LOW
INFORMATIONAL = DetectorClassification.INFORMATIONAL

WIKI = "docs/detectors.md"
"""Where the documentation of a detector is, unless it names another place; its id is appended."""

_TEXTS = (
    "ARGUMENT",
    "HELP",
    "WIKI",
    "WIKI_TITLE",
    "WIKI_DESCRIPTION",
    "WIKI_EXPLOIT_SCENARIO",
    "WIKI_RECOMMENDATION",
)
_ARGUMENT = re.compile(r"(fhevm|escrow)(-[a-z0-9]+)+")
FAMILIES = frozenset(
    {"conservation", "access", "sequencing", "timeout", "privacy", "liveness", "arithmetic", "governance"}
)
"""What ``PROPERTIES`` may name: the families of properties that a detector can support."""


class UndocumentedDetector(TypeError):
    """A detector class lacks something that a reader of its findings needs."""


class Detector(AbstractDetector):
    """One detector. Subclass it, fill in every field, and yield findings from :meth:`findings`.

    Attributes:
        ARGUMENT: The id: ``fhevm-`` or ``escrow-``, then lower-case words joined by hyphens.
        HELP: What is found, in half a line.
        IMPACT: How bad it is where it is real.
        CONFIDENCE: How likely a finding is real.
        WIKI_TITLE: The heading of its documentation; the other wiki texts are what stands below it.
        PROPERTIES: The families of properties that silence of this detector supports, out of :data:`FAMILIES`.
    """

    WIKI = WIKI
    PROPERTIES: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls, **kwargs: object) -> None:
        """Refuse a class that lacks a field.

        Raises:
            UndocumentedDetector: A field is empty or meaningless; the sentence names it.
        """
        super().__init_subclass__(**kwargs)
        if cls.WIKI == WIKI:
            cls.WIKI = f"{WIKI}#{cls.ARGUMENT}"
        for problem in problems(cls):
            raise UndocumentedDetector(f"detector {cls.__name__} can't be defined: {problem}")

    def findings(self) -> Iterator[Output]:
        """Yield each finding, made by :meth:`finding`."""
        raise NotImplementedError(f"{type(self).__name__} has to say what it finds in `findings`")

    def _detect(self) -> list[Output]:
        return list(self.findings())

    def finding(self, *parts: str | SourceMapping) -> Output:
        """Return a finding from texts and elements of the source, in the order of a sentence.

        The first element is where the finding is reported. Texts need their own spaces; the line end is added.
        """
        return self.generate_result([*parts, "\n"])

    def contracts_here(self) -> Iterator[Contract]:
        """Every contract and library but interfaces and the FHE library itself."""
        for contract in self.contracts:
            if not contract.is_interface and not is_fhe_library(contract):
                yield contract

    def functions(self) -> Iterator[FunctionContract]:
        """Every function with a body, once: where it is declared, whoever inherits it. Constructors included.

        Slither's own pseudo functions for the initial values of state variables are left out.
        """
        for contract in self.contracts_here():
            for function in contract.functions_declared:
                if function.is_implemented and not function.is_constructor_variables:
                    yield function


def problems(cls: type[Detector]) -> Iterator[str]:
    """Yield a sentence for each thing that a detector class lacks."""
    for name in _TEXTS:
        if not str(getattr(cls, name, "")).strip():
            yield f"{name} is empty; say it, because a finding is only as good as what is said about it"
    if not _ARGUMENT.fullmatch(cls.ARGUMENT):
        yield f"the id {cls.ARGUMENT!r} is not `fhevm-…` or `escrow-…` in lower case with hyphens"
    for name in ("IMPACT", "CONFIDENCE"):
        if getattr(cls, name) not in (HIGH, MEDIUM, LOW, INFORMATIONAL):
            yield f"{name} is not one of HIGH, MEDIUM, LOW and INFORMATIONAL"
    unknown = set(cls.PROPERTIES) - FAMILIES
    if not cls.PROPERTIES or unknown:
        found = ", ".join(sorted(unknown)) or "none"
        yield f"PROPERTIES names {found}; name at least one of {', '.join(sorted(FAMILIES))}"


def is_fhe_library(contract: Contract) -> bool:
    """Whether a contract is the FHE library or its implementation, whose inside no detector looks at."""
    return contract.is_library and contract.name in ("FHE", "Impl", "TFHE")


def is_entry(function: Function) -> bool:
    """Whether anyone can call a function from outside, constructors left out."""
    return function.visibility in ("public", "external") and not function.is_constructor
