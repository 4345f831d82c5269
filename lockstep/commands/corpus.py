"""`lockstep corpus`: our traces and the corpora of other fuzzers, each as the other, and the least that is needed."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from analysis.toolchain import ROOT
from lockstep.commands.verify import ProtocolOption, SeedOption

if TYPE_CHECKING:
    from fuzz.corpus.exporting import Amiss
    from fuzz.counterexample import Trace
    from fuzz.errors import UserError

GOOD, BAD_FILES = 0, 2

app = typer.Typer(help="Traces and the corpora of Echidna, Medusa and Foundry.", no_args_is_help=True)

CorpusArgument = Annotated[Path, typer.Argument(metavar="CORPUS", help="Folder of a corpus, or one file of it.")]


def _output_option(what: str) -> typer.models.OptionInfo:
    option: typer.models.OptionInfo = typer.Option(file_okay=False, help=what)
    return option


@app.command("export")
def export(
    tool: Annotated[str, typer.Argument(help="Whose corpus: echidna, medusa or foundry.")],
    traces: Annotated[
        list[Path] | None, typer.Argument(metavar="[TRACE]...", help="Traces, or folders of them; without, new runs.")
    ] = None,
    calls: Annotated[int, typer.Option(min=1, help="Calls of lockstep for new runs.")] = 3_000,
    whole: Annotated[bool, typer.Option(help="Leave out traces of which a call has no handler.")] = False,
    check: Annotated[bool, typer.Option(help="Run what is not whole under forge, to see what it still does.")] = True,
    protocol: ProtocolOption = None,
    seed: SeedOption = 0,
    output: Annotated[Path, _output_option("Folder that the tool is given as its corpus.")] = ROOT
    / "build"
    / "corpus"
    / "exported",
) -> int:
    """Write traces as sequences of handler calls; say by name what no handler can do."""
    from fuzz.corpus.exporting import exported
    from fuzz.corpus.shelf import format_named, shelf_of

    target = format_named(tool)
    given = list(_given(traces or []))
    shelf = shelf_of(protocol or (given[0][1].protocol.name if given else None))
    written, importer = 0, None
    for name, trace in given or list(_new(shelf.protocol, seed, calls)):
        _same(shelf.protocol.name, name, trace)
        made = exported(name, trace, shelf.exact, shelf.handlers)
        lines = [*made.notes, *_told("left out", "no handler takes", made.left_out)]
        for line in [*lines, *_told("changed", "it has", made.changed)]:
            print(f"{name}: {line}")
        if not made.sequence.transactions or (whole and not made.is_whole):
            print(f"{name}: not written")
            continue
        if check and not made.is_whole:
            importer = importer or shelf.importer()
            done = importer.trace_of(made.sequence).trace.calls[len(shelf.exact.scene) :]
            for line in _told("does nothing", "", list(made.idle(done))):
                print(f"{name}: {line}")
        target.write(made.sequence, output.resolve())
        written += 1
    print(f"{written} sequences written for {target.name}: {_shown(output.resolve())}")
    return GOOD


@app.command("import")
def import_(
    corpus: CorpusArgument,
    protocol: ProtocolOption = None,
    output: Annotated[Path, _output_option("Folder for the traces.")] = ROOT / "build" / "corpus" / "traces",
) -> int:
    """Run sequences of handlers under forge and write what they did as traces; exit 2 if a file can't be read."""
    from fuzz.corpus.formats import files_in, read
    from fuzz.corpus.sequence import BadCorpus
    from fuzz.corpus.shelf import FORMATS, shelf_of

    files = files_in(corpus)
    shelf = shelf_of(protocol)
    importer = shelf.importer()
    folder = output.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    errors = []
    for file in files:
        try:
            imported = importer.trace_of(read(file, FORMATS, shelf.handlers))
        except BadCorpus as fault:
            errors.append(fault)
            continue
        imported.trace.save(folder / f"{imported.name}.json")
        for note in imported.notes:
            print(f"{imported.name}: {note}")
    print(f"{len(files) - len(errors)} traces written: {_shown(folder)}")
    return _refused(errors)


@app.command("minimise")
def minimise(
    corpus: CorpusArgument,
    protocol: ProtocolOption = None,
    output: Annotated[Path, _output_option("Folder for the files that stay.")] = ROOT / "build" / "corpus" / "least",
) -> int:
    """Copy the smallest subset of a corpus, or of traces, that reaches the same behaviour of the specification."""
    from fuzz.corpus.minimising import smallest
    from fuzz.corpus.shelf import copied, reaches, shelf_of

    found, errors = reaches(shelf_of(protocol), corpus)
    by_name = {str(file): file for file in found}
    chosen = smallest({str(file): reach for file, reach in found.items()})
    copied([by_name[name] for name in chosen.names], corpus, output.resolve())
    count = len(set().union(*found.values()))
    surely = "no fewer do" if chosen.smallest else "fewer may do: the search was cut off"
    print(
        f"{len(chosen.names)} of {len(found)} files reach all {count} behaviours ({surely}): {_shown(output.resolve())}"
    )
    return _refused(errors)


def _given(places: Sequence[Path]) -> Iterator[tuple[str, Trace]]:
    from fuzz.corpus.shelf import traces_in

    return traces_in(places)


def _new(protocol: object, seed: int, calls: int) -> Iterator[tuple[str, Trace]]:
    from fuzz.corpus.playing import kept_runs

    for number, trace in enumerate(kept_runs(protocol, seed, calls), 1):  # type: ignore[arg-type]  # its type is imported late
        yield f"run-{seed}-{number}", trace


def _same(protocol: str, name: str, trace: Trace) -> None:
    from fuzz.errors import UserError

    if trace.protocol.name != protocol:
        what = f"trace {name} is of {trace.protocol.name}, and not of {protocol}"
        raise UserError(what, None, "export the traces of one protocol at a time")


def _told(verb: str, why: str, amiss: Sequence[Amiss]) -> Iterator[str]:
    """What is not as in the trace, one line for each action and reason."""
    places: dict[tuple[str, str], list[int]] = {}
    for one in amiss:
        places.setdefault((one.action, one.what), []).append(one.number)
    for (action, what), numbers in places.items():
        listed = ", ".join(map(str, numbers))
        yield f"{action} ({'call' if len(numbers) == 1 else 'calls'} {listed}) {verb}: {why}{' ' if why else ''}{what}"


def _refused(errors: Sequence[UserError]) -> int:
    for fault in errors:
        print(f"lockstep: {fault}", file=sys.stderr)
    return BAD_FILES if errors else GOOD


def _shown(path: Path) -> str:
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)
