"""Every view of every contract after a call, in one call into the EVM.

A reverted call is not asked about: the EVM has put every slot back, so no view can have moved. After every other call
the chain is asked for each view that reads what was changed, and for the rest: all of it, or so many parts in turn.
On the specification's side a view is evaluated again only when something that it read has changed, and decoded again
only when its bytes have.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from fuzz.build import PROJECT_ROOT, Settings, compile_sources
from fuzz.chain.abi import Contract
from fuzz.lockstep.reading import NotedState, Read, written
from fuzz.lockstep.same import Names, first_difference, names_of, same, shown
from properties.binding import Call, Divergence, ViewQuery
from spec.core import Revert, Store
from spec.core.action import View
from spec.core.journal import Change

if TYPE_CHECKING:
    from fuzz.lockstep.session import Session

LENS = PROJECT_ROOT / "contracts" / "cast" / "Lens.sol"


class Asked:
    """One view call of a session, with what it showed when both sides last agreed."""

    __slots__ = ("calldata", "decoded", "expected", "query", "raw", "reads", "stale", "view")

    def __init__(self, query: ViewQuery, view: View, calldata: bytes) -> None:
        self.query = query
        self.view = view
        self.calldata = calldata
        self.raw = b""
        self.decoded: Any = None
        self.expected: Any = None
        self.reads: frozenset[Read] = frozenset()
        self.stale = True


class Refused:
    """A view that reverted: error name and arguments, comparable with a specification error."""

    __slots__ = ("arguments", "name")

    def __init__(self, name: str, arguments: tuple[Any, ...]) -> None:
        self.name = name
        self.arguments = arguments

    def __repr__(self) -> str:
        return f"{self.name}{shown(self.arguments)}"


class ViewBoard:
    """All views of one session, asked together."""

    def __init__(self, session: Session) -> None:
        self._session = session
        sender = next(iter(session.cast)).signer.address
        self._lens = session.world.deploy(compile_sources([LENS], settings=Settings())["Lens"], sender=sender).address
        self._shape: tuple[tuple[Any, ...], ...] = ()
        self._known: dict[ViewQuery, Asked] = {}
        self._asked: list[Asked] = []
        self._turn = 0
        self._readers: dict[Read, list[Asked]] = {}

    def forget(self) -> None:
        """Starts afresh: the state is another one."""
        self._readers.clear()
        self._turn = 0
        for asked in self._known.values():
            asked.stale, asked.reads = True, frozenset()

    def compare(self, call: Call, changes: list[Change], turns: int = 1) -> Iterator[Divergence]:
        """What the two sides show differently after a call that made these changes.

        turns: besides the views that read what was changed, one of so many parts of all others is asked; 1 asks all.
        """
        session = self._session
        self._refresh()
        for read in written(session.state, changes):
            for asked in self._readers.get(read, ()):
                asked.stale = True
        chosen = self._asked if turns == 1 else self._chosen(turns)
        for asked, raw in zip(chosen, self.answers(b"".join([asked.calldata for asked in chosen])), strict=True):
            if asked.raw == raw and not asked.stale and not asked.view.timed:
                continue
            expected = self._evaluate(asked)
            if asked.raw != raw:
                asked.decoded = self._decode(asked, raw)
            elif equal(asked.expected, expected):
                continue
            if agrees(expected, asked.decoded, session):
                asked.raw, asked.expected = raw, expected
            else:
                asked.raw = b""
                yield self._difference(call, asked, expected)

    def _chosen(self, turns: int) -> list[Asked]:
        """What reads something that was changed, and the part whose turn it is."""
        self._turn = (self._turn + 1) % turns
        return [asked for place, asked in enumerate(self._asked) if asked.stale or place % turns == self._turn]

    def answers(self, calldata: bytes) -> Iterator[bytes]:
        """The lens's answers one by one: a flag, three bytes of length, and what was returned or reverted with."""
        output, position = self._session.world.call(self._lens, calldata), 0
        while position < len(output):
            end = position + 4 + int.from_bytes(output[position + 1 : position + 4], "big")
            yield output[position:end]
            position = end

    def _evaluate(self, asked: Asked) -> Any:
        """What the specification shows; notes what it read, to know when to look again."""
        noted = NotedState(self._session.state)
        world = self._session.world
        expected = evaluate(asked.view, noted, asked.query.arguments, world.now, world.block_number)
        asked.stale = False
        for read in noted.reads - asked.reads:
            self._readers.setdefault(read, []).append(asked)
        asked.reads = asked.reads | noted.reads
        return expected

    def _difference(self, call: Call, asked: Asked, expected: Any) -> Divergence:
        session = self._session
        subject = f"{asked.query.view}{session.show(asked.query.arguments)}"
        if isinstance(expected, Revert):
            said = f"{type(expected).__name__}{session.show(expected.values)}"
            return Divergence("view", call.action, subject, said, repr(asked.decoded))
        path, want, seen = first_difference(expected, asked.decoded, session.plaintext, self._output_names(asked))
        where = f"{subject}.{path}" if path else subject
        return Divergence("view", call.action, where, session.show(want), session.show_seen(seen, want))

    def _output_names(self, asked: Asked) -> Names:
        abi = self._session.contracts[asked.query.contract].abi
        outputs = next(entry["outputs"] for entry in abi if entry.get("name") == asked.view.function)
        names = names_of(outputs)
        return names[0][1] if len(names) == 1 and names[0][1] else names

    def _refresh(self) -> None:
        state = self._session.state
        shape = tuple([tuple(part) for part in vars_of(state) if isinstance(part, Store)])
        if shape == self._shape and self._asked:
            return
        self._shape = shape
        self._asked = [self._ask(query) for query in self._session.binding.queries(self._session)]

    def _ask(self, query: ViewQuery) -> Asked:
        if query not in self._known:
            view = self._session.protocol.actions.views[query.view]
            contract = self._session.contracts[query.contract]
            self._known[query] = Asked(query, view, packed(contract, view.function, query.arguments))
        return self._known[query]

    def _decode(self, asked: Asked, raw: bytes) -> Any:
        if raw[0]:
            return self._session.contracts[asked.query.contract].decode(asked.view.function, raw[4:])
        return Refused(*self._session.reverted(raw[4:]))


def packed(contract: Contract, function: str, arguments: tuple[Any, ...]) -> bytes:
    """A call as the lens reads it: address, two bytes of length, calldata."""
    data = contract.encode(function, *arguments)
    return bytes.fromhex(contract.address[2:]) + len(data).to_bytes(2, "big") + data


def vars_of(state: Any) -> Iterator[Any]:
    """The values of a state's fields."""
    return (getattr(state, field.name) for field in type(state).FIELDS)


def evaluate(view: View, state: Any, arguments: tuple[Any, ...], now: int, block: int) -> Any:
    """What the specification shows at a time, in seconds and blocks: a value, or the error it refuses with."""
    try:
        return view.shown(state, now, *arguments, block=block)
    except Revert as error:
        return error.with_traceback(None)


def equal(before: Any, now: Any) -> bool:
    """Equality of two expected values; errors by class and arguments."""
    if isinstance(now, Revert):
        return type(before) is type(now) and before.values == now.values
    return bool(before == now)


def agrees(expected: Any, decoded: Any, session: Session) -> bool:
    """Whether the chain shows what the specification says."""
    if isinstance(expected, Revert) or isinstance(decoded, Refused):
        return (
            isinstance(expected, Revert)
            and isinstance(decoded, Refused)
            and type(expected).__name__ == decoded.name
            and same(expected.values, decoded.arguments, session.plaintext)
        )
    return same(expected, decoded, session.plaintext)
