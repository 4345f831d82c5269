"""Calls that no exact handler makes, as others that one makes: where it changes nothing, and where only a little."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from properties.binding import Call
from properties.dcm.exact_programs import MALFORMED
from properties.dcm.programs import FLAWED
from properties.dcm.recipes import Contents, PackedRow, Root, RowProof
from spec.dcm.types import FilterProg, JobParams

UNKNOWN_OPCODE = 2
"""The malformed program that has one."""


def settled(calls: Sequence[Call]) -> tuple[Call, ...]:
    """The same trace, in which datasets of which no row is ever pushed have the root of rows that fit.

    Such a root says nothing, and shrinking leaves in it what it likes.
    """
    rows = [part for call in calls if call.action == "push_row" for part in call.arguments]
    pushed = {part.dataset_id for part in rows if isinstance(part, PackedRow | RowProof)}
    return tuple(_fitting(call, pushed) if call.action == "commit_dataset" else call for call in calls)


def _fitting(call: Call, pushed: set[int]) -> Call:
    dataset_id, count, root, columns, *rest = call.arguments
    if dataset_id in pushed or not isinstance(root, Root) or not (0 < count < 4 and 0 < columns < 4):
        return call
    contents = replace(root.contents, seller=call.actor)
    if (count, columns) != (len(contents.rows), len(contents.types)):
        contents = Contents(("euint8",) * columns, ((0,) * columns,) * count, call.actor)
    return replace(call, arguments=(dataset_id, count, Root(dataset_id, contents), columns, *rest))


def loosened(call: Call) -> tuple[Call, str] | None:
    """A question with a filter program that the property contracts know; a row of no dataset instead of no row."""
    arguments = list(call.arguments)
    if arguments[1:] == [b"", (), 0]:
        return replace(call, arguments=(arguments[0], PackedRow(0, 0), RowProof(0, 0), 0)), "the row of no dataset"
    place = next((place for place, part in enumerate(arguments) if isinstance(part, JobParams)), None)
    if place is None:
        return None
    program = arguments[place].filter
    is_direct, is_flawed = call.action == "open_job", program in FLAWED.values() or program in MALFORMED
    if program == FilterProg() or (is_flawed and (is_direct or program in MALFORMED)):
        return None
    arguments[place] = arguments[place]._replace(filter=MALFORMED[UNKNOWN_OPCODE] if is_flawed else FilterProg())
    return replace(call, arguments=tuple(arguments)), f"{'another flawed' if is_flawed else 'no'} filter program"
