"""Violations that a tool found: confirmed on our chain where they can be, and kept in any case."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fuzz.counterexample.trace import step_to_json
from fuzz.engines.adapter import Campaign, Found, Outcome, Reproducer, Task
from fuzz.engines.reproducer import reported


@dataclass(frozen=True)
class Violation:
    """One violated property. folder: of its counterexample. sentence: what happened, and what a replay showed."""

    property: str
    folder: Path | None
    sentence: str


def written(task: Task, engine: str, campaign: Campaign, workdir: Path) -> Iterator[Violation]:
    """The violations of a campaign, each with the tool's own words on disk; sequences shared by several are replayed
    once."""
    shown: dict[int, tuple[Path | None, str]] = {}
    for outcome in campaign.outcomes:
        if outcome.found is not Found.FAILED:
            continue
        root = workdir / "counterexamples"
        raw = keep(task, engine, outcome, root)
        reproducer = outcome.reproducer
        if reproducer is None or reproducer.calls is None:
            why = reproducer.unmapped if reproducer else "the tool gave no sequence"
            yield Violation(outcome.property, raw, f"{outcome.detail}; not replayed on the chain: {why}")
            continue
        if id(reproducer) not in shown:
            shown[id(reproducer)] = replayed(task, reproducer, root)
        folder, sentence = shown[id(reproducer)]
        yield Violation(outcome.property, folder or raw, f"{outcome.detail}; {sentence}")


def replayed(task: Task, reproducer: Reproducer, root: Path) -> tuple[Path | None, str]:
    """The counterexample of a sequence that lockstep confirms, and what lockstep says of it."""
    folder, sentence, _ = reported(task, reproducer.calls or (), root)
    return folder, f"replayed: {sentence}" if folder else f"not confirmed: {sentence}"


def keep(task: Task, engine: str, outcome: Outcome, root: Path) -> Path:
    """Writes what the tool itself gave, and its calls where they are known; returns the folder."""
    folder = root / f"{engine}-{outcome.property.lower()}"
    folder.mkdir(parents=True, exist_ok=True)
    reproducer = outcome.reproducer or Reproducer()
    (folder / "sequence.json").write_text((reproducer.raw or "[]") + "\n", encoding="utf-8")
    if reproducer.calls is not None:
        steps = [step_to_json(task.protocol, call) for call in reproducer.calls]
        (folder / "calls.json").write_text(json.dumps(steps, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return folder
