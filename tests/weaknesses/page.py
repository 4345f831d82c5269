"""The page of known weaknesses: a table for each protocol, or two, with the attack that shows each.

    python -m tests.weaknesses.page        writes docs/weaknesses.md anew

A chapter is the rows of a protocol, or of a part of one. A row has its tests by name: `test_w_d03_…` belongs to W-D03.
Whoever adds a chapter adds a folder with its tests and a `chapter.py`, and its name in `CHAPTERS`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
PAGE = ROOT / "docs" / "weaknesses.md"
NAMED = re.compile(r"test_(w_[a-z]\d\d)_(\w+)")

CHAPTERS = ("dcm", "compute", "jobs")
"""Folders of the chapters, in the order of the page."""

INTRODUCTION = """\
# Known weaknesses

Ways in which escrow marketplaces of these two kinds have lost money, time or secrets. Each that can be acted out is a
scripted attack, `tests/weaknesses/`. It runs twice: on a variant of our contracts into which a few edits have written
the weakness back, where it has to succeed, and on our contracts as they are, where it has to fail; both are asserted in
units of the asset, or by the error. The property is what the weakness breaks: where an ordinary run meets it, lockstep
reports it without knowing the attack, under that name or under that of the first difference it makes.

Whatever can't be acted out says why. What remains possible on our contracts stands in bold, and is acted out, too.

This page is written by `python -m tests.weaknesses.page`; a test compares it.
"""


class Weakness(NamedTuple):
    """One row. `elsewhere` is a demonstration outside of this folder, `reason` why there is no attack."""

    id: str
    weakness: str
    ours: str
    properties: tuple[str, ...]
    elsewhere: str = ""
    reason: str = ""


class Chapter(NamedTuple):
    """One table; `folder` has its attacks, `protocol` its properties, `letter` is what its ids have in common."""

    folder: str
    protocol: str
    letter: str
    title: str
    rows: tuple[Weakness, ...]


class Attack(NamedTuple):
    """A test function of one weakness."""

    weakness: str
    name: str
    file: Path

    @property
    def sentence(self) -> str:
        """What the test claims."""
        found = NAMED.fullmatch(self.name)
        assert found is not None, self.name
        return found[2].replace("_", " ")


def chapters() -> list[Chapter]:
    """All chapters."""
    return [import_module(f"tests.weaknesses.{name}.chapter").CHAPTER for name in CHAPTERS]


def functions_in(file: Path) -> list[str]:
    """Names of the test functions of a module."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    return [node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def attacks_in(folder: str) -> list[Attack]:
    """A chapter's attacks, by file and in the order in which they stand there."""
    found = []
    for file in sorted((FOLDER / folder).glob("test_*.py")):
        for name in functions_in(file):
            named = NAMED.match(name)
            if named is not None:
                found.append(Attack(named[1].upper().replace("_", "-"), name, file))
    return found


# ---------------------------------------------------------------- what is missing


def gaps(chapter: Chapter, attacks: Sequence[Attack], known: Mapping[str, object]) -> list[str]:
    """What is wrong between rows, attacks and the catalogue's properties; empty where all is well."""
    ids = [row.id for row in chapter.rows]
    counted = [f"W-{chapter.letter}{number:02}" for number in range(1, len(ids) + 1)]
    found = [] if ids == counted else [f"the ids of {chapter.folder} are not {counted[0]} to {counted[-1]} in order"]
    acted = {attack.weakness for attack in attacks}
    found += [f"{name} has attacks and no row" for name in sorted(acted - set(ids))]
    for row in chapter.rows:
        if sum((row.id in acted, bool(row.elsewhere), bool(row.reason))) != 1:
            found.append(f"{row.id} needs an attack, a demonstration elsewhere or a reason, and one of them only")
        if row.elsewhere and not _stands(row.elsewhere):
            found.append(f"{row.id}: there is no {row.elsewhere}")
        found += [f"{row.id}: there is no property {name}" for name in row.properties if name not in known]
        if not row.properties:
            found.append(f"{row.id} names no property")
    return found


def _stands(test: str) -> bool:
    path, _, name = test.partition("::")
    file = ROOT / path
    return file.is_file() and name in functions_in(file)


# ---------------------------------------------------------------- the page


def rendered() -> str:
    """The whole page."""
    return "\n".join([INTRODUCTION, *(_table(chapter) for chapter in chapters())])


def _table(chapter: Chapter) -> str:
    attacks = attacks_in(chapter.folder)
    lines = [f"## {chapter.title}", "", "| | weakness | ours | property | attack |", "|---|---|---|---|---|"]
    for row in chapter.rows:
        own = [attack for attack in attacks if attack.weakness == row.id]
        cells = (row.id, row.weakness, row.ours, ", ".join(row.properties), _shown(row, own))
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _shown(row: Weakness, attacks: Sequence[Attack]) -> str:
    if row.reason:
        return row.reason
    if row.elsewhere:
        path, _, name = row.elsewhere.partition("::")
        return f"[{name.removeprefix('test_').replace('_', ' ')}](../{path})"
    return "; ".join(f"[{a.sentence}](../{a.file.relative_to(ROOT).as_posix()})" for a in attacks)


if __name__ == "__main__":
    PAGE.write_text(rendered(), encoding="utf-8")
    print(f"{PAGE.relative_to(ROOT)}: {sum(len(chapter.rows) for chapter in chapters())} weaknesses")
