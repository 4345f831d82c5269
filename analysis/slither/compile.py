"""From sources to what Slither reads: the project's compile layer and its cache, handed over as a platform.

Only syntax trees are asked for, so nothing is compiled to bytecode. Two things are done to the trees before they are
kept: ids that solcjs prints as unsigned 32-bit numbers are folded back to negative ones, and internal functions of
other people's libraries that no code reaches are dropped. The FHE library has 1,500 functions, of which a contract
calls a few; their trees are 12 MB, and reading them would take ten times as long as everything else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from crytic_compile import CryticCompile
from crytic_compile.compilation_unit import CompilationUnit
from crytic_compile.compiler.compiler import CompilerVersion
from crytic_compile.platform.solc_standard_json import SolcStandardJson
from crytic_compile.utils.naming import Filename
from crytic_compile.utils.natspec import Natspec
from slither import Slither

from fuzz.build import PROJECT_ROOT, CompileError, Settings
from fuzz.build.cache import cached, key_of
from fuzz.build.compile import standard_json
from fuzz.build.host_addresses import GENERATED
from fuzz.build.settings import NODE_MODULES
from fuzz.build.solc import compile_standard_json, solc_version
from fuzz.build.sources import unit_name

Tree = dict[str, Any]
IsOurs = Callable[[str], bool]

FORM = "trees-2"
"""Part of the cache key: changed whenever this module changes what it keeps."""

_UNSIGNED = 1 << 32
_FIRST_NEGATIVE = 1 << 31


def is_project_source(unit: str) -> bool:
    """Whether a source unit belongs to the project and not to a package."""
    return not unit.startswith("@") and (PROJECT_ROOT / unit).is_file()


def slither_of(
    entry_files: Sequence[Path], *, is_ours: IsOurs = is_project_source, overlay: Mapping[str, str] | None = None
) -> Slither:
    """Compile files of the project or of its packages, and parse them with Slither.

    Args:
        entry_files: Paths, absolute or from the project root.
        is_ours: Which source units are under study; all others are dependencies, whose findings are left out.
        overlay: Source texts by unit name that replace files on disk or stand for ones that don't exist.

    Raises:
        CompileError: Solc refuses the sources.
        ToolchainError: A file, Node or solc is missing.
    """
    entries = sorted({unit_name(file, overlay) for file in entry_files})
    request = standard_json(entries, Settings(outputs=("ast",)), overlay)
    request["settings"]["outputSelection"] = {"*": {"": ["ast"]}}
    ours = sorted(unit for unit in request["sources"] if is_ours(unit))
    key = key_of(solc_version(), {"form": FORM, "ours": ours, **request})
    answer = cached(key, lambda: {"trees": _trees(entries, request, frozenset(ours))})
    texts = {unit: source["content"] for unit, source in request["sources"].items()}
    platform = CachedTrees(answer["trees"], texts, frozenset(ours))
    # What comments excuse is told apart later, because evidence has to list it.
    return Slither(CryticCompile(platform), exclude_dependencies=True, show_ignored_findings=True)


class CachedTrees(SolcStandardJson):
    """A platform of crytic-compile whose compilation has already happened."""

    NAME = "lockstep"

    def __init__(self, trees: Mapping[str, Tree], texts: Mapping[str, str], ours: frozenset[str]) -> None:
        super().__init__({})
        self._trees = trees
        self._texts = texts
        self._ours = ours

    def compile(self, crytic_compile: CryticCompile, **_: Any) -> None:
        """Hand the trees over, each with the name, the path and the text of its file."""
        unit = CompilationUnit(crytic_compile, "lockstep")
        unit.compiler_version = CompilerVersion(compiler="solc", version=solc_version(), optimized=True)
        texts = {}
        for name, tree in self._trees.items():
            path = path_of(name)
            source = unit.create_source_unit(Filename(absolute=path, used=name, relative=name, short=name))
            source.ast = tree
            texts[path] = self._texts[name]
            for contract in _contracts(tree):
                source.add_contract_name(contract["name"])
                source.abis[contract["name"]] = []
                source.natspec[contract["name"]] = Natspec({}, {})
                source.bytecodes_init[contract["name"]] = ""
                source.bytecodes_runtime[contract["name"]] = ""
            if name not in self._ours:
                crytic_compile.dependencies.add(path)
        crytic_compile.src_content = texts


def path_of(unit: str) -> str:
    """The absolute path of a source unit; one under ``build/`` for a unit that exists in memory only."""
    for root in (PROJECT_ROOT, NODE_MODULES):
        if unit not in GENERATED and (root / unit).is_file():
            return (root / unit).as_posix()
    return (PROJECT_ROOT / "build" / "generated" / unit).as_posix()


def _trees(entries: list[str], request: dict[str, Any], ours: frozenset[str]) -> dict[str, Tree]:
    answer = compile_standard_json(request)
    errors = [error["formattedMessage"] for error in answer.get("errors", []) if error["severity"] == "error"]
    if errors:
        raise CompileError(entries, errors)
    trees = {unit: source["ast"] for unit, source in answer["sources"].items()}
    for tree in trees.values():
        fold_ids(tree)
    drop_unreached(trees, ours)
    return trees


def _contracts(tree: Tree) -> Iterator[Tree]:
    return (node for node in tree["nodes"] if node["nodeType"] == "ContractDefinition")


def _nodes(tree: Tree, stop_at: Mapping[int, Tree] | None = None) -> Iterator[Tree]:
    """Every node of a tree, but for those to stop at, which are given by id, and what is below them."""
    pending: list[Any] = [tree]
    while pending:
        node = pending.pop()
        if isinstance(node, list):
            pending += [value for value in node if isinstance(value, (dict, list))]
        elif not stop_at or node.get("id") not in stop_at:
            yield node
            pending += [value for value in node.values() if isinstance(value, (dict, list))]


def fold_ids(tree: Tree) -> None:
    """Turn ids of built-in symbols back into the negative numbers that they are, in place."""
    for node in _nodes(tree):
        for name in ("referencedDeclaration", "id"):
            value = node.get(name)
            if isinstance(value, int) and value >= _FIRST_NEGATIVE:
                node[name] = value - _UNSIGNED
        overloads = node.get("overloadedDeclarations")
        if overloads:
            node["overloadedDeclarations"] = [v - _UNSIGNED if v >= _FIRST_NEGATIVE else v for v in overloads]


def drop_unreached(trees: Mapping[str, Tree], ours: frozenset[str]) -> None:
    """Drop functions of foreign libraries that nothing outside these libraries reaches, in place."""
    libraries = [
        contract
        for unit, tree in trees.items()
        if unit not in ours
        for contract in _contracts(tree)
        if contract["contractKind"] == "library"
    ]
    droppable = {
        node["id"]: node
        for library in libraries
        for node in library["nodes"]
        if node["nodeType"] == "FunctionDefinition"
    }
    reached = _reached_from(trees.values(), droppable)
    for library in libraries:
        library["nodes"] = [node for node in library["nodes"] if node["id"] not in droppable or node["id"] in reached]


def _reached_from(trees: Iterable[Tree], droppable: Mapping[int, Tree]) -> set[int]:
    """Ids of droppable functions that are referenced from outside them, or from one that is."""
    reached: set[int] = set()
    pending = {target for tree in trees for target in _references(tree, droppable) if target in droppable}
    while pending:
        function = pending.pop()
        reached.add(function)
        pending |= {target for target in _references(droppable[function], {}) if target in droppable} - reached
    return reached


def _references(tree: Tree, stop_at: Mapping[int, Tree]) -> set[int]:
    """What the nodes of a tree refer to, without looking into the nodes to stop at."""
    found = {node.get("referencedDeclaration") for node in _nodes(tree, stop_at)}
    return {target for target in found if isinstance(target, int)}
