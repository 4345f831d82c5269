"""`lockstep verify`: every engine on every protocol, one table of evidence."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from analysis.profiles import PROFILES, profile_named
from analysis.toolchain import ROOT, commit_of, recorded_versions
from analysis.verification import Plan
from lockstep.lookup import protocols_named
from lockstep.running import carry_out

PROFILE_HELP = "Preset of budgets: " + "; ".join(
    f"{p.name} ({p.calls:,} calls), {p.summary}" for p in PROFILES.values()
)

ProfileOption = Annotated[str, typer.Option(help=PROFILE_HELP + ".")]
ProtocolOption = Annotated[str | None, typer.Option(help="Only this protocol.")]
SeedOption = Annotated[int, typer.Option(min=0, help="Where all randomness starts.")]
ProcessesOption = Annotated[int, typer.Option(min=1, help="How many processes work at a time.")]
OutputOption = Annotated[Path, typer.Option(file_okay=False, help="Folder for the evidence.")]


def verify(
    profile: ProfileOption = "quick",
    protocol: ProtocolOption = None,
    seed: SeedOption = 0,
    processes: ProcessesOption = 1,
    engine: Annotated[list[str] | None, typer.Option(help="Only this engine; may be repeated.")] = None,
    output: OutputOption = ROOT / "build",
) -> int:
    """Run every engine on every protocol and judge the evidence."""
    from analysis.engines import engines_named

    plan = Plan(
        engines=engines_named(engine or []),
        protocols=protocols_named(protocol),
        profile=profile_named(profile),
        seed=seed,
        root=ROOT,
        output=output.resolve(),
        processes=processes,
        commit=commit_of(),
        toolchain=recorded_versions(),
    )
    return carry_out(plan)
