"""What every known account should hold of every foreign token, beside what it holds on the chain."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from fuzz.lockstep.views import packed
from properties.binding import Call, Divergence
from spec.core import Movement

if TYPE_CHECKING:
    from fuzz.chain.tokens import Token
    from fuzz.lockstep.session import Session


class TokenBooks:
    """Balances of the cast's tokens: of all actors and contracts, and of whoever was paid in the run.

    expected: base units by token and account, as the specification says.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._calldata = b""
        self._asked = 0
        self.expected: dict[tuple[str, str], int] = {}

    def reset(self) -> None:
        """Starts from what the chain says."""
        session = self._session
        accounts = (*session.actors, *session.addresses)
        self._asked = 0
        self.expected = {(token.address, one): self.actual(token, one) for token in session.tokens for one in accounts}

    def actual(self, token: Token, account: str) -> int:
        """What an account holds on the chain."""
        held: int = self._session.world.read(token.contract, "balanceOf", account)
        return held

    def settle(self, movements: Iterable[Movement]) -> None:
        """Books a successful call's movements on the specification's side, but for tokens that are not of the cast."""
        for move in movements:
            token = self._session.tokens.at(move.token)
            if token is None:
                continue
            for account, change in ((move.payer, -move.amount), (move.payee, move.arrived)):
                place = (move.token, account)
                if place not in self.expected:
                    self.expected[place] = self.actual(token, account) - change
                self.expected[place] += change

    def compare(self, call: Call) -> Iterator[Divergence]:
        """Every balance, and what each contract's own books say it holds."""
        session = self._session
        if not session.tokens:
            return
        answers = session.views.answers(self._question())
        seen = {place: int.from_bytes(raw[4:], "big") for place, raw in zip(self.expected, answers, strict=True)}
        if seen != self.expected:
            for (token, account), expected in self.expected.items():
                if seen[token, account] != expected:
                    yield self._differs(call, token, session.name_of(account), expected, seen[token, account])
        for (contract, name), held in session.binding.held_tokens(session).items():
            address = session.tokens[name].address
            actual = seen[address, session.contracts[contract].address]
            if actual != held:
                yield self._differs(call, address, f"{contract} by its own books", held, actual)

    def _question(self) -> bytes:
        """The balance of every known place, as the lens reads it; accounts only ever join."""
        if self._asked != len(self.expected):
            contracts = {token.address: token.contract for token in self._session.tokens}
            self._calldata = b"".join(packed(contracts[t], "balanceOf", (account,)) for t, account in self.expected)
            self._asked = len(self.expected)
        return self._calldata

    def _differs(self, call: Call, token: str, whose: str, expected: int, actual: int) -> Divergence:
        named = self._session.name_of(token)
        return Divergence("balance", call.action, f"{whose} in {named}", f"{expected} {named}", f"{actual} {named}")
