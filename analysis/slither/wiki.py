"""The reference of the pack, from what each detector says about itself: ``python -m analysis.slither.wiki``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from slither.detectors.abstract_detector import classification_txt

from analysis.slither.detector import Detector
from analysis.slither.plugin import FOLDERS, detectors

PAGE = Path(__file__).resolve().parents[2] / "docs" / "detectors.md"

TITLES = {"fhevm": "Ciphertexts (fhevm)", "escrow": "Escrow"}


def page() -> str:
    """Return the whole page as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The detectors"
    yield ""
    yield "Written by `python -m analysis.slither.wiki` from the detectors themselves. How to install and run them, and"
    yield "how to suppress a finding, is in [slither.md](slither.md); what they find in published packages is in"
    yield "[findings.md](../analysis/slither/corpus/findings.md)."
    for folder in FOLDERS:
        of_folder = [cls for cls in detectors() if cls.ARGUMENT.startswith(f"{folder}-")]
        yield from ("", f"## {TITLES[folder]}", "", "| id | what it finds | impact | confidence |", "|---|---|---|---|")
        for cls in of_folder:
            impact, confidence = classification_txt[cls.IMPACT], classification_txt[cls.CONFIDENCE]
            yield f"| [`{cls.ARGUMENT}`](#{cls.ARGUMENT}) | {cls.HELP} | {impact} | {confidence} |"
        for cls in of_folder:
            yield from _section(cls)


def _section(cls: type[Detector]) -> Iterator[str]:
    yield ""
    yield f"### {cls.ARGUMENT}"
    yield ""
    yield f"**{cls.WIKI_TITLE}.** {cls.WIKI_DESCRIPTION.strip()}"
    yield ""
    yield cls.WIKI_EXPLOIT_SCENARIO.strip()
    yield ""
    yield f"*What to do:* {cls.WIKI_RECOMMENDATION.strip()}"
    yield ""
    yield f"Its silence speaks for: {', '.join(cls.PROPERTIES)}."


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
