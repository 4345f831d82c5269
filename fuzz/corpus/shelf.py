"""A protocol's corpora: its handlers, the formats, and the traces that lie in files and folders."""

from __future__ import annotations

import shutil
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fuzz.corpus.echidna import Echidna
from fuzz.corpus.formats import Format, document_in, files_in, read, stem_of
from fuzz.corpus.foundry import Foundry
from fuzz.corpus.importing import Importer
from fuzz.corpus.medusa import Medusa
from fuzz.corpus.playing import Player
from fuzz.corpus.sequence import BadCorpus, Handlers
from fuzz.counterexample.reading import TRACE_FILE
from fuzz.counterexample.trace import KIND, Trace
from fuzz.engines.handlers import handlers_of
from properties.binding import EscrowProtocol
from properties.bytecode import Twins, twins_of
from properties.exact import Exact, exact_of
from properties.protocols import REGISTERED, load

FORMATS: tuple[Format, ...] = (Echidna(), Medusa(), Foundry())


def format_named(name: str) -> Format:
    """The format of a tool. Raises BadCorpus."""
    found = next((one for one in FORMATS if one.name == name), None)
    if found is None:
        names = ", ".join(one.name for one in FORMATS)
        raise BadCorpus(f"there is no format {name!r}", None, f"choose one of {names}")
    return found


@dataclass(frozen=True)
class Shelf:
    """What corpora of one protocol need."""

    protocol: EscrowProtocol
    twins: Twins
    exact: Exact
    handlers: Handlers

    def importer(self) -> Importer:
        """Runs sequences on the contracts as they are. Raises ToolchainError."""
        return Importer(self.protocol, self.twins, self.handlers)


def shelf_of(name: str | None) -> Shelf:
    """The shelf of a protocol, by default of the first that has property contracts with exact handlers.

    Raises:
        BadCorpus: The protocol has none.
        ToolchainError: They don't compile.
    """
    ready = [each for each in REGISTERED if exact_of(each) is not None and twins_of(each) is not None]
    chosen = name or next(iter(ready), "")
    protocol = load(chosen) if chosen else None
    twins, exact = twins_of(chosen), exact_of(chosen)
    if protocol is None or twins is None or exact is None:
        why = "its property contracts have no handlers that do exactly what a trace says"
        raise BadCorpus(f"protocol {chosen} has no corpora", why, f"choose {' or '.join(ready) or 'another'}")
    return Shelf(protocol, twins, exact, handlers_of(chosen))


def traces_in(places: Sequence[Path]) -> Iterator[tuple[str, Trace]]:
    """Traces by name, in files, folders of counterexamples, and folders of either. Raises BadCorpus, BrokenTrace."""
    for place in places:
        if (place / TRACE_FILE).is_file():
            yield place.resolve().name, Trace.load(place)
            continue
        for file in trace_files(place):
            yield name_of(file), Trace.load(file)


def trace_files(place: Path) -> list[Path]:
    """Files of traces in a folder; of a counterexample the one that was shrunk. Raises BadCorpus."""
    if place.is_file():
        return [place]
    files = [file for file in files_in(place) if file.name in (TRACE_FILE,) or _is_trace(file)]
    return [file for file in files if file.name == TRACE_FILE or not (file.parent / TRACE_FILE).is_file()]


def name_of(file: Path) -> str:
    """A trace by its file, or by its folder where all files are called the same."""
    return file.parent.resolve().name if file.name == TRACE_FILE else stem_of(file)


def _is_trace(file: Path) -> bool:
    document = document_in(file)
    return isinstance(document, dict) and document.get("kind") == KIND


def reaches(shelf: Shelf, place: Path) -> tuple[dict[Path, frozenset[Hashable]], list[BadCorpus]]:
    """What each file of a corpus reaches, traces and sequences alike, and the files that can't be read."""
    player, importer = Player(shelf.protocol), None
    found: dict[Path, frozenset[Hashable]] = {}
    errors = []
    for file in files_in(place):
        try:
            if _is_trace(file):
                calls = Trace.load(file).calls
            else:
                sequence = read(file, FORMATS, shelf.handlers)
                importer = importer or shelf.importer()
                calls = importer.trace_of(sequence).trace.calls
        except BadCorpus as fault:
            errors.append(fault)
            continue
        found[file] = player.reach(calls)
    return found, errors


def copied(files: Sequence[Path], place: Path, output: Path) -> None:
    """Copies files of a corpus to another folder, each to the same path in it."""
    for file in files:
        target = output / (file.relative_to(place) if place.is_dir() else file.name)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
