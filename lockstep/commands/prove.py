"""`lockstep prove`: every property by induction over the specification, checked by two solvers."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from analysis.engine import Job
from analysis.profiles import profile_named
from analysis.toolchain import ROOT
from lockstep.commands.verify import ProcessesOption, ProfileOption, ProtocolOption
from lockstep.lookup import property_named, protocols_named
from lockstep.progress import ProgressDisplay

if TYPE_CHECKING:
    from analysis.prove.verdicts import Report, Verdict
    from properties.binding import EscrowProtocol
    from properties.catalogue import Property


def prove(
    ids: Annotated[list[str] | None, typer.Argument(metavar="[ID]...", help="Properties to show; all without.")] = None,
    smt2: Annotated[bool, typer.Option("--smt2", help="Write every query, for any other solver to check.")] = False,
    update_inventory: Annotated[
        bool, typer.Option("--update-inventory", help="Pin what is proved now as what has to be proved.")
    ] = False,
    protocol: ProtocolOption = None,
    profile: ProfileOption = "ci",
    processes: ProcessesOption = 2,
    output: Annotated[Path, typer.Option(file_okay=False, help="Folder for what is kept.")] = ROOT / "build" / "prove",
) -> int:
    """Prove properties for any number of records and any amounts; exit 1 if one is refuted, vacuous or not pinned."""
    wanted = [property_named(name) for name in ids or []]
    chosen = [p for p in protocols_named(protocol) if not wanted or any(prop.protocol == p.name for prop in wanted)]
    code = 0
    for one in chosen:
        folder = output.resolve() / one.name
        folder.mkdir(parents=True, exist_ok=True)
        code = max(code, _prove(one, wanted or list(one.catalogue), folder, profile, processes, smt2, update_inventory))
    return code


def _prove(
    protocol: EscrowProtocol,
    wanted: Sequence[Property],
    folder: Path,
    profile: str,
    processes: int,
    smt2: bool,
    update: bool,
) -> int:
    from analysis.prove import engine, inventory

    started = time.perf_counter()
    with ProgressDisplay(Console(stderr=True)) as display:
        job = Job(
            protocol=protocol,
            profile=profile_named(profile),
            seed=0,
            workdir=folder,
            processes=processes,
            report=lambda progress: display.show(engine.ENGINE, protocol.name, progress),
        )
        report = engine.prove(job, keep_scripts=smt2)
    verdicts = [report.verdict(prop) for prop in wanted if prop.accepted_risk is None]
    told: dict[tuple[str, ...], str] = {}
    for verdict in verdicts:
        print("\n".join(_lines(verdict, told)))
    if update:
        print(f"Pinned: {_shown(inventory.update(protocol.name, report.findings))}")
    idle = report.idle()
    print(f"Assumptions that no proof needs: {'; '.join(idle) or 'none'}.")
    faults = [*report.errors(), *inventory.differences(protocol.name, report.findings)]
    print("\n".join(faults), end="\n" if faults else "")
    if smt2:
        print(f"Written: {_write(verdicts, folder / 'smt2')} queries in {_shown(folder / 'smt2')}")
    print(_summary(report, verdicts, time.perf_counter() - started))
    return 1 if faults or any(verdict.verdict in ("refuted", "vacuous") for verdict in verdicts) else 0


def _lines(verdict: Verdict, told: dict[tuple[str, ...], str]) -> Iterator[str]:
    """What is said of one property. told: ways that were printed already, with the obligation that they led to."""
    paths = sum(finding.paths for finding in verdict.findings)
    yield f"{verdict.property}: {verdict.verdict} ({len(verdict.findings)} obligations on {paths} paths)"
    if verdict.why:
        yield f"  {verdict.why}"
    yield from (f"  uses {name}" for name in verdict.uses)
    further = [name for name in verdict.rests_on if name not in verdict.uses]
    if further:
        yield f"  which, with the absence of panics, rest on {len(further)} more, all proved by the same induction"
    yield from (f"  restated: {how}" for how in verdict.restated)
    for finding in verdict.findings:
        if finding.counterexample:
            yield f"  {finding.name}"
            yield from (f"    {line}" for line in finding.counterexample.splitlines())
            if finding.reachability:
                yield f"    {finding.reachability}"
            if finding.way and told.setdefault(finding.way, finding.name) != finding.name:
                yield f"      by the same calls as above ({told[finding.way]})"
            else:
                yield from (f"      {line}" for line in finding.way)


def _write(verdicts: Sequence[Verdict], folder: Path) -> int:
    """Writes each query of the properties into a file of its own; returns how many."""
    from analysis.prove.readable import readable

    folder.mkdir(parents=True, exist_ok=True)
    written = 0
    for verdict in verdicts:
        for old in folder.glob(f"{verdict.property}-*.smt2"):
            old.unlink()
        for finding in verdict.findings:
            for number, text in enumerate(finding.scripts):
                stem = re.sub(
                    r"[^A-Za-z0-9]+", "-", f"{verdict.property}-{finding.kind}-{finding.subject}-{finding.place}"
                )
                (folder / f"{stem[:150]}-{number}.smt2").write_text(readable(finding.name, text), encoding="utf-8")
                written += 1
    return written


def _summary(report: Report, verdicts: Sequence[Verdict], seconds: float) -> str:
    proved = sum(verdict.verdict == "proved" for verdict in verdicts)
    queries = sum(finding.queries for finding in report.findings)
    return (
        f"{proved} of {len(verdicts)} properties proved; {len(report.findings)} obligations, "
        f"{queries} queries, every proof confirmed by a second solver, {seconds:.1f} s."
    )


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
