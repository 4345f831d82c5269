"""Which files a compilation consists of: import resolution without asking the compiler.

A source unit is named as Solidity names it: project files by their path from the project root
(``contracts/…``), packages by their import path (``@openzeppelin/…``), generated files by the name
in :data:`fuzz.build.host_addresses.GENERATED`. Resolving in Python lets the cache key be computed
without starting Node.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from pathlib import Path

from fuzz.build.errors import SourceMissing
from fuzz.build.host_addresses import GENERATED
from fuzz.build.settings import NODE_MODULES, PROJECT_ROOT

# A comment, or a string, or an import statement: matching the first two keeps an import inside them from counting.
_TOKENS = re.compile(
    r"""//[^\n]*|/\*.*?\*/"""
    r"""|\bimport\b\s*(?:[^;"']*?\bfrom\s*)?["'](?P<path>[^"'\n]+)["'][^;]*;"""
    r"""|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'""",
    re.DOTALL,
)


@lru_cache(maxsize=4096)
def imports_of(text: str) -> tuple[str, ...]:
    """Return the paths that a Solidity source imports, in order, as written."""
    return tuple(match["path"] for match in _TOKENS.finditer(text) if match["path"])


def unit_name(file: Path, overlay: Mapping[str, str] | None = None) -> str:
    """Return the source unit name of a file of the project or of an installed package, or of an overlay.

    Raises:
        SourceMissing: The file is not there, or lies outside the project.
    """
    if file.as_posix() in (overlay or {}):
        return file.as_posix()
    path = file if file.is_absolute() else PROJECT_ROOT / file
    if not path.is_file():
        raise SourceMissing(f"source file {file} does not exist", None, "check the path")
    for root in (NODE_MODULES, PROJECT_ROOT):
        if path.is_relative_to(root):
            return path.relative_to(root).as_posix()
    raise SourceMissing(
        f"source file {file} can't be compiled",
        f"it lies outside the project folder {PROJECT_ROOT}",
        "move it into the project, or pass its text in `overlay`",
    )


def _resolve(importer: str, path: str) -> str:
    if path.startswith("."):
        return posixpath.normpath(posixpath.join(posixpath.dirname(importer), path))
    return path


def _text(unit: str, importer: str | None, overlay: Mapping[str, str]) -> str:
    for table in (overlay, GENERATED):
        if unit in table:
            return table[unit]
    for root in (PROJECT_ROOT, NODE_MODULES):
        file = root / unit
        if file.is_file():
            return file.read_text(encoding="utf-8")
    package = unit.startswith("@")
    raise SourceMissing(
        f"source {unit} does not exist",
        f"{importer} imports it" if importer else None,
        "run `npm ci`" if package else "check the import path",
    )


def closure(entries: Sequence[str], overlay: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return every source unit that the entries reach, name to text, sorted by name.

    Args:
        entries: Source unit names to start from.
        overlay: Texts that replace or add to the files on disk, by unit name (a mutant, a generated test).

    Raises:
        SourceMissing: An import leads nowhere.
    """
    overlay = overlay or {}
    found: dict[str, str] = {}
    pending: list[tuple[str, str | None]] = [(entry, None) for entry in entries]
    while pending:
        unit, importer = pending.pop()
        if unit in found:
            continue
        found[unit] = _text(unit, importer, overlay)
        pending += [(_resolve(unit, path), unit) for path in imports_of(found[unit])]
    return dict(sorted(found.items()))
