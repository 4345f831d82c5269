"""One-place changes of a function of the specification: what a tired author might have written instead."""

from __future__ import annotations

import ast
import copy
import inspect
import textwrap
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from types import CodeType, FunctionType, ModuleType

SWAPPED_COMPARISON: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
SWAPPED_OPERATOR: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.FloorDiv: ast.Mult,
}
SWAPPED_CALL = {"min": "max", "max": "min"}
GUARD = "require"


@dataclass(frozen=True)
class Mutant:
    """A function of the specification with one place changed.

    kind: what sort of change. before, after: the changed piece of source. `code` takes the place of the function's own.
    """

    module: str
    function: str
    kind: str
    before: str
    after: str
    occurrence: int
    target: FunctionType
    code: CodeType

    @property
    def id(self) -> str:
        """Stable as long as the changed piece of the function stays as it is."""
        again = f" #{self.occurrence}" if self.occurrence else ""
        return f"{self.module}.{self.function}: {self.kind}: {self.before} -> {self.after}{again}"


def mutants_of(modules: Iterable[ModuleType]) -> list[Mutant]:
    """Every mutant of every function that the modules define, in order of the source."""
    return [mutant for module in modules for function in functions_of(module) for mutant in _mutants(module, function)]


def functions_of(module: ModuleType) -> list[FunctionType]:
    """The functions that a module itself defines, wrappers taken off."""
    found = [inspect.unwrap(value) for value in vars(module).values() if callable(value)]
    own = [f for f in found if isinstance(f, FunctionType) and f.__module__ == module.__name__]
    return sorted(dict.fromkeys(own), key=lambda f: f.__code__.co_firstlineno)


def _mutants(module: ModuleType, function: FunctionType) -> Iterator[Mutant]:
    tree = ast.parse(textwrap.dedent(inspect.getsource(function)))
    seen: dict[tuple[str, str, str], int] = {}
    for kind, path, change in _places(tree):
        changed = copy.deepcopy(tree)
        before, after = change(_at(changed, path))
        code = _compiled(changed, function)
        if code is None:
            continue
        key = (kind, before, after)
        seen[key] = seen.get(key, -1) + 1
        yield Mutant(module.__name__, function.__name__, kind, before, after, seen[key], function, code)


Path = tuple[tuple[str, int | None], ...]
Change = Callable[[ast.AST], tuple[str, str]]


def _places(tree: ast.Module) -> Iterator[tuple[str, Path, Change]]:
    """Every place that can be changed, as a path from the root, with the change."""
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    for path, node in _walk(definition, (("body", 0),)):
        if isinstance(node, ast.Compare):
            for index, operator in enumerate(node.ops):
                if type(operator) in SWAPPED_COMPARISON:
                    yield "comparison", path, _swap_comparison(index)
        elif isinstance(node, ast.BinOp) and type(node.op) in SWAPPED_OPERATOR:
            yield "operator", path, _swap_operator
        elif isinstance(node, ast.BoolOp):
            yield "connective", path, _swap_connective
        elif isinstance(node, ast.Constant) and type(node.value) in (int, bool):
            yield "constant", path, _next_constant
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SWAPPED_CALL:
            yield "extreme", path, _swap_call
        elif isinstance(node, ast.AugAssign) and type(node.op) in (ast.Add, ast.Sub):
            yield "operator", path, _swap_operator
        if isinstance(node, ast.Assign | ast.AugAssign) or _is_effect(node):
            guard = isinstance(node, ast.Expr) and _called(node) == GUARD
            yield "dropped guard" if guard else "dropped statement", path, _drop


def _is_effect(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)


def _called(node: ast.Expr) -> str:
    call = node.value
    return call.func.id if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) else ""


def _walk(node: ast.AST, path: Path) -> Iterator[tuple[Path, ast.AST]]:
    """Nodes of a function's body below `node`; annotations, decorators and docstrings are not behaviour."""
    for name, value in ast.iter_fields(node):
        declared = name == "args" and isinstance(node, ast.FunctionDef)
        if declared or name in ("decorator_list", "returns", "annotation"):
            continue
        children = value if isinstance(value, list) else [value]
        for index, child in enumerate(children):
            if isinstance(child, ast.AST) and not isinstance(child, ast.expr_context):
                step = (*path, (name, index if isinstance(value, list) else None))
                yield step, child
                yield from _walk(child, step)


def _at(tree: ast.AST, path: Path) -> ast.AST:
    node = tree
    for name, index in path:
        value = getattr(node, name)
        node = value if index is None else value[index]
    return node


def _swap_comparison(index: int) -> Change:
    def change(node: ast.AST) -> tuple[str, str]:
        assert isinstance(node, ast.Compare)
        before = ast.unparse(node)
        node.ops[index] = SWAPPED_COMPARISON[type(node.ops[index])]()
        return before, ast.unparse(node)

    return change


def _swap_operator(node: ast.AST) -> tuple[str, str]:
    assert isinstance(node, ast.BinOp | ast.AugAssign)
    before = ast.unparse(node)
    node.op = SWAPPED_OPERATOR[type(node.op)]()
    return before, ast.unparse(node)


def _swap_connective(node: ast.AST) -> tuple[str, str]:
    assert isinstance(node, ast.BoolOp)
    before = ast.unparse(node)
    node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
    return before, ast.unparse(node)


def _next_constant(node: ast.AST) -> tuple[str, str]:
    assert isinstance(node, ast.Constant)
    before = ast.unparse(node)
    node.value = not node.value if isinstance(node.value, bool) else int(str(node.value)) + 1
    return before, ast.unparse(node)


def _swap_call(node: ast.AST) -> tuple[str, str]:
    assert isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    before = ast.unparse(node)
    node.func.id = SWAPPED_CALL[node.func.id]
    return before, ast.unparse(node)


def _drop(node: ast.AST) -> tuple[str, str]:
    """A statement that does nothing takes the place of this one."""
    before = ast.unparse(node)
    node.__class__ = ast.Pass
    node.__dict__.clear()
    return before, "pass"


def _compiled(tree: ast.Module, function: FunctionType) -> CodeType | None:
    """Code of the changed function, or None when the change left no valid program."""
    definition = tree.body[0]
    assert isinstance(definition, ast.FunctionDef)
    definition.decorator_list = []
    ast.fix_missing_locations(tree)
    ast.increment_lineno(tree, function.__code__.co_firstlineno - 1)
    flags = function.__code__.co_flags & 0x1000000  # from __future__ import annotations
    module = compile(tree, function.__code__.co_filename, "exec", flags=flags, dont_inherit=True)
    found = [const for const in module.co_consts if isinstance(const, CodeType) and const.co_name == function.__name__]
    return found[0] if found and found[0].co_freevars == function.__code__.co_freevars else None
