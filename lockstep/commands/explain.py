"""`lockstep explain`: one property, from its meaning to its evidence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.evidence import EvidenceStore, NoEvidence
from analysis.evidence.matrix import describe_extent
from analysis.toolchain import ROOT
from lockstep.commands.verify import OutputOption
from lockstep.lookup import property_named

if TYPE_CHECKING:
    from properties.catalogue import Property

SOURCE_FOLDERS = ("spec", "properties", "contracts", "fuzz", "analysis", "tests")
SOURCE_SUFFIXES = frozenset({".py", ".sol", ".json", ".md"})


def explain(
    property_id: Annotated[str, typer.Argument(metavar="ID", help="Id of the property, such as the table prints.")],
    output: OutputOption = ROOT / "build",
) -> int:
    """Say what a property means, where it is checked and what the last run found."""
    prop = property_named(property_id)
    for line in [*_meaning(prop), "", *_places(prop.id, ROOT), "", *_evidence(prop.id, output)]:
        print(line)
    return 0


def _meaning(prop: Property) -> Iterator[str]:
    yield f"{prop.id}: {prop.statement}"
    yield ""
    yield f"  family    {prop.family}"
    yield f"  protocol  {prop.protocol}"
    yield f"  shape     {prop.shape}"
    yield f"  target    {prop.target}"
    yield f"  remedy    {prop.remedy}"
    for clause in prop.clauses:
        where = f" of {clause.store}" if clause.store else ""
        yield f"  clause    {clause.name} (every {clause.scope}{where})"
    if prop.accepted_risk:
        yield f"  accepted risk: {prop.accepted_risk}"


def _places(property_id: str, root: Path) -> Iterator[str]:
    """Yield where the sources speak of the property, so that a reader can go there."""
    found = list(mentions(property_id, root))
    yield "Where it is checked:" if found else "Where it is checked: no source names it."
    yield from (f"  {place}" for place in found)


def mentions(property_id: str, root: Path) -> Iterator[str]:
    """Yield ``file:line`` for every line of the sources under ``root`` that names the property."""
    for folder in SOURCE_FOLDERS:
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SOURCE_SUFFIXES and path.is_file():
                for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                    if property_id in line:
                        yield f"{path.relative_to(root).as_posix()}:{number}"


def _evidence(property_id: str, output: Path) -> Iterator[str]:
    try:
        evidence = EvidenceStore(output).load()
    except NoEvidence:
        yield "Evidence: none yet; run `make verify`."
        return
    cells = evidence.cells_of(property_id)
    yield f"Evidence of the last run (profile {evidence.profile}, seed {evidence.seed}):"
    if not cells:
        yield "  none: no engine looked at it"
    for cell in cells:
        said = "; ".join(part for part in (describe_extent(cell.detail), cell.reason, cell.counterexample) if part)
        yield f"  {cell.engine} on {cell.target}: {cell.verdict}" + (f" ({said})" if said else "")
        yield f"    {cell.verdict.meaning}"
