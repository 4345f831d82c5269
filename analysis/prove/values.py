"""Values that a specification computes with when it is run on terms.

A comparison gives a `Truth`; where Python asks whether a `Truth` holds, the run forks. Whatever would be silently
wrong on such values is refused loudly.
"""

from __future__ import annotations

import ast
from collections.abc import Iterable
from typing import Any, NoReturn, Protocol

from analysis.prove import terms
from analysis.prove.terms import BOOL, Term


class Unsupported(BaseException):
    """The specification did something that no term expresses. Not an Exception, so that no clause can swallow it."""


class Decider(Protocol):
    """Whoever says which way a run goes at a fork."""

    def decide(self, term: Term) -> bool:
        """Whether the term holds on this run."""


class _Runs:
    """The stack of deciders; the innermost answers."""

    def __init__(self) -> None:
        self.stack: list[Any] = []

    @property
    def current(self) -> Any:
        """The decider in charge. Raises Unsupported outside any run."""
        if not self.stack:
            raise Unsupported("a symbolic condition was asked outside a symbolic run")
        return self.stack[-1]


RUNS = _Runs()
"""Who decides now; one for each process, runs never overlap but nest."""


def _refuse(what: str) -> NoReturn:
    raise Unsupported(f"{what} on a symbolic value; restate it with comparison, arithmetic or a conditional expression")


class _Value:
    """What all symbolic values refuse."""

    __slots__ = ("term",)

    def __init__(self, term: Term) -> None:
        self.term = term

    def __repr__(self) -> str:
        return f"<{self.term!r}>"

    def __hash__(self) -> int:
        _refuse("hashing (a dictionary key or a set element)")

    def __index__(self) -> int:
        _refuse("indexing, range or a shift")

    def __iter__(self) -> Any:
        _refuse("iteration")

    def __len__(self) -> int:
        _refuse("len")

    def __getitem__(self, _index: Any) -> Any:
        _refuse("subscription")

    def __abs__(self) -> Any:
        _refuse("abs")

    def __pow__(self, _other: Any, _modulus: Any = None) -> Any:
        _refuse("a power")

    __rpow__ = __pow__

    def __lshift__(self, _other: Any) -> Any:
        _refuse("a shift")

    __rlshift__ = __rshift__ = __rrshift__ = __lshift__

    def __divmod__(self, _other: Any) -> Any:
        _refuse("divmod")

    def __invert__(self) -> Any:
        _refuse("~")

    def __and__(self, _other: Any) -> Any:
        _refuse("a bitwise operation")

    __rand__ = __or__ = __ror__ = __xor__ = __rxor__ = __and__


class Truth(_Value):
    """A boolean; asking for its truth forks the run."""

    __slots__ = ()

    def __bool__(self) -> bool:
        if self.term.op == "bool":
            return bool(self.term.value)
        return bool(RUNS.current.decide(self.term))

    def __eq__(self, other: object) -> Any:
        return Truth(terms.equal(self.term, truth_term(other)))

    def __ne__(self, other: object) -> Any:
        return Truth(terms.negation(terms.equal(self.term, truth_term(other))))

    __hash__ = _Value.__hash__

    def _no_arithmetic(self, _other: Any) -> Any:
        _refuse("arithmetic with a boolean")

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = _no_arithmetic
    __lt__ = __le__ = __gt__ = __ge__ = _no_arithmetic


class Number(_Value):
    """An integer of exact range: it never wraps, and storing it checks its range."""

    __slots__ = ()

    def __bool__(self) -> bool:
        return bool(RUNS.current.decide(terms.negation(terms.equal(self.term, terms.integer(0)))))

    def __eq__(self, other: object) -> Any:
        return Truth(terms.equal(self.term, number_term(other)))

    def __ne__(self, other: object) -> Any:
        return Truth(terms.negation(terms.equal(self.term, number_term(other))))

    __hash__ = _Value.__hash__

    def __lt__(self, other: Any) -> Any:
        return Truth(terms.below(self.term, number_term(other)))

    def __le__(self, other: Any) -> Any:
        return Truth(terms.at_most(self.term, number_term(other)))

    def __gt__(self, other: Any) -> Any:
        return Truth(terms.below(number_term(other), self.term))

    def __ge__(self, other: Any) -> Any:
        return Truth(terms.at_most(number_term(other), self.term))

    def __add__(self, other: Any) -> Any:
        return Number(terms.total(self.term, number_term(other)))

    __radd__ = __add__

    def __sub__(self, other: Any) -> Any:
        return Number(terms.difference(self.term, number_term(other)))

    def __rsub__(self, other: Any) -> Any:
        return Number(terms.difference(number_term(other), self.term))

    def __mul__(self, other: Any) -> Any:
        return Number(terms.product(self.term, number_term(other)))

    __rmul__ = __mul__

    def to_bytes(self, length: int, order: str) -> Name:
        """The word that a number is written as; refused for any other width."""
        if (length, order) != (32, "big") or self.term.low is None or self.term.low < 0:
            _refuse("to_bytes but of a natural to a word")
        if RUNS.current.decide(terms.below(terms.integer(2**256 - 1), self.term)):
            raise OverflowError("int too big to convert")
        return Name(self.term, "bytes32")

    def __floordiv__(self, other: Any) -> Any:
        return _quotient(self.term, number_term(other))

    def __rfloordiv__(self, other: Any) -> Any:
        return _quotient(number_term(other), self.term)

    def __mod__(self, other: Any) -> Any:
        modulus = number_term(other)
        if modulus.op != "int" or not modulus.value:
            _refuse("a remainder by anything but a positive literal")
        return Number(terms.remainder(self.term, int(modulus.value)))


class Name(_Value):
    """A word (address, hash) or a byte string nobody looks into: compared for equality alone. `kind` says which."""

    __slots__ = ("kind",)

    def __init__(self, term: Term, kind: str) -> None:
        super().__init__(term)
        self.kind = kind

    def __bool__(self) -> bool:
        _refuse(f"the truth of a {self.kind}")

    def __eq__(self, other: object) -> Any:
        return Truth(terms.equal(self.term, name_term(other)))

    def __ne__(self, other: object) -> Any:
        return Truth(terms.negation(terms.equal(self.term, name_term(other))))

    __hash__ = _Value.__hash__

    def __contains__(self, member: object) -> bool:
        """Whether a list has a member: any answer, the same for the same list, and none has the empty list."""
        if self.kind != "tuple":
            _refuse(f"a search in a {self.kind}")
        among = terms.application("among", (self.term, term_of(member)), BOOL)
        return bool(Truth(terms.conjunction((terms.negation(terms.equal(self.term, name_term(()))), among))))

    def hex(self) -> Name:
        """Itself: another spelling of the same word."""
        return self


class Listed(tuple[Any, ...]):
    """The members of a list that a proof only knows as a word; it is still compared as that word."""

    word: int

    @classmethod
    def of(cls, members: Iterable[Any], word: int) -> Listed:
        """The list with these members that stands for this word."""
        made = cls(members)
        made.word = word
        return made


def _quotient(a: Term, b: Term) -> Number:
    """By a literal, or of naturals; where the dividend may be negative by its bounds, the path has to exclude it."""
    if (a.low is None or a.low < 0) and (b.op != "int" or b.low is None or b.low <= 0):
        if b.low is None or b.low < 0:
            _refuse("division of a number that may be negative by one that may be")
        if RUNS.current.decide(terms.below(a, terms.integer(0))):
            if not getattr(RUNS.current, "reads_a_predicate", False):
                _refuse("division of a number that may be negative by one that may be")
            raise ArithmeticError("division of a negative number: the predicate does not hold there")
    if RUNS.current.decide(terms.equal(b, terms.integer(0))):
        raise ZeroDivisionError("integer division by zero")
    return Number(terms.quotient(a, b))


def number_term(value: object) -> Term:
    """The term of an integer, symbolic or plain. Refuses booleans, None and anything else."""
    if isinstance(value, Number):
        return value.term
    if isinstance(value, int) and not isinstance(value, bool):
        return terms.integer(value)
    _refuse(f"comparison or arithmetic with {value!r}")


def truth_term(value: object) -> Term:
    """The term of a boolean, symbolic or plain."""
    if isinstance(value, Truth):
        return value.term
    if isinstance(value, bool):
        return terms.boolean(value)
    _refuse(f"comparison of a boolean with {value!r}")


def name_term(value: object) -> Term:
    """The term of a word or byte string, symbolic or plain."""
    if isinstance(value, Name):
        return value.term
    return terms.integer(spelled(value))


def spelled(value: object) -> int:
    """A number of its own for each plain word: hexadecimal text and 32 bytes as they read, other values by encoding."""
    if isinstance(value, Listed):
        return value.word
    if isinstance(value, str) and value.startswith("0x"):
        return int(value, 16)
    if isinstance(value, bytes) and len(value) == 32:
        return int.from_bytes(value, "big")
    if isinstance(value, (str, bytes, tuple)):
        raw = value if isinstance(value, bytes) else repr(value).encode()
        return 2**256 + int.from_bytes(b"\x01" + raw, "big")
    _refuse(f"comparison of a word with {value!r}")


def text_of(word: int) -> str | bytes | None:
    """The text, or the bytes, that `spelled` gives as this number; None for any other."""
    raw = (word - 2**256).to_bytes(max(1, word.bit_length() // 8 + 1), "big").lstrip(b"\0") if word > 2**256 else b""
    if not raw.startswith(b"\x01"):
        return None
    try:
        read = ast.literal_eval(raw[1:].decode())
    except (ValueError, SyntaxError):
        read = raw[1:]
    return read if isinstance(read, str | bytes) and spelled(read) == word else None


def term_of(value: object) -> Term:
    """The term of any single value."""
    if isinstance(value, _Value):
        return value.term
    if isinstance(value, bool):
        return terms.boolean(value)
    if isinstance(value, int):
        return terms.integer(value)
    return name_term(value)


def value_like(sample: object, term: Term) -> Any:
    """The term as a value of the same kind as `sample`."""
    if term.sort == BOOL:
        return Truth(term)
    if isinstance(sample, Name):
        return Name(term, sample.kind)
    if isinstance(sample, (str, bytes, tuple)):
        return Name(term, type(sample).__name__)
    return Number(term)
