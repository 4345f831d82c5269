"""The smallest subset of a corpus that reaches all that the corpus reaches.

Behaviours that only one member has decide for it; a member that another one contains is dropped; among what is left
the least number is searched for, deepening step by step. When that takes too long, the greedy choice stays, without
members that the others make needless, and the answer says that it may not be the smallest.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

Reach = frozenset[Hashable]

MOST_TRIES = 200_000
"""Choices that the search for the least number may try."""


@dataclass(frozen=True)
class Chosen:
    """Names of the members that stay, in the order of the corpus. smallest: whether no smaller subset does."""

    names: tuple[str, ...]
    smallest: bool


class _TooLong(Exception):
    """The search has tried enough."""


def smallest(reaches: Mapping[str, Reach], most_tries: int = MOST_TRIES) -> Chosen:
    """A least subset with the same behaviours; of equal ones the first in the order of the corpus."""
    missing = set().union(*reaches.values())
    needed, rest = _decided(reaches, missing)
    missing -= set().union(*(reaches[name] for name in needed))
    greedy = _greedy(rest, missing)
    least, is_least = _search(rest, missing, greedy, most_tries)
    chosen = needed | set(least)
    return Chosen(tuple(name for name in reaches if name in chosen), is_least)


def _decided(reaches: Mapping[str, Reach], everything: set[Hashable]) -> tuple[set[str], dict[str, Reach]]:
    """Members that alone have something, and of the others those that no other contains, with what they add."""
    holders: dict[Hashable, list[str]] = {behaviour: [] for behaviour in everything}
    for name, reach in reaches.items():
        for behaviour in reach:
            holders[behaviour].append(name)
    needed = {names[0] for names in holders.values() if len(names) == 1}
    covered = set().union(*(reaches[name] for name in needed))
    rest: dict[str, Reach] = {}
    for name, reach in reaches.items():
        adds = reach - covered
        if adds and name not in needed and not any(adds <= other for other in rest.values()):
            rest = {kept: other for kept, other in rest.items() if not other < adds} | {name: frozenset(adds)}
    return needed, rest


def _greedy(rest: Mapping[str, Reach], missing: set[Hashable]) -> list[str]:
    """The richest first, then without those that the others make needless."""
    left, chosen = set(missing), list[str]()
    while left:
        best = max(rest, key=lambda name: len(rest[name] & left))
        chosen.append(best)
        left -= rest[best]
    for name in reversed(chosen.copy()):
        others = set().union(*(rest[other] for other in chosen if other != name))
        if rest[name] & missing <= others:
            chosen.remove(name)
    return chosen


def _search(
    rest: Mapping[str, Reach], missing: set[Hashable], greedy: list[str], most_tries: int
) -> tuple[Sequence[str], bool]:
    """A least choice, and whether it surely is one."""
    tries = [most_tries]
    richest = max(map(len, rest.values()), default=1)
    try:
        for size in range(-(-len(missing) // richest), len(greedy)):
            found = _cover(rest, frozenset(missing), size, tries)
            if found is not None:
                return found, True
    except _TooLong:
        return greedy, False
    return greedy, True


def _cover(rest: Mapping[str, Reach], missing: Reach, size: int, tries: list[int]) -> list[str] | None:
    """A choice of at most `size` members that has all that is missing, or None."""
    if not missing:
        return []
    if not size:
        return None
    holders = {behaviour: [name for name in rest if behaviour in rest[name]] for behaviour in missing}
    rarest = min(holders.values(), key=lambda names: (len(names), names))  # a set's order is another each time
    for name in rarest:
        tries[0] -= 1
        if tries[0] < 0:
            raise _TooLong
        found = _cover(rest, missing - rest[name], size - 1, tries)
        if found is not None:
            return [name, *found]
    return None
