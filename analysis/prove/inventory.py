"""The inventory of proofs, pinned in a file: a proof that disappears, or one that nobody knew of, fails the run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

from analysis.prove.findings import Finding

FOLDER = Path(__file__).resolve().parent / "inventory"


def inventory_file(protocol: str, folder: Path = FOLDER) -> Path:
    """Where a protocol's inventory is kept."""
    return folder / f"{protocol}.json"


def written(findings: Iterable[Finding]) -> dict[str, dict[str, dict[str, str]]]:
    """The inventory of these findings: kind, claim, place, verdict."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for finding in findings:
        found.setdefault(finding.kind, {}).setdefault(finding.subject, {})[finding.place] = finding.verdict
    return found


def update(protocol: str, findings: Iterable[Finding], folder: Path = FOLDER) -> Path:
    """Writes the inventory anew."""
    path = inventory_file(protocol, folder)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(written(findings), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    return path


def pinned(protocol: str, folder: Path = FOLDER) -> dict[str, str]:
    """The verdict of every obligation as it was pinned, by name; nothing where no inventory is kept."""
    path = inventory_file(protocol, folder)
    return dict(_flat(json.loads(path.read_text(encoding="utf-8")))) if path.is_file() else {}


def differences(protocol: str, findings: Iterable[Finding], folder: Path = FOLDER) -> Iterator[str]:
    """What the pinned inventory says otherwise, one sentence for each; nothing where the two agree."""
    path = inventory_file(protocol, folder)
    remedy = "look at why; if it is meant, run `lockstep prove --update-inventory`"
    if not path.is_file():
        yield f"no inventory of proofs is pinned for {protocol}; run `lockstep prove --update-inventory`"
        return
    before = pinned(protocol, folder)
    now = dict(_flat(written(findings)))
    for name, verdict in before.items():
        if name not in now:
            yield f"the proof {name!r} has disappeared ({verdict} in the inventory): {remedy}"
        elif now[name] != verdict:
            yield f"{name!r} is {now[name]}, and {verdict} in the inventory: {remedy}"
    for name, verdict in now.items():
        if name not in before:
            yield f"{name!r} ({verdict}) is not in the inventory: {remedy}"


def _flat(kept: dict[str, dict[str, dict[str, str]]]) -> Iterator[tuple[str, str]]:
    for kind, subjects in kept.items():
        for subject, places in subjects.items():
            for place, verdict in places.items():
                yield f"{kind} | {subject} | {place}", verdict
