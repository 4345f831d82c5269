"""Runs Slither's own detectors and the pack in process, and says of each finding whether the source excuses it."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import slither.detectors.all_detectors
from slither import Slither
from slither.detectors.abstract_detector import AbstractDetector

from analysis.slither.plugin import detectors

_PLACE = re.compile(r" ?\([^()\s]*\.sol#[\d-]+\)")
_DISABLE = re.compile(r"//\s*slither-disable-(?:next-line|start)\s+([\w,-]+)")
_COMMENT = re.compile(r"\s*///?\s*(?P<text>.*)")
_SHORTEST_REASON = 15
"""Characters: a reason is a sentence, not a tick."""


@dataclass(frozen=True)
class Finding:
    """One finding of one detector.

    Attributes:
        detector: Its id.
        impact: ``High``, ``Medium``, ``Low``, ``Informational`` or ``Optimization``.
        confidence: ``High``, ``Medium`` or ``Low``.
        text: The finding as a sentence, without places.
        function: The function or variable that it is about, with its contract.
        file: The source unit.
        line: The first line of the statement, or of the function where it is about that.
        last_line: The last line of it.
        is_suppressed: A comment in the source excuses it.
        reason: The justification next to that comment, or ``None`` where there is none.
        files: Every source unit that it points to, the caller's as well as the statement's; no part of what it is.
    """

    detector: str
    impact: str
    confidence: str
    text: str
    function: str
    file: str
    line: int
    last_line: int
    is_suppressed: bool = False
    reason: str | None = None
    files: frozenset[str] = field(default=frozenset(), compare=False)

    @property
    def key(self) -> str:
        """What identifies the finding as long as the code it is about does not change; lines don't matter."""
        digest = hashlib.sha256("\n".join((self.detector, self.file, self.function, self.text)).encode())
        return f"{self.detector}-{digest.hexdigest()[:12]}"


@cache
def built_in_detectors() -> tuple[type[AbstractDetector], ...]:
    """Slither's own detectors, by id."""
    module = slither.detectors.all_detectors
    found: list[type[AbstractDetector]] = [
        cls for cls in vars(module).values() if isinstance(cls, type) and issubclass(cls, AbstractDetector)
    ]
    return tuple(sorted((cls for cls in found if cls.ARGUMENT), key=lambda cls: cls.ARGUMENT))


def findings(
    target: Slither, chosen: Iterable[type[AbstractDetector]] | None = None, *, built_in: bool = True
) -> list[Finding]:
    """Run detectors over parsed sources.

    Args:
        target: What :func:`analysis.slither.compile.slither_of` returned; used once.
        chosen: Detector classes; all of the pack if left out.
        built_in: Slither's own detectors run as well.

    Returns:
        Every finding about the sources under study, suppressed ones included, by file and line.
    """
    classes: Sequence[type[AbstractDetector]] = list(detectors() if chosen is None else chosen)
    for cls in [*classes, *(built_in_detectors() if built_in else ())]:
        target.register_detector(cls)
    shown = [result for results in target.run_detectors() for result in results if _is_ours(result)]
    found = {_finding(target, result) for result in shown}
    return sorted(found, key=lambda finding: (finding.file, finding.line, finding.detector, finding.text))


def _is_ours(result: dict[str, Any]) -> bool:
    """Whether the first place that a result points to is under study, or, where it points nowhere, that at all."""
    places = [element["source_mapping"] for element in result["elements"] if "source_mapping" in element]
    return not places or not places[0]["is_dependency"]


def _finding(target: Slither, result: dict[str, Any]) -> Finding:
    elements = [element for element in result["elements"] if element.get("source_mapping", {}).get("lines")]
    exact = next((element for element in elements if element["type"] == "node"), elements[0] if elements else None)
    place: dict[str, Any] = exact["source_mapping"] if exact else {"filename_short": "", "lines": [1]}
    is_suppressed = target.has_ignore_comment(result)
    return Finding(
        detector=result["check"],
        impact=result["impact"],
        confidence=result["confidence"],
        text=_PLACE.sub("", " ".join(result["description"].split())).rstrip(),
        function=_owner(elements),
        file=place["filename_short"],
        line=place["lines"][0],
        last_line=place["lines"][-1],
        is_suppressed=is_suppressed,
        reason=_reason(target, result["check"], elements) if is_suppressed else None,
        files=frozenset(element["source_mapping"]["filename_short"] for element in elements),
    )


def _owner(elements: list[dict[str, Any]]) -> str:
    """The function, else the variable or contract, that a result is about."""
    for element in elements:
        fields = element.get("type_specific_fields", {})
        parent = fields.get("parent", {})
        if element["type"] == "node":
            element, fields, parent = parent, parent["type_specific_fields"], parent["type_specific_fields"]["parent"]
        name = fields.get("signature", element["name"])
        return f"{parent['name']}.{name}" if parent.get("name") else str(name)
    return ""


def _reason(target: Slither, detector: str, elements: list[dict[str, Any]]) -> str | None:
    """The justification: the comment lines above the comment that suppresses the detector."""
    for element in elements:
        place = element["source_mapping"]
        lines = target.source_code[place["filename_absolute"]].splitlines()
        for number in range(place["lines"][0] - 2, -1, -1):
            match = _DISABLE.search(lines[number])
            if match and {detector, "all"} & set(match[1].split(",")):
                return _comment_above(lines, number)
    return None


def _comment_above(lines: list[str], number: int) -> str | None:
    """The text of the comment that ends just above a line, other suppressions left out."""
    texts: list[str] = []
    for line in reversed(lines[:number]):
        match = _COMMENT.fullmatch(line)
        if match is None:
            break
        if "slither-disable" not in match["text"]:
            texts.insert(0, match["text"].strip())
    text = " ".join(texts)
    return text if len(text) >= _SHORTEST_REASON else None
