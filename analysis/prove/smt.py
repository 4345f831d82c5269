"""Terms for solvers: as z3 expressions, and as SMT-LIB text that any solver reads.

A product or quotient of two unknowns is left uninterpreted, with a few facts that hold for every product and quotient.
What follows from those follows for the real operations. `exact` gives the real ones, to judge a counterexample.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import z3

from analysis.prove import terms
from analysis.prove.terms import LEAVES, Term

_SYMBOLS = {"and": "and", "or": "or", "not": "not", "ite": "ite", "=": "=", "<=": "<=", "+": "+", "-": "-", "*": "*"}


def support(roots: Iterable[Term], seen: set[Term] | None = None) -> list[Term]:
    """What holds of leaves, products and quotients below `roots` whatever their values: bounds and axioms."""
    known: set[Term] = set() if seen is None else seen
    found: list[Term] = []
    pending = list(roots)
    while pending:
        added = list(terms.subterms(pending, known))
        axioms = [axiom for term in added for axiom in _axioms(term)]
        axioms += _shared_factors([term for term in added if term.op == "times"], known)
        found += axioms
        pending = axioms
    return found


def _shared_factors(added: list[Term], known: set[Term]) -> list[Term]:
    """For products with a common factor c, not negative: a < b gives a·c + c <= b·c, and a = b gives a·c = b·c."""
    if not added:
        return []
    products = sorted((term for term in known if term.op == "times"), key=lambda term: term.number)
    found = []
    for one in products:
        for other in products:
            if one is not other and (one in added or other in added):
                found += [_grows(one, other, a, b) for a, b in _factors(one, other)]
    return found


def _factors(one: Term, other: Term) -> list[tuple[Term, Term]]:
    pairs = [(one.args[i], other.args[j], one.args[1 - i], other.args[1 - j]) for i in (0, 1) for j in (0, 1)]
    return [(a, b) for a, b, c, d in pairs if c is d]


def _grows(one: Term, other: Term, a: Term, b: Term) -> Term:
    common = one.args[1] if one.args[0] is a else one.args[0]
    negative = terms.below(common, terms.integer(0))
    larger = terms.at_most(terms.total(one, common), other)
    same = terms.implication(terms.equal(a, b), terms.equal(one, other))
    return terms.conjunction((same, terms.disjunction((negative, terms.at_most(b, a), larger))))


def _axioms(term: Term) -> list[Term]:
    if term.op in LEAVES:
        domain = terms.domain(term)
        return [] if domain is terms.TRUE else [domain]
    if term.op == "times":
        zero, one, (a, b) = terms.integer(0), terms.integer(1), term.args
        none = terms.disjunction((terms.equal(a, zero), terms.equal(b, zero)))
        naturals = terms.conjunction((terms.at_most(zero, a), terms.at_most(zero, b)))
        return [
            terms.domain(term),
            *([] if term.low == 0 else [terms.implication(naturals, terms.at_most(zero, term))]),
            terms.implication(none, terms.equal(term, zero)),
            terms.implication(terms.equal(a, one), terms.equal(term, b)),
            terms.implication(terms.equal(b, one), terms.equal(term, a)),
        ]
    if term.op == "quotient":
        return _division(term)
    if term.op == "div" and term.args[0].op == "times":
        return _fraction(term)
    return []


def _division(term: Term) -> list[Term]:
    """For b above 0: q·b <= a < q·b + b, and for a natural, 0 <= q <= a."""
    a, b = term.args
    covered = terms.product(term, b)
    positive = terms.below(terms.integer(0), b)
    least = terms.disjunction((terms.below(a, terms.integer(0)), terms.at_most(term, a)))
    natural = terms.disjunction((terms.below(a, terms.integer(0)), terms.at_most(terms.integer(0), term)))
    within = terms.conjunction((terms.at_most(covered, a), terms.below(a, terms.total(covered, b)), least, natural))
    return [terms.domain(term), terms.implication(positive, within), *_share(term)]


def _share(term: Term) -> list[Term]:
    """For naturals a, b and c above 0: b <= c gives floor(a·b / c) <= a."""
    product, c = term.args
    if product.op != "times":
        return []
    zero, (a, b) = terms.integer(0), product.args
    natural = terms.conjunction((terms.at_most(zero, a), terms.at_most(zero, b), terms.below(zero, c)))
    return [
        terms.implication(terms.conjunction((natural, terms.at_most(share, c))), terms.at_most(term, whole))
        for whole, share in ((a, b), (b, a))
    ]


def _fraction(term: Term) -> list[Term]:
    """For naturals a, b and a literal c above 0: b <= c gives floor(a·b / c) <= a, and b < c less than a, above 0."""
    (a, b), c = term.args[0].args, term.args[1]
    zero = terms.integer(0)
    natural = terms.conjunction((terms.at_most(zero, a), terms.at_most(zero, b)))
    if not isinstance(c.value, int) or c.value <= 0:
        return []
    found = []
    for whole, share in ((a, b), (b, a)):
        found.append(
            terms.implication(terms.conjunction((natural, terms.at_most(share, c))), terms.at_most(term, whole))
        )
        some = terms.conjunction((natural, terms.below(zero, whole), terms.below(share, c)))
        found.append(terms.implication(some, terms.below(term, whole)))
    return found


# ---------------------------------------------------------------- z3


class Z3Reader:
    """Terms as z3 expressions, each translated once."""

    def __init__(self, exact: bool = False) -> None:
        self._exact = exact
        self._read: dict[Term, Any] = {}
        self._functions: dict[str, Any] = {}
        self._tracked: dict[Term, tuple[Any, Any]] = {}

    def tracked(self, term: Term) -> tuple[Any, Any]:
        """A name for a fact, and the assertion that the fact holds if it is named."""
        if term not in self._tracked:
            proxy = z3.Bool(f"fact {term.number}")
            self._tracked[term] = (proxy, z3.Implies(proxy, self(term)))
        return self._tracked[term]

    @staticmethod
    def put(solver: Any, expression: Any) -> None:
        """Asserts an expression that is known to be a boolean, without z3py's costly checks that it is."""
        z3.Z3_solver_assert(solver.ctx.ref(), solver.solver, expression.as_ast())

    def __call__(self, root: Term) -> Any:
        """The z3 expression of a term."""
        found = self._read.get(root)
        if found is None:
            for term in terms.subterms([root], set()):
                if term not in self._read:
                    self._read[term] = self._translate(term, [self._read[arg] for arg in term.args])
            found = self._read[root]
        return found

    def _translate(self, term: Term, args: list[Any]) -> Any:
        match term.op:
            case "int":
                return z3.IntVal(term.value)
            case "bool":
                return z3.BoolVal(bool(term.value))
            case "var":
                return z3.Const(str(term.value), z3.BoolSort() if term.sort == terms.BOOL else z3.IntSort())
            case "apply":
                return self._function(str(term.value), [arg.sort() for arg in args], term.sort)(*args)
            case "and":
                return z3.And(*args)
            case "or":
                return z3.Or(*args)
            case "not":
                return z3.Not(args[0])
            case "ite":
                return z3.If(*args)
            case _:
                return self._arithmetic(term.op, args)

    def _arithmetic(self, op: str, args: list[Any]) -> Any:
        a, b = args
        if op in ("times", "quotient") and not self._exact:
            return self._function(op, [z3.IntSort(), z3.IntSort()], terms.INT)(a, b)
        results = {
            "=": lambda: a == b,
            "<=": lambda: a <= b,
            "+": lambda: a + b,
            "-": lambda: a - b,
            "*": lambda: a * b,
            "times": lambda: a * b,
            "div": lambda: a / b,
            "quotient": lambda: a / b,
            "mod": lambda: a % b,
        }
        return results[op]()

    def _function(self, name: str, arguments: list[Any], sort: str) -> Any:
        if name not in self._functions:
            answer = z3.BoolSort() if sort == terms.BOOL else z3.IntSort()
            self._functions[name] = z3.Function(name, *arguments, answer)
        return self._functions[name]


# ---------------------------------------------------------------- SMT-LIB


def script(named: Iterable[tuple[str, Term]], goal: Term, comments: Iterable[str] = (), exact: bool = False) -> str:
    """A query in SMT-LIB 2.6: unsatisfiable exactly if the goal follows from what is named."""
    facts = list(named)
    roots = [*(term for _, term in facts), goal]
    extra = support(roots)
    lines = [f"; {comment}" for comment in comments]
    lines += ["(set-logic ALL)", *_declarations([*roots, *extra], exact)]
    lines += [f"(assert {text(term, exact)})" for term in extra]
    for name, term in facts:
        lines += [f"; {name}", f"(assert {text(term, exact)})"]
    lines += ["; what is claimed, negated", f"(assert (not {text(goal, exact)}))", "(check-sat)"]
    return "\n".join(lines) + "\n"


def _declarations(roots: list[Term], exact: bool) -> list[str]:
    found: dict[str, str] = {}
    for term in terms.subterms(roots, set()):
        if term.op == "var":
            found[str(term.value)] = f"(declare-const {symbol(str(term.value))} {term.sort})"
        elif term.op == "apply":
            found[str(term.value)] = _function(str(term.value), [arg.sort for arg in term.args], term.sort)
        elif term.op in ("times", "quotient") and not exact:
            found[term.op] = _function(term.op, [terms.INT, terms.INT], terms.INT)
    return list(found.values())


def _function(name: str, arguments: list[str], sort: str) -> str:
    return f"(declare-fun {symbol(name)} ({' '.join(arguments)}) {sort})"


def symbol(name: str) -> str:
    """The name as an SMT-LIB symbol."""
    return f"|{name}|"


def text(root: Term, exact: bool = False) -> str:
    """One term in SMT-LIB."""
    written: dict[Term, str] = {}
    for term in terms.subterms([root], set()):
        written[term] = _written(term, [written[arg] for arg in term.args], exact)
    return written[root]


def _written(term: Term, args: list[str], exact: bool) -> str:
    if term.op == "int":
        value = int(term.value or 0)
        return str(value) if value >= 0 else f"(- {-value})"
    if term.op == "bool":
        return "true" if term.value else "false"
    if term.op == "var":
        return symbol(str(term.value))
    if term.op == "apply":
        return f"({symbol(str(term.value))} {' '.join(args)})"
    if term.op in ("times", "quotient"):
        real = "*" if term.op == "times" else "div"
        return f"({real if exact else term.op} {' '.join(args)})"
    return f"({_SYMBOLS.get(term.op, term.op)} {' '.join(args)})"
