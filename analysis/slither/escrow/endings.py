"""How deals end: moves to a final stage, and what becomes of the amounts of the record."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from .entries import Deal, Entry
from .lifecycles import Move, creates, is_record_field, later_than_writes, moves, statuses, terminals
from .money import booked, brings_money, collected_by, drains_balance, payments
from .repeats import Settlement, settlements
from .terms import Term, keys, place, record_of, root
from .truth import number, reachable_if


@dataclass(frozen=True, eq=False)
class Ending:
    """A move to a stage that is never left.

    Attributes:
        deal: The contract.
        move: The move.
        amounts: The places of the same record from which the contract pays.
    """

    deal: Deal
    move: Move
    amounts: frozenset[str]

    @property
    def names(self) -> frozenset[str]:
        """The amounts as a reader of the contract names them."""
        return frozenset(where.split(".", 1)[-1] for where in self.amounts)

    @cached_property
    def paid(self) -> list[Settlement]:
        """The payments from the record that the same function makes."""
        return [s for s in settlements(self.deal) if s.entry is self.move.entry and s.places & self.amounts]

    @property
    def pays(self) -> bool:
        """Whether the same function makes any payment from the record, or of all that the contract has."""
        everything = any(drains_balance(p) for p in payments(self.deal, self.move.entry))
        return bool(self.paid) or everything or bool(self.move.entry.payouts)

    @property
    def clears(self) -> bool:
        """Whether the same function touches any of the amounts."""
        return any(write.place in self.amounts for write in self.move.entry.writes)

    @cached_property
    def left_live(self) -> frozenset[str]:
        """The amounts that were paid and still stand in the record afterwards."""
        return frozenset(
            where for settled in self.paid for where in settled.places & self.amounts if where not in settled.traces
        )

    @cached_property
    def payable_later(self) -> bool:
        """Whether some function pays from the record in the final stage."""
        where, final = self.move.write.place, self.move.to
        for entry in self.deal.entries:
            changed = later_than_writes(entry, where)
            for paid in payments(self.deal, entry):
                sources = {s for t in settlements(self.deal) if t.paid is paid for s in t.places}
                concerned = bool(sources & self.amounts) or drains_balance(paid)
                if concerned and reachable_if(entry.graph, paid.step, where, final or 0, changed):
                    return True
        return False

    @property
    def from_funded(self) -> bool:
        """Whether money can be in the record when it is moved."""
        return bool(self.move.origins & funded_stages(self.deal, self.move.write.place, self.amounts))


def endings(deal: Deal) -> Iterator[Ending]:
    """Yield every move to a final stage."""
    final = terminals(deal)
    for move in moves(deal):
        if move.to in final.get(move.write.place, frozenset()):
            yield Ending(deal, move, _amounts_beside(deal, move))


def _amounts_beside(deal: Deal, move: Move) -> frozenset[str]:
    """The places from which the contract pays that belong to the same record as a status."""
    own = record_of(move.write.target)
    found: set[str] = set()
    for settled in settlements(deal):
        for source in settled.sources:
            if record_of(source) == own or (is_record_field(source) and _beside(move, source)):
                found.add(place(source) or "")
    return frozenset(found - {""})


def _beside(move: Move, source: Term) -> bool:
    """Whether a status kept in a mapping of its own has the same key in the same function as an amount."""
    if root(source) == root(move.write.target):
        return False
    return bool(keys(source)) and keys(source) == keys(move.write.target)


def funded_stages(deal: Deal, where: str, amounts: frozenset[str]) -> frozenset[int]:
    """The stages of a status in which money may be in the record."""
    stages = set(_stages_of_funding(deal, where, amounts))
    while True:
        more = {m.to for m in moves(deal) if m.write.place == where and m.to is not None and m.origins & stages}
        if more <= stages:
            return frozenset(stages)
        stages |= more


def _stages_of_funding(deal: Deal, where: str, amounts: frozenset[str]) -> Iterator[int]:
    """Yield the stages that a record is in after money came in."""
    for entry in [*deal.births, *deal.entries]:
        brings = any(w.place in amounts and brings_money(entry, w.value) for w in entry.writes)
        if not brings and not (collected_by(entry) & amounts & booked(deal)):
            continue
        stored = [number(w.value) for w in entry.writes if w.place == where]
        yield from (stage for stage in stored if stage is not None)
        if not stored:  # the stage it is in does not change: any in which money can be brought
            yield from _stages_open_to(deal, entry, where, amounts)


def _stages_open_to(deal: Deal, entry: Entry, where: str, amounts: frozenset[str]) -> Iterator[int]:
    for write in entry.writes:
        if write.place in amounts and not creates(entry, write):
            for stage in range(statuses(deal).get(where, 0)):
                if reachable_if(entry.graph, write.step, where, stage):
                    yield stage
