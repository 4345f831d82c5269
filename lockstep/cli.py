"""The commands, and the one place where an error becomes a sentence and an exit code.

0: good. 1: violations, or evidence that is not green. 2: bad input, usage or toolchain. 130: Ctrl-C.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

import typer

from fuzz.errors import UserError
from lockstep.commands import (
    corpus,
    coverage,
    doctor,
    engines,
    explain,
    explore,
    fuzz,
    mutants,
    prove,
    replay,
    report,
    slither,
    verify,
)

BAD_INPUT = 2
INTERRUPTED = 130

OWN_PACKAGES = frozenset({"spec", "properties", "fuzz", "analysis", "lockstep"})

app = typer.Typer(
    name="lockstep",
    help="Executable specifications held in lockstep with EVM bytecode, and one table of evidence.",
    add_completion=False,
    pretty_exceptions_enable=False,
)
app.command("verify")(verify.verify)
app.command("fuzz")(fuzz.fuzz)
app.command("explore")(explore.explore)
app.command("prove")(prove.prove)
app.command("mutants")(mutants.mutants)
app.command("slither")(slither.slither)
app.command("coverage")(coverage.coverage)
app.add_typer(corpus.app, name="corpus")
app.command("replay")(replay.replay)
app.command("engines")(engines.engines)
app.command("doctor")(doctor.doctor)
app.command("explain")(explain.explain)
app.command("report")(report.report)


def run(arguments: Sequence[str]) -> int:
    """Run one command line; return its exit code, having said on standard error what went wrong."""
    try:
        answer = app(args=list(arguments) or ["--help"], prog_name="lockstep", standalone_mode=False)
    except UserError as fault:
        return _refuse(str(fault))
    except typer.TyperException as fault:
        return _refuse(" ".join(fault.format_message().split()).rstrip(".") + ". See `lockstep --help`.")
    except ModuleNotFoundError as fault:
        if fault.name is None or fault.name.split(".")[0] in OWN_PACKAGES:
            raise
        return _refuse(f"the Python package {fault.name.split('.')[0]} is not installed. Run `make setup`.")
    except (KeyboardInterrupt, typer.Abort):
        print("lockstep: interrupted.", file=sys.stderr)
        return INTERRUPTED
    if not arguments:
        return BAD_INPUT
    return answer if isinstance(answer, int) else 0


def main() -> None:
    """Entry point of the ``lockstep`` command."""
    sys.exit(run(sys.argv[1:]))


def _refuse(sentence: str) -> int:
    print(f"lockstep: {sentence}", file=sys.stderr)
    return BAD_INPUT
