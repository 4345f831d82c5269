"""What a specification asks of the world, answered by arbitrary functions of the question.

Whether a receiver takes coin, what an encrypted input holds, what an opaque function returns: the same question gets
the same answer, so that a claim can speak of it, and every answer is possible.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from typing import Any, get_type_hints

from analysis.prove import terms
from analysis.prove.arbitrary import arbitrary, fresh, leaves
from analysis.prove.merging import current_path, in_predicate, statement
from analysis.prove.stores import View
from analysis.prove.terms import BOOL, Term
from analysis.prove.values import Name, Number, Truth, name_term, term_of
from properties.claims import Axiom, Contract
from spec import fhe
from spec.core.message import Environment, Message
from spec.core.opaque import opacity_of
from spec.core.store import MAX_UINT256, Ledger, Roster, Rosters, Store
from spec.core.types import Address, Seconds, Uint256, Wei

STORES = (View, Store, Ledger, Roster, Rosters)
"""What an opaque function does not read."""


class Receivers:
    """`accepts` of the environment: a receiver may answer differently each time it is asked."""

    def __init__(self) -> None:
        self._asked = 0

    def __call__(self, account: Any, all_gas: bool) -> Any:
        """Whether the account takes the coin; a claim speaks of the first time that anybody is asked."""
        turn = 0 if in_predicate() else self._asked
        self._asked += 0 if in_predicate() else 1
        question = (term_of(account), terms.integer(int(all_gas)), terms.integer(turn))
        return Truth(terms.application("accepts", question, BOOL))


class Tokens:
    """`tokens` of the environment: a foreign token may do something else each time that it is moved."""

    def __init__(self, guarantees: Sequence[Axiom] = ()) -> None:
        self._asked = 0
        self._guarantees = guarantees

    def __call__(self, token: Any, payer: Any, payee: Any, amount: Any, all_gas: Any) -> Any:
        """Nothing, or any amount that arrives; a claim speaks of the first time that any token is moved."""
        turn = 0 if in_predicate() else self._asked
        self._asked += 0 if in_predicate() else 1
        question = movement(token, payer, payee, amount, all_gas, turn)
        if not Truth(terms.application("moves", question, BOOL)):
            return None
        arrived = Number(terms.application("arrives", question, terms.INT, 0, MAX_UINT256))
        for axiom in () if in_predicate() else self._guarantees:
            guaranteed = statement(partial(axiom.holds, arrived)).holds
            current_path().assume("assumption", f"environment: {axiom.name}", guaranteed)
        return arrived


def movement(token: Any, payer: Any, payee: Any, amount: Any, all_gas: Any, turn: int) -> tuple[Term, ...]:
    """What is asked when a token is moved."""
    return (*map(term_of, (token, payer, payee, amount)), terms.integer(int(all_gas)), terms.integer(turn))


def signer(digest: Any, signature: Any) -> Any:
    """`signer` of the environment: anyone, the zero address included, which stands for nobody."""
    return Name(terms.application("signer", (term_of(digest), term_of(signature)), terms.INT, 0, None), "address")


LONGEST = 2
"""Members of a caller's list: what goes through one is shown for lists up to this length."""
BOUND = [LONGEST]
"""The length for the action in hand, last."""


@contextmanager
def lists_up_to(most: int | None) -> Iterator[None]:
    """While open, lists have so few members, where it is said."""
    BOUND.append(LONGEST if most is None else most)
    try:
        yield
    finally:
        BOUND.pop()


def members(values: Any, hint: Any) -> tuple[Any, ...]:
    """Stands in for going through a list: any list of up to `LONGEST` members; the same one for the same list."""
    if isinstance(values, tuple):
        return values
    question = (term_of(values),)
    length = Number(terms.application("length", question, terms.INT, 0, None))
    most = BOUND[-1]
    current_path().assume("bound", f"a list has at most {most} members", (length <= most).term)
    found: list[Any] = []
    while len(found) < most and length > len(found):
        found.append(member(hint, len(found), question))
    return tuple(found)


def member(hint: Any, place: int, question: tuple[Term, ...]) -> Any:
    """Any member of a list, the same at the same place of the same list."""

    def make(path: str, sort: str, low: int | None, high: int | None) -> Term:
        return terms.application(f"member {place}.{path}", question, sort, low, high)

    return arbitrary(hint, "", make)


def imports(type_name: str, handle: Any, proof: Any) -> Any:
    """`imports` of the environment: nothing, or any plaintext of the type."""
    question = (name_term(type_name), term_of(handle), term_of(proof))
    if not Truth(terms.application("imported", question, BOOL)):
        return None
    return Number(terms.application("plaintext", question, terms.INT, 0, 2 ** fhe.BITS[type_name] - 1))


class OpaqueCalls:
    """Stands in for opaque functions on one path.

    demands: what contracts require of the arguments, to be shown. appended: lists of the message whose content is
    unknown since an opaque function may have added to them. asked: every call, for a concrete replay. raised: every
    refusal, which an opaque function may well declare to be a panic. Without
    `every_error` a refusal is any one of the declared errors: enough where no claim asks which.
    """

    def __init__(self, contracts: dict[Any, Contract], *, every_error: bool) -> None:
        self._contracts = contracts
        self._every_error = every_error
        self.demands: list[tuple[str, Term, int]] = []
        self.appended: set[str] = set()
        self.raised: list[BaseException] = []
        self.asked: dict[Callable[..., Any], tuple[str, tuple[Term, ...]]] = {}

    def __call__(self, function: Callable[..., Any], arguments: tuple[Any, ...]) -> Any:
        """Any result of the annotated type that the contract allows, or any declared error."""
        name, question = function.__name__, tuple(self.question(arguments))
        opacity = opacity_of(function)
        self.asked[function] = (name, question)
        contract = self._contracts.get(function)
        if contract and not in_predicate():
            self._demand(contract, arguments)
        if opacity.raises and not Truth(terms.application(f"{name} returns", question, BOOL)):
            self._raise(name, question, opacity.raises)
        if not in_predicate():
            self.appended |= set(opacity.appends)
        result = self.result(get_type_hints(function, include_extras=True)["return"], name, question)
        if contract and not in_predicate():
            ensured = statement(lambda: contract.ensures(result, *arguments)).holds
            current_path().assume("assumption", f"contract: {contract.name}", ensured)
        return result

    def _demand(self, contract: Contract, arguments: tuple[Any, ...]) -> None:
        required = statement(lambda: contract.requires(*arguments)).holds
        self.demands.append((contract.name, required, len(current_path().facts)))

    def question(self, arguments: tuple[Any, ...]) -> Iterator[Term]:
        """Everything that an answer may depend on: the leaves of the arguments, and who sends what when."""
        for argument in arguments:
            if isinstance(argument, Message):
                yield from (term_of(argument.sender), term_of(argument.now), term_of(argument.value))
            elif argument is not None:
                yield from (term_of(leaf) for _, leaf in leaves(argument) if not isinstance(leaf, STORES))

    def _raise(self, name: str, question: tuple[Term, ...], errors: tuple[Any, ...]) -> None:
        if in_predicate() or not self._every_error:
            errors = errors[:1]
        which = Number(terms.application(f"{name} error", question, terms.INT, 0, len(errors) - 1))
        for place, error in enumerate(errors):
            if place == len(errors) - 1 or which == place:
                self.raised.append(error(*([None] * len(getattr(error, "ARGS", ())))))
                raise self.raised[-1]

    def result(self, hint: Any, name: str, question: tuple[Term, ...]) -> Any:
        """Any value of the annotated type, the same for the same question."""

        def make(path: str, sort: str, low: int | None, high: int | None) -> Term:
            return terms.application(f"{name} result.{path}", question, sort, low, high)

        return arbitrary(hint, "", make)


def arbitrary_message(
    parameters: tuple[tuple[str, Any], ...], arrivals: Sequence[Axiom] = ()
) -> tuple[Message, tuple[Any, ...]]:
    """Any message, with any arguments of the annotated types. arrivals: what is guaranteed of tokens that arrive."""
    make = fresh("m.")
    environment = Environment(
        gas_used=arbitrary(Uint256, "gas_used", make),
        accepts=Receivers(),
        imports=imports,
        tokens=Tokens(arrivals),
        signer=signer,
    )
    message = Message(
        sender=arbitrary(Address, "sender", make),
        value=arbitrary(Wei, "value", make),
        now=arbitrary(Seconds, "now", make),
        gas_price=arbitrary(Wei, "gas_price", make),
        environment=environment,
        block=arbitrary(Uint256, "block", make),
    )
    return message, tuple(arbitrary(hint, name, fresh("")) for name, hint in parameters)
