"""The same claim on bit-vectors: every term as a natural number in as many bits as its bounds need, so nothing wraps.

What wraps on chain wraps here because the specification says so: a remainder by a power of two, which truncates.
A product or quotient of two unknowns is uninterpreted here, for no solver multiplies 64-bit unknowns in reasonable
time; a claim that rests on what such a product is has its proof on integers alone.
"""

from __future__ import annotations

from collections.abc import Iterable

from analysis.prove import terms
from analysis.prove.smt import symbol
from analysis.prove.terms import BOOL, LEAVES, Term


class NoBitVector(Exception):
    """The claim has a term that is not a natural number of bounded size."""


def script(facts: Iterable[Term], goal: Term, comments: Iterable[str] = ()) -> str:
    """A query in SMT-LIB 2.6 over bit-vectors; raises NoBitVector."""
    known = list(facts)
    roots = [*known, goal]
    lines = [f"; {comment}" for comment in comments]
    lines.append("(set-logic QF_UFBV)")
    bounds = []
    for term in terms.subterms(roots, set()):
        if term.op in LEAVES:
            lines.append(_declaration(term))
            if term.sort != BOOL and term.high != 2 ** width(term) - 1:
                bounds.append(f"(assert (bvule {symbol(str(term.value))} {_literal(term.high or 0, width(term))}))")
        elif term.op in ("times", "quotient"):
            lines.append(_uninterpreted(term))
    lines += bounds
    lines += [f"(assert {_text(fact)})" for fact in known]
    lines += ["; what is claimed, negated", f"(assert (not {_text(goal)}))", "(check-sat)"]
    return "\n".join(dict.fromkeys(lines)) + "\n"


def _uninterpreted(term: Term) -> str:
    sorts = [f"(_ BitVec {width(part)})" for part in (*term.args, term)]
    return f"(declare-fun {_function(term)} ({' '.join(sorts[:-1])}) {sorts[-1]})"


def _function(term: Term) -> str:
    return symbol(f"{term.op} {' '.join(str(width(part)) for part in term.args)}")


def width(term: Term) -> int:
    """Bits that hold every value of a natural number."""
    if term.low is None or term.low < 0 or term.high is None:
        raise NoBitVector(f"{term!r} may be negative or has no bound")
    return max(1, term.high.bit_length())


def _declaration(term: Term) -> str:
    if term.op == "apply":
        raise NoBitVector(f"{term!r} is a function of what is not a number")
    sort = "Bool" if term.sort == BOOL else f"(_ BitVec {width(term)})"
    return f"(declare-const {symbol(str(term.value))} {sort})"


def _literal(value: int, bits: int) -> str:
    return f"(_ bv{value} {bits})"


def _text(root: Term) -> str:
    written: dict[Term, str] = {}
    for term in terms.subterms([root], set()):
        written[term] = _written(term, [written[arg] for arg in term.args])
    return written[root]


def _written(term: Term, args: list[str]) -> str:
    if term.op == "int":
        return _literal(int(term.value or 0), width(term))
    if term.op == "bool":
        return "true" if term.value else "false"
    if term.op == "var":
        return symbol(str(term.value))
    if term.op in ("and", "or", "not"):
        return f"({term.op} {' '.join(args)})"
    if term.op == "ite":
        chosen = args[1:] if term.sort == BOOL else _at(width(term), term.args[1:], args[1:])
        return f"(ite {args[0]} {' '.join(chosen)})"
    return _compared(term, args) if term.sort == BOOL else _computed(term, args)


def _compared(term: Term, args: list[str]) -> str:
    if term.args[0].sort == BOOL:
        return f"(= {' '.join(args)})"
    bits = max(width(arg) for arg in term.args)
    return f"({'=' if term.op == '=' else 'bvule'} {' '.join(_at(bits, term.args, args))})"


_OPERATIONS = {"+": "bvadd", "*": "bvmul", "div": "bvudiv", "mod": "bvurem"}


def _computed(term: Term, args: list[str]) -> str:
    if term.op in ("times", "quotient"):
        return f"({_function(term)} {' '.join(args)})"
    if term.op not in _OPERATIONS:
        raise NoBitVector(f"{term!r} has no form on naturals")
    inner = [width(arg) for arg in term.args]
    if term.op == "mod" and term.high is not None and (term.high & (term.high + 1)) == 0:
        return f"((_ extract {width(term) - 1} 0) {args[0]})"
    bits = max(width(term), *inner)
    whole = f"({_OPERATIONS[term.op]} {' '.join(_at(bits, term.args, args))})"
    return whole if bits == width(term) else f"((_ extract {width(term) - 1} 0) {whole})"


def _at(bits: int, among: Iterable[Term], args: list[str]) -> list[str]:
    """Each argument, widened with zeros; narrower is never needed, for bounds say that nothing is lost."""
    widened = []
    for term, arg in zip(among, args, strict=True):
        missing = bits - width(term)
        widened.append(f"((_ zero_extend {missing}) {arg})" if missing > 0 else arg)
    return widened
