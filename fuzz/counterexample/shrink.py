"""Shrinking: fewer calls, then simpler ones, as long as the same fault shows. Deterministic and bounded by replays.

Calls are dropped in chunks (delta debugging, Zeller and Hildebrandt 2002), then one by one. A dropped call that gave
something a number makes the numbers of later things one lower, so later arguments are lowered with it; the time that
passed before it passes before the next call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from fuzz.counterexample import parts
from fuzz.counterexample.reproduce import Reproduced, Reproducer
from properties.binding import Call

MAX_REPLAYS = 2_000
ROUND_FROM = 10**9
"""From here on a number is made a power of ten instead of the least that still shows the fault; so is all coin. The
least amount that covers some gas would tie the trace to one build of the contracts."""
SMALL_NAMES = (1, 2, 3)
"""Numbers that replace an id or amount used in several calls."""

Calls = tuple[Call, ...]


@dataclass(frozen=True)
class Shrunk:
    """The shortest and simplest calls found. complete: nothing simpler was left to try when it ended."""

    calls: Calls
    found: Reproduced
    replays: int
    complete: bool


class OutOfReplays(Exception):
    """The budget is used up."""


def shrink(
    reproducer: Reproducer, calls: Sequence[Call], found: Reproduced, *, max_replays: int = MAX_REPLAYS
) -> Shrunk:
    """Shrinks calls that are known to lead to the reproducer's fault, as `found` says."""
    search = _Search(reproducer, tuple(calls), found, reproducer.replays + max_replays)
    complete = True
    start = reproducer.replays
    try:
        search.until_nothing_helps()
    except OutOfReplays:
        complete = False
    return Shrunk(search.calls, search.found, reproducer.replays - start, complete)


class _Search:
    """`calls` is the best so far, `found` what it leads to."""

    def __init__(self, reproducer: Reproducer, calls: Calls, found: Reproduced, limit: int) -> None:
        self._reproducer = reproducer
        self._limit = limit
        self._failed: set[Calls] = set()
        self.calls = calls
        self.found = found
        self._keep(calls, found)

    def until_nothing_helps(self) -> None:
        while True:
            before = self.calls
            self._drop_chunks()
            self._drop_and_mend()
            self._simplify_calls()
            self._rename_shared_numbers()
            if self.calls == before:
                return

    def _keep(self, calls: Calls, found: Reproduced) -> None:
        self.calls = calls if found.index is None else calls[: found.index + 1]
        self.found = found

    def _try(self, candidate: Calls) -> bool:
        """Keeps the candidate if it shows the fault."""
        if candidate == self.calls or candidate in self._failed:
            return False
        if self._reproducer.replays >= self._limit:
            raise OutOfReplays
        found = self._reproducer.run(candidate)
        if found is None:
            self._failed.add(candidate)
            return False
        self._keep(candidate, found)
        return True

    # ---- fewer calls ----

    def _drop_chunks(self) -> None:
        size = len(self.calls) // 2
        while size:
            end = len(self.calls)
            while end > 0:
                start = max(0, end - size)
                self._try(self.calls[:start] + self.calls[end:])
                end = min(start, len(self.calls))
            size //= 2

    def _drop_and_mend(self) -> None:
        """Drops single calls whose absence the later ones must be told of."""
        for index in reversed(range(len(self.calls))):
            if index < len(self.calls):
                any(self._try(candidate) for candidate in self._mended_without(index))

    def _mended_without(self, index: int) -> Iterator[Calls]:
        """The calls without one: the next one waits for it too, or ids after the one it gave out are one lower."""
        dropped, before, after = self.calls[index], self.calls[:index], self.calls[index + 1 :]
        if after and (dropped.advance or dropped.moods):
            advance, moods = dropped.advance + after[0].advance, dropped.moods + after[0].moods
            after = (replace(after[0], advance=advance, moods=moods), *after[1:])
            yield before + after
        number = self.found.returned[index] if index < len(self.found.returned) else None
        if number is None or not parts.is_number(number):
            return
        named = (
            pair for call in after for name, value in self._named(call) for pair in parts.named_numbers(value, name)
        )
        for name in dict.fromkeys(name for name, value in named if value > number):
            yield before + tuple(self._lowered(call, name, number) for call in after)

    def _lowered(self, call: Call, name: str, above: int) -> Call:
        def lower(value: int, called: str) -> int:
            return value - 1 if called == name and value > above else value

        named = self._named(call)
        return replace(call, arguments=tuple(parts.map_numbers(value, lower, parameter) for parameter, value in named))

    def _named(self, call: Call) -> list[tuple[str, Any]]:
        parameters = self._reproducer.session.protocol.actions[call.action].parameters
        return [(parameter.name, value) for parameter, value in zip(parameters, call.arguments, strict=True)]

    # ---- simpler calls ----

    def _simplify_calls(self) -> None:
        for index in reversed(range(len(self.calls))):
            self._try_call(index, moods=())
            for name in ("value", "gas_price", "advance"):
                self._lower_field(index, name)
            for path in list(parts.places(self.calls[index].arguments)) if index < len(self.calls) else ():
                self._simplify_argument(index, path)

    def _try_call(self, index: int, **changes: object) -> bool:
        if index >= len(self.calls):
            return False
        call = replace(self.calls[index], **changes)  # type: ignore[arg-type]  # names are those of a call's fields
        return self._try((*self.calls[:index], call, *self.calls[index + 1 :]))

    def _lower_field(self, index: int, name: str) -> None:
        if index < len(self.calls):
            value = getattr(self.calls[index], name)
            self._lower(value, lambda number: self._try_call(index, **{name: number}), coin=name != "advance")

    def _simplify_argument(self, index: int, path: parts.Path) -> None:
        if index >= len(self.calls):
            return
        arguments = self.calls[index].arguments
        try:
            value, default = parts.at(arguments, path), parts.default_at(arguments, path)
        except LookupError:
            return  # an outer part was simplified away
        for plain in parts.simpler(value, default):
            if self._try_argument(index, path, plain):
                return
        if parts.is_number(value) and value != default:
            self._lower(value, lambda number: self._try_argument(index, path, number))

    def _try_argument(self, index: int, path: parts.Path, value: object) -> bool:
        return self._try_call(index, arguments=parts.replaced(self.calls[index].arguments, path, value))

    def _lower(self, value: int, change: Callable[[int], bool], *, coin: bool = False) -> None:
        """Zero, one, or else by bisection the least number, or the least power of ten, that still shows the fault."""
        if value <= 0 or change(0) or value == 1 or change(1):
            return
        if coin or value >= ROUND_FROM or _is_round(value):
            powers = [10**exponent for exponent in range(1, len(str(value)))]
            _least([power for power in powers if power < value], change)
        else:
            _least(range(2, value), change)

    def _rename_shared_numbers(self) -> None:
        """An id that several calls use becomes 1, 2 or 3 in all of them at once."""
        used = [{number for _, number in parts.named_numbers(call.arguments)} for call in self.calls]
        shared = sorted(number for number in set().union(*used) if sum(number in numbers for numbers in used) > 1)
        for number in reversed(shared):
            any(self._try(self._renamed(number, small)) for small in SMALL_NAMES if small < number)

    def _renamed(self, number: int, small: int) -> Calls:
        def rename(value: int, _called: str) -> int:
            return small if value == number else value

        return tuple(replace(call, arguments=parts.map_numbers(call.arguments, rename)) for call in self.calls)


def _is_round(value: int) -> bool:
    """True for a power of ten that an earlier pass chose; going below it by bisection would undo the choice."""
    return value >= 1_000 and value == 10 ** (len(str(value)) - 1)


def _least(options: Sequence[int], change: Callable[[int], bool]) -> None:
    """Finds the least of ascending options that `change` accepts, by bisection; `change` itself keeps accepted ones."""
    low, high = 0, len(options)
    while low < high:
        middle = (low + high) // 2
        if change(options[middle]):
            high = middle
        else:
            low = middle + 1
