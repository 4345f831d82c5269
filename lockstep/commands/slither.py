"""`lockstep slither`: what Slither's own detectors and the pack say about the contracts."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.toolchain import ROOT
from lockstep.commands.verify import ProtocolOption
from lockstep.lookup import protocols_named

if TYPE_CHECKING:
    from analysis.slither.run import Finding
    from properties.binding import EscrowProtocol


def slither(
    protocol: ProtocolOption = None,
    excused: Annotated[bool, typer.Option(help="Also list the findings that comments in the source excuse.")] = False,
    output: Annotated[Path, typer.Option(file_okay=False, help="Folder for SARIF.")] = ROOT / "build" / "slither",
) -> int:
    """Read the contracts with all detectors; exit 1 if a finding is neither corrected nor excused with a reason."""
    return max(_slither(chosen, excused, output.resolve()) for chosen in protocols_named(protocol))


def _slither(protocol: EscrowProtocol, excused: bool, output: Path) -> int:
    from analysis.slither.compile import slither_of
    from analysis.slither.plugin import detectors
    from analysis.slither.run import built_in_detectors, findings
    from analysis.slither.sarif import sarif

    started = time.perf_counter()
    found = findings(slither_of(protocol.binding.sources))
    output.mkdir(parents=True, exist_ok=True)
    file = output / f"{protocol.name}.sarif"
    file.write_text(json.dumps(sarif(found, [*detectors(), *built_in_detectors()]), indent=1) + "\n", encoding="utf-8")
    open_ones = [finding for finding in found if not finding.is_suppressed or not finding.reason]
    for finding in found if excused else open_ones:
        print(_line(finding))
    count = len(detectors()) + len(built_in_detectors())
    print(
        f"{protocol.name}: {count} detectors, {len(open_ones)} findings, {len(found) - len(open_ones)} excused, "
        f"{time.perf_counter() - started:.1f} s. Written: {_shown(file)}"
    )
    return 1 if open_ones else 0


def _line(finding: Finding) -> str:
    line = f"{finding.file}:{finding.line}: {finding.detector} ({finding.impact}): {finding.text}"
    if not finding.is_suppressed:
        return line
    return f"{line}\n  excused: {finding.reason or 'without a reason; write one into the comment line above'}"


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
