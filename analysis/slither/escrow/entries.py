"""What can be called from outside: an entry point with all that it does, and the entry points of a contract."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from slither.core.compilation_unit import SlitherCompilationUnit
from slither.core.declarations import Contract, FunctionContract
from slither.slithir.operations import SolidityCall

from .acts import Payout, Receipt, Write, payout, receipt, writes
from .steps import Graph, Step
from .terms import COIN, SELF, SENDER, mentions, options
from .unrolling import Unrolled


class Entry:
    """An entry point, or a constructor.

    Args:
        function: The function that anyone can call.
        deal: The contract that it belongs to.
    """

    def __init__(self, function: FunctionContract, deal: Deal) -> None:
        self.function = function
        self.deal = deal

    @cached_property
    def unrolled(self) -> Unrolled:
        """The entry point with everything it calls laid out."""
        return Unrolled(self.function)

    @property
    def graph(self) -> Graph:
        """Its steps."""
        return self.unrolled.graph

    @cached_property
    def writes(self) -> list[Write]:
        """Everything it stores."""
        return [write for step in self.graph.steps for write in writes(step) if self.graph.returns_after(step)]

    @cached_property
    def payouts(self) -> list[Payout]:
        """Everything it pays out at once."""
        found = [payout(step) for step in self.graph.steps if self.graph.returns_after(step)]
        return [paid for paid in found if paid is not None]

    @cached_property
    def pulls(self) -> list[Receipt]:
        """The tokens that it pulls from somebody, for the contract or for another."""
        found = [receipt(step) for step in self.graph.steps if self.graph.returns_after(step)]
        return [received for received in found if received is not None]

    @property
    def receipts(self) -> list[Receipt]:
        """The amounts of tokens that it pulls into the contract."""
        return [pulled for pulled in self.pulls if pulled.receiver == SELF and pulled.fungible]

    @property
    def takes_money(self) -> bool:
        """Whether the caller pays for what it does, in coin or in tokens."""
        return (self.takes_coin and self.uses_coin) or any(SENDER in options(pulled.payer) for pulled in self.pulls)

    @cached_property
    def conditions(self) -> list[Step]:
        """Every condition on the way to success."""
        return [step for step in self.graph.conditions() if self.graph.returns_after(step)]

    @cached_property
    def stores_in_assembly(self) -> bool:
        """Whether it stores something by assembly, which is not followed."""
        return any(
            isinstance(step.operation, SolidityCall) and step.operation.function.name.startswith("sstore(")
            for step in self.graph.steps
        )

    @property
    def takes_coin(self) -> bool:
        """Whether it accepts coin."""
        return bool(self.function.payable)

    @cached_property
    def uses_coin(self) -> bool:
        """Whether the amount of coin that came along matters to it."""
        terms = [write.value for write in self.writes] + [paid.amount for paid in self.payouts]
        return any(mentions(term, COIN) for term in terms) or any(
            mentions(step.condition, COIN) for step in self.conditions if step.condition is not None
        )


class Deal:
    """A contract as others meet it: its entry points, inherited ones included.

    Attributes:
        contract: The most derived contract.
        entries: What can be called and may change something.
        births: The constructors.
    """

    def __init__(self, contract: Contract) -> None:
        self.contract = contract
        open_functions = [f for f in contract.functions_entry_points if f.is_implemented and not f.is_constructor]
        self.entries = [Entry(f, self) for f in open_functions if not (f.view or f.pure)]
        self.views = [Entry(f, self) for f in open_functions if f.view or f.pure]
        self.births = [Entry(f, self) for f in contract.constructors if f.is_implemented]
        self.notes: dict[str, object] = {}

    @cached_property
    def pays(self) -> bool:
        """Whether money leaves it."""
        return any(entry.payouts for entry in self.entries)


_NOTE = "_escrow_deals"


def deals(unit: SlitherCompilationUnit) -> Iterator[Deal]:
    """Yield the contracts of a compilation that others meet: neither interfaces nor libraries nor mere bases.

    They are laid out once, however many detectors ask; the compilation itself keeps them, so that they go with it.
    """
    notes = vars(unit)
    if _NOTE not in notes:
        notes[_NOTE] = [Deal(c) for c in unit.contracts_derived if not c.is_interface and not c.is_library]
    yield from notes[_NOTE]
