"""Sequences run under forge: round trips of traces through every format, and of forge's own file through a trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from fuzz.corpus.exporting import exported
from fuzz.corpus.formats import read
from fuzz.corpus.importing import Importer
from fuzz.corpus.sequence import BadCorpus, HandlerSequence, Transaction
from fuzz.corpus.shelf import FORMATS, Shelf, format_named, shelf_of
from fuzz.counterexample.trace import Trace
from fuzz.engines.handlers import Handler
from properties.dcm.scene import SCENE
from tests.fuzz.corpus.every_call import TRACE
from tests.fuzz.corpus.test_formats import RECORDED


@pytest.fixture(scope="module")
def shelf() -> Shelf:
    return shelf_of("dcm")


@pytest.fixture(scope="module")
def importer(shelf: Shelf) -> Importer:
    return shelf.importer()


def test_success_an_empty_sequence_is_the_scene(importer: Importer) -> None:
    assert importer.trace_of(HandlerSequence("empty", ())).trace.calls == SCENE


def test_success_a_trace_is_the_same_through_every_format(shelf: Shelf, importer: Importer, tmp_path: Path) -> None:
    made = exported("every", Trace(shelf.protocol, 0, TRACE), shelf.exact, shelf.handlers)
    assert made.is_whole and made.notes == ()
    files = [format_named(tool).write(made.sequence, tmp_path) for tool in ("echidna", "medusa", "foundry")]
    sequences = [read(file, FORMATS, shelf.handlers) for file in files]
    data = {tuple(one.data for one in sequence.transactions) for sequence in sequences}
    assert len(data) == 1, "the three files say the same, so one replay tells of all"
    imported = importer.trace_of(sequences[0])
    assert imported.trace.calls == TRACE and imported.notes == ()


def test_success_a_real_file_of_forge_says_the_same_after_a_trace(shelf: Shelf, importer: Importer) -> None:
    kept = read(RECORDED / "forge.json.gz", FORMATS, shelf.handlers)
    first = importer.trace_of(kept).trace
    made = exported("again", first, shelf.exact, shelf.handlers)
    assert made.is_whole, (made.left_out, made.changed)
    assert importer.trace_of(made.sequence).trace.calls == first.calls
    assert len(first.calls) > 60


def test_success_what_a_trace_does_not_say_is_noted(shelf: Shelf, importer: Importer) -> None:
    handlers = shelf.handlers
    transactions = (
        Transaction(handlers["withdraw"], (1,), gas_price=7),
        Transaction(handlers["exactly_withdraw"], (1, 7), gas_price=7, delay=30),
        Transaction(handlers["pass_time"], (3,)),
    )
    imported = importer.trace_of(HandlerSequence("any", transactions))
    assert imported.trace.calls[-1].advance == 30
    assert [note.split(";")[0] for note in imported.notes] == [
        "1 calls have a gas price of the tool",
        "what changes after the last call is not in the trace, which is made of calls",
    ]


def test_invalid_a_handler_that_reverts_is_told(importer: Importer) -> None:
    unknown = Transaction(Handler("nothing_of_that_name", ()), ())
    with pytest.raises(BadCorpus, match="sequence bad can't be read as calls"):
        importer.trace_of(HandlerSequence("bad", (unknown,)))


def test_invalid_without_forge_it_says_how_to_get_it(shelf: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("fuzz.corpus.importing.find_forge", lambda: None)
    with pytest.raises(BadCorpus, match="make setup"):
        shelf.importer()
