"""The marked changes in the snippets: what was documented, what runs instead, and why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

BEGIN = "// ---- the documented code ----"
END = "// ---- end of the documented code ----"
WAS = "// was: "
BECAUSE = "// because: "


class Change(NamedTuple):
    """One changed line of a snippet."""

    file: str
    was: str
    now: str
    because: str


def documented_part(snippet: Path) -> list[str]:
    """Return the lines of a snippet between its two marks, stripped; the second mark may be missing."""
    lines = [line.strip() for line in snippet.read_text(encoding="utf-8").splitlines()]
    return list(takewhile(lambda line: line != END, lines[lines.index(BEGIN) + 1 :]))


def changes_in(snippet: Path) -> Iterator[Change]:
    """Yield the changes of a snippet; each stands as three lines: what was, why, what runs."""
    lines = documented_part(snippet)
    for was, because, now in zip(lines, lines[1:], lines[2:], strict=False):
        if was.startswith(WAS):
            assert because.startswith(BECAUSE), f"{snippet.name} does not say why it changes: {was}"
            yield Change(snippet.name, was.removeprefix(WAS), now, because.removeprefix(BECAUSE))


def listed(document: Path) -> list[Change]:
    """Return the changes that a document lists, one for each row of its table."""
    rows = re.findall(
        r"^\| `(.+?)` \| `` (.+?) `` \| `` (.+?) `` \| (.+?) \|$", document.read_text("utf-8"), re.MULTILINE
    )
    return [Change(*row) for row in rows]
