"""The rules of specification code that its syntax alone can break.

An interpreter with symbolic values runs the same functions as the concrete one. Some Python is then silently wrong:
identity and type tests ask about the symbol, a caught exception hides a path, `~` on a boolean is a number, and a
module-level variable survives from one run into the next.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import PurePosixPath

SECTIONS = ("Verify", "Effects", "Payments", "Events")
"""Comments that divide an action, in the order of checks, effects, interactions."""
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Breach:
    """A broken rule: where, which, and what to do; `function` is the one around it, empty at module level."""

    file: str
    line: int
    rule: str
    sentence: str
    function: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.sentence}"


@dataclass(frozen=True)
class Module:
    """A file of the specification: its path in the project, its text, and the syntax of it."""

    file: str
    text: str
    tree: ast.Module

    @property
    def is_protocol(self) -> bool:
        """True for code that every interpreter runs: protocols and the payments that they share."""
        shared = ("spec/payments.py", "spec/token_payments.py")
        return self.file in shared or (len(PurePosixPath(self.file).parts) > 2 and not self.is_core)

    @property
    def is_core(self) -> bool:
        """True for the language that specifications are written in."""
        return self.file.startswith("spec/core/")

    @property
    def package(self) -> str:
        """The protocol that the file belongs to, or `core`; empty for what they share."""
        parts = PurePosixPath(self.file).parts
        return parts[1] if len(parts) > 2 else ""


Rule = Callable[[Module], Iterator[Breach]]


def parse(file: str, text: str) -> Module:
    """A module from its text."""
    return Module(file, text, ast.parse(text))


def breaches(module: Module) -> list[Breach]:
    """Everything that a module's syntax does against the rules, in order of lines."""
    found = [breach for rule in RULES for breach in rule(module)]
    return sorted(found, key=lambda breach: (breach.line, breach.rule))


def functions(module: Module) -> Iterator[Function]:
    """Every function and method of a module."""
    for node in ast.walk(module.tree):
        if isinstance(node, Function):
            yield node


def _breach(module: Module, node: ast.AST, rule: str, sentence: str) -> Breach:
    line = int(getattr(node, "lineno", 1))
    around = [f for f in functions(module) if f.lineno <= line <= (f.end_lineno or f.lineno)]
    name = max(around, key=lambda f: f.lineno).name if around else ""
    return Breach(module.file, line, rule, sentence, name)


# ---------------------------------------------------------------- imports


def imports(module: Module) -> Iterator[Breach]:
    """The standard library and the specification itself, and no protocol in another's code."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.level:
            yield _breach(module, node, "import", "a relative import hides what is imported; write it from `spec` on")
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom) and node.module:
            names = [f"{node.module}.{a.name}" if node.module == "spec" else node.module for a in node.names]
        for name in dict.fromkeys(names):
            yield from _import(module, node, name)


def _import(module: Module, node: ast.AST, name: str) -> Iterator[Breach]:
    top, *below = name.split(".")
    if top != "spec":
        if top not in sys.stdlib_module_names:
            yield _breach(
                module, node, "import", f"`{top}` is imported; the specification uses the standard library alone"
            )
        return
    used = below[0] if below else ""
    shared = used in ("", "core", "fhe", "payments", "token_payments")
    if module.is_core and used not in ("", "core"):
        yield _breach(module, node, "import", f"the core imports `{name}`; it names nothing that is built on it")
    elif not shared and used != module.package:
        yield _breach(module, node, "import", f"`{name}` belongs to another protocol; share it through `spec` instead")


# ---------------------------------------------------------------- what symbols answer wrongly


def identity(module: Module) -> Iterator[Breach]:
    """`is` asks which object a value is, and a symbol is never the one it stands for."""
    for node in ast.walk(module.tree) if module.is_protocol else ():
        if isinstance(node, ast.Compare) and any(isinstance(op, ast.Is | ast.IsNot) for op in node.ops):
            yield _breach(module, node, "identity", f"`{ast.unparse(node)}` compares identity; use `==` or `!=`")


def types(module: Module) -> Iterator[Breach]:
    """A symbol has a type of its own."""
    for node in ast.walk(module.tree) if module.is_protocol else ():
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ("isinstance", "issubclass", "type"):
            yield _breach(
                module, node, "type", f"`{ast.unparse(node)}` asks for a type; decide by a value, or in the annotation"
            )


def caught(module: Module) -> Iterator[Breach]:
    """What is caught may be the interpreter's own signal that a path is impossible."""
    for node in ast.walk(module.tree) if module.is_protocol else ():
        if isinstance(node, ast.ExceptHandler):
            yield _breach(module, node, "except", "an exception is caught; test the condition with `require` instead")


def inverted(module: Module) -> Iterator[Breach]:
    """`~True` is -2."""
    for node in ast.walk(module.tree) if module.is_protocol else ():
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
            yield _breach(
                module, node, "invert", f"`{ast.unparse(node)}` inverts bits; use `not`, or `fhe.invert` with a width"
            )


def floats(module: Module) -> Iterator[Breach]:
    """Amounts are integers; a float rounds."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, float | complex):
            yield _breach(module, node, "float", f"`{node.value!r}` is a float; use integers, or decimals off chain")


# ---------------------------------------------------------------- state outside the state


def globals_(module: Module) -> Iterator[Breach]:
    """What a module remembers is not undone, and differs from run to run."""
    if not module.is_protocol:
        return
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Global | ast.Nonlocal):
            yield _breach(module, node, "global", f"`{ast.unparse(node)}` keeps state outside the state; store a field")
    names = set()
    for statement in module.tree.body:
        for name, value in _bound(statement):
            names.add(name)
            yield from _mutable(module, statement, name, value)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Assign | ast.AugAssign) and node not in module.tree.body:
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if (
                    isinstance(target, ast.Subscript)
                    and isinstance(target.value, ast.Name)
                    and target.value.id in names
                ):
                    yield _breach(
                        module, node, "global", f"`{target.value.id}` is a constant of the module; do not write it"
                    )


def _bound(statement: ast.stmt) -> Iterator[tuple[str, ast.expr]]:
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            if isinstance(target, ast.Name):
                yield target.id, statement.value
    elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name) and statement.value:
        yield statement.target.id, statement.value


def _mutable(module: Module, node: ast.AST, name: str, value: ast.expr) -> Iterator[Breach]:
    called = ast.unparse(value.func) if isinstance(value, ast.Call) else ""
    is_list = isinstance(value, ast.List | ast.ListComp) or called in ("list", "bytearray")
    is_set = isinstance(value, ast.Set | ast.SetComp) or called in ("set", "frozenset")
    is_mapping = isinstance(value, ast.Dict | ast.DictComp) or called in ("dict", "defaultdict", "Counter")
    if is_list or is_set:
        yield _breach(
            module, node, "global", f"`{name}` is a {'list' if is_list else 'set'} of the module; use a tuple"
        )
    elif is_mapping and not name.isupper():
        yield _breach(module, node, "global", f"`{name}` is a mapping of the module; write a constant in capitals")


def hash_order(module: Module) -> Iterator[Breach]:
    """The order of a set differs from run to run."""
    for node in ast.walk(module.tree) if module.is_protocol else ():
        called = ast.unparse(node.func) if isinstance(node, ast.Call) else ""
        if isinstance(node, ast.Set | ast.SetComp) or called in ("set", "frozenset"):
            yield _breach(module, node, "set", f"`{ast.unparse(node)}` has no order; use a tuple or a mapping")


# ---------------------------------------------------------------- shape


def documented(module: Module) -> Iterator[Breach]:
    """An error or event says what it means."""
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ClassDef) and not ast.get_docstring(node):
            bases = [ast.unparse(base) for base in node.bases]
            for base in ("Revert", "Event"):
                if base in bases:
                    yield _breach(module, node, "docstring", f"{base.lower()} {node.name} does not say what it means")


def sections(module: Module) -> Iterator[Breach]:
    """Verify, Effects, Payments, Events: each at most once, in this order, with checks and events where they belong."""
    if not module.is_protocol:
        return
    comments = dict(_section_comments(module.text))
    for function in functions(module):
        lines = range(function.lineno, (function.end_lineno or function.lineno) + 1)
        found = [(line, comments[line]) for line in lines if line in comments]
        yield from _order(module, function, found)
        if found:
            yield from _places(module, function, found)
        elif is_action(function) and not _delegates(function):
            yield _breach(module, function, "sections", f"action {function.name} has no sections; see `SECTIONS`")


def _section_comments(text: str) -> Iterator[tuple[int, str]]:
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        words = token.string.removeprefix("#").split()
        alone = token.type == tokenize.COMMENT and token.line.strip() == token.string
        if alone and len(words) == 1 and words[0] in SECTIONS:
            yield token.start[0], words[0]


def _order(module: Module, function: Function, found: list[tuple[int, str]]) -> Iterator[Breach]:
    for (_, before), (line, section) in pairwise(found):
        if SECTIONS.index(section) <= SECTIONS.index(before):
            sentence = f"`# {section}` comes after `# {before}` in {function.name}; the order is {', '.join(SECTIONS)}"
            yield Breach(module.file, line, "sections", sentence, function.name)


def _places(module: Module, function: Function, found: list[tuple[int, str]]) -> Iterator[Breach]:
    expected = {"require": "Verify", "m.emit": "Events"}
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and ast.unparse(node.func) in expected:
            name = ast.unparse(node.func)
            section = next((section for line, section in reversed(found) if line < node.lineno), "no section")
            if section != expected[name]:
                sentence = f"`{name}` stands under {section} in {function.name}; it belongs under {expected[name]}"
                yield _breach(module, node, "sections", sentence)


def is_action(function: Function) -> bool:
    """True for a function that is registered as an action."""
    return any(
        isinstance(mark, ast.Call) and isinstance(mark.func, ast.Attribute) and mark.func.attr == "action"
        for mark in function.decorator_list
    )


def _delegates(function: Function) -> bool:
    body = [node for node in function.body if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))]
    return len(body) == 1 and isinstance(body[0], ast.Return | ast.Expr) and isinstance(body[0].value, ast.Call)


RULES: tuple[Rule, ...] = (
    imports,
    identity,
    types,
    caught,
    inverted,
    floats,
    globals_,
    hash_order,
    documented,
    sections,
)
"""Every rule, each with a breach in `tests/tools`."""
