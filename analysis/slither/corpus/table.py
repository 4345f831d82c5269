"""Findings with their judgements: how they are kept, and the table that a person reads."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from analysis.slither.corpus.packages import PACKAGES, version_of
from analysis.slither.run import Finding
from fuzz.errors import UserError

FOLDER = Path(__file__).parent
FINDINGS = FOLDER / "findings.json"
JUDGEMENTS = FOLDER / "judgements.toml"
TABLE = FOLDER / "findings.md"

WORDS = ("true", "false", "by design")
"""What a finding can be judged: a fault, a mistake of the detector, or so on purpose and documented there."""

COMMAND = "make slither-corpus"


class UnjudgedFinding(UserError):
    """A finding has no judgement, or a judgement no finding."""


@dataclass(frozen=True)
class Judgement:
    """What a person made of a finding."""

    word: str
    reason: str


def read_findings() -> dict[str, list[Finding]]:
    """The findings of the last run, by package with its version."""
    kept = json.loads(FINDINGS.read_text(encoding="utf-8"))
    return {package: [Finding(**fields) for fields in found] for package, found in kept.items()}


def write_findings(found: Mapping[str, Sequence[Finding]]) -> None:
    """Keep findings by package with its version."""
    kept = {package: [asdict(finding) for finding in findings] for package, findings in found.items()}
    FINDINGS.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")


def read_judgements() -> dict[str, Judgement]:
    """The judgements by key of the finding.

    Raises:
        UnjudgedFinding: A judgement is none of the words, or gives no reason.
    """
    judged = {}
    for key, entry in tomllib.loads(JUDGEMENTS.read_text(encoding="utf-8")).items():
        if entry.get("judgement") not in WORDS or not entry.get("reason", "").strip():
            remedy = f"judge it one of {', '.join(WORDS)}, and give the reason"
            raise UnjudgedFinding(f"the judgement of {key} says nothing", None, remedy)
        judged[key] = Judgement(entry["judgement"], " ".join(entry["reason"].split()))
    return judged


def unjudged(found: Mapping[str, Sequence[Finding]], judged: Mapping[str, Judgement]) -> list[str]:
    """Sentences about findings without a judgement and judgements without a finding."""
    every = {finding.key: finding for findings in found.values() for finding in findings}
    lines = [
        f"{key} is not judged: {finding.file}:{finding.line} {finding.text}"
        for key, finding in every.items()
        if key not in judged
    ]
    return lines + [f"{key} is judged, but is found no longer" for key in judged if key not in every]


def precision(
    found: Mapping[str, Sequence[Finding]], judged: Mapping[str, Judgement], confidence: str
) -> tuple[int, int]:
    """How many findings of a confidence are no mistakes of the detector, and how many there are."""
    words = [
        judged[finding.key].word
        for findings in found.values()
        for finding in findings
        if finding.confidence == confidence
    ]
    return sum(word != "false" for word in words), len(words)


def render(found: Mapping[str, Sequence[Finding]], judged: Mapping[str, Judgement]) -> str:
    """Return the table as Markdown."""
    return "\n".join(_lines(found, judged)) + "\n"


def _lines(found: Mapping[str, Sequence[Finding]], judged: Mapping[str, Judgement]) -> Iterator[str]:
    yield "# What the pack finds in published packages"
    yield ""
    yield f"Written by `{COMMAND}`; judged by hand in `judgements.toml`. *By design* means that the code does what the"
    yield "finding says, on purpose and by its own documentation; *false* is a mistake of the detector."
    yield ""
    yield "| confidence | findings | no mistake of the detector |"
    yield "|---|---|---|"
    for confidence in ("High", "Medium", "Low"):
        right, total = precision(found, judged, confidence)
        yield f"| {confidence} | {total} | {right} |"
    for package, findings in found.items():
        yield from ("", f"## {package}", "")
        if not findings:
            yield "Nothing."
            continue
        yield "| detector | confidence | place | finding | judgement | reason |"
        yield "|---|---|---|---|---|---|"
        for finding in findings:
            judgement = judged[finding.key]
            place = finding.file.removeprefix(f"{package.rpartition(' ')[0]}/")
            cells = (
                finding.detector,
                finding.confidence,
                f"{place}:{finding.line}",
                finding.text,
                judgement.word,
                judgement.reason,
            )
            yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def titled(package: str) -> str:
    """A package with its installed version, as the table names it."""
    return f"{package} {version_of(package)}"


def every_package() -> list[str]:
    """The packages of the table, in order."""
    return [titled(package) for package in PACKAGES]
