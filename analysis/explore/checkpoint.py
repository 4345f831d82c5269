"""Keeping a search on disk, level by level, so that it can go on where it was stopped.

Each level is one file for each partition, written once. The manifest that counts them is replaced in one step, so that
an interrupted search leaves whole levels. A search goes on only with the very specification that it was begun with;
the number of processes may differ.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from analysis.explore.crew import Crew
from analysis.explore.tally import Tally

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("spec", "properties", "analysis/explore")
SCHEMA = 1


def fingerprint(*parts: str) -> str:
    """What a search depends on: the sources of specification, properties and search, and `parts`."""
    digest = hashlib.sha256(repr((SCHEMA, parts)).encode())
    for folder in SOURCES:
        for file in sorted((ROOT / folder).rglob("*.py")):
            digest.update(file.relative_to(ROOT).as_posix().encode() + b"\0" + file.read_bytes())
    return digest.hexdigest()


class Checkpoint:
    """The folder of one search."""

    def __init__(self, folder: Path, key: str) -> None:
        self._folder, self._key = folder, key
        self._manifest = folder / "manifest.json"
        self._levels: list[list[str]] = []

    def begin(self) -> None:
        """Forgets whatever an earlier search left."""
        self.remove()
        self._folder.mkdir(parents=True, exist_ok=True)
        self._levels = []

    def save(self, crew: Crew, tally: Tally) -> None:
        """Keeps the level that was just reached, and what was counted so far."""
        names = [f"level-{len(self._levels):03d}-{index}.pickle" for index in range(crew.size)]
        crew.save([self._folder / name for name in names])
        self._levels.append(names)
        document = {"key": self._key, "levels": self._levels, "tally": tally.to_json()}
        partial = self._manifest.with_suffix(".part")
        partial.write_text(json.dumps(document), encoding="utf-8")
        partial.replace(self._manifest)

    def resume(self, crew: Crew) -> tuple[int, Tally, int] | None:
        """Loads what was kept: number of states, what was counted, depth; None when nothing fits this search."""
        document = self._document()
        if document is None:
            return None
        self._levels = document["levels"]
        states = crew.load([self._files(names) for names in self._levels])
        return states, Tally.from_json(document["tally"]), len(self._levels) - 1

    def _files(self, names: Iterable[str]) -> list[Path]:
        return [self._folder / name for name in names]

    def _document(self) -> dict[str, Any] | None:
        if not self._manifest.exists():
            return None
        document: dict[str, Any] = json.loads(self._manifest.read_text(encoding="utf-8"))
        return document if document["key"] == self._key else None

    def remove(self) -> None:
        """Deletes the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)
