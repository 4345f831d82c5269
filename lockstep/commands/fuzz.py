"""`lockstep fuzz`: the lockstep engine alone, with its own budget and driver."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from analysis.profiles import profile_named
from analysis.toolchain import ROOT, commit_of, recorded_versions
from analysis.verification import Plan
from fuzz.errors import UserError
from lockstep.commands.verify import OutputOption, ProcessesOption, ProfileOption, ProtocolOption, SeedOption
from lockstep.lookup import property_named, protocols_named
from lockstep.running import carry_out


class Driver(StrEnum):
    """What chooses the calls."""

    NATIVE = "native"
    HYPOTHESIS = "hypothesis"
    BOTH = "both"


def fuzz(
    profile: ProfileOption = "quick",
    calls: Annotated[int | None, typer.Option(min=1, help="Calls of the native loop, instead of the preset's.")] = None,
    driver: Annotated[Driver, typer.Option(help="What chooses the calls.")] = Driver.BOTH,
    protocol: ProtocolOption = None,
    property_id: Annotated[str | None, typer.Option("--property", help="Only this property, by id.")] = None,
    seed: SeedOption = 0,
    processes: ProcessesOption = 1,
    output: OutputOption = ROOT / "build" / "fuzz",
) -> int:
    """Search for a call after which bytecode and specification disagree."""
    from analysis.engines import engines_named

    budget = profile_named(profile)
    wanted = property_named(property_id) if property_id else None
    if wanted and protocol not in (None, wanted.protocol):
        raise UserError(f"{wanted.id} is a property of {wanted.protocol}, not of {protocol}", remedy="drop --protocol")
    plan = Plan(
        engines=engines_named(["lockstep"]),
        protocols=protocols_named(wanted.protocol if wanted else protocol),
        profile=budget.with_calls(calls) if calls else budget,
        seed=seed,
        root=ROOT,
        output=output.resolve(),
        processes=processes,
        properties=frozenset({wanted.id}) if wanted else None,
        options={"driver": str(driver)},
        commit=commit_of(),
        toolchain=recorded_versions(),
    )
    return carry_out(plan)
