"""Guards the rules of specification code: `python -m tools.spec_lint` says each breach in a line and ends with 1.

The rules are those of `tools.spec_rules` on syntax and of `tools.spec_errors` on docstrings; here is where they apply,
what is excepted and why, and that every action written is one that the protocol knows.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from properties.protocols import PROTOCOLS, load
from tools.spec_errors import undocumented
from tools.spec_rules import Breach, Module, breaches, functions, is_action, parse

ROOT = Path(__file__).resolve().parents[1]

OFF_CHAIN = {
    "spec/dcm/filter_dsl.py": "writes filters for clients; users pass it anything, so it asks for types",
    "spec/dcm/gas_estimator.py": "a client's estimate; no bound is a case of its own",
}
"""Modules that no action reaches, so that only plain values come there; identity and types may be asked for."""
OFF_CHAIN_RULES = ("identity", "type", "float")

EXCEPTED = {
    ("spec/dcm/datasets.py", "identity", "import_ciphertext"): "the environment answers None for an input that the "
    "host refuses, and a symbolic environment answers with a value",
}
"""Breaches that stay: by file, rule and function, with the reason."""

Excepted = Mapping[tuple[str, str, str], str]


@dataclass
class Report:
    """What is wrong, in order of files and lines; and how much was looked at."""

    breaches: list[Breach] = field(default_factory=list)
    modules: int = 0
    actions: int = 0


def main() -> int:
    """Print every breach on standard error; 1 if there is one."""
    report = lint()
    for breach in report.breaches:
        print(breach, file=sys.stderr)
    if not report.breaches:
        print(f"spec: {report.modules} modules and {report.actions} actions keep the rules")
    return 1 if report.breaches else 0


def lint() -> Report:
    """Everything that the specification does against its rules."""
    modules = list(specification())
    report = Report(modules=len(modules))
    found = [*judged(modules, EXCEPTED, OFF_CHAIN)]
    known: set[str] = set()
    for name in PROTOCOLS:
        protocol = load(name)
        report.actions += len(protocol.actions)
        known |= {action.name for action in protocol.actions}
        found += undocumented(protocol.actions, protocol.unreachable)
    found += unregistered(modules, known)
    report.breaches = sorted(found, key=lambda breach: (breach.file, breach.line, breach.sentence))
    return report


def specification() -> Iterator[Module]:
    """Every module of the specification."""
    for path in sorted((ROOT / "spec").rglob("*.py")):
        yield parse(path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8"))


def judged(modules: Iterable[Module], excepted: Excepted, off_chain: Mapping[str, str]) -> Iterator[Breach]:
    """Breaches of syntax that no exception allows, and exceptions that allow nothing."""
    used: set[tuple[str, str, str]] = set()
    seen = list(modules)
    for module in seen:
        for breach in breaches(module):
            key = (breach.file, breach.rule, breach.function)
            if key in excepted:
                used.add(key)
            elif not (breach.file in off_chain and breach.rule in OFF_CHAIN_RULES):
                yield breach
        if module.file not in off_chain:
            yield from _reaches_off_chain(module, off_chain)
    for file, rule, function in excepted:
        if (file, rule, function) not in used:
            yield Breach(file, 1, "exception", f"the exception for `{rule}` in {function} allows nothing; remove it")
    for file in off_chain:
        if file not in [module.file for module in seen]:
            yield Breach(file, 1, "exception", "this module is said to be off chain and does not exist; remove it")


def _reaches_off_chain(module: Module, off_chain: Mapping[str, str]) -> Iterator[Breach]:
    names = {file.removesuffix(".py").replace("/", "."): file for file in off_chain}
    for node in ast.walk(module.tree):
        if not isinstance(node, ast.Import | ast.ImportFrom):
            continue
        imported = [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom) and node.module:
            imported = [node.module, *(f"{node.module}.{name}" for name in imported)]
        for name in imported:
            if name in names:
                sentence = f"`{name}` is imported, which is off chain; what an action reaches keeps every rule"
                yield Breach(module.file, node.lineno, "off chain", sentence)


def unregistered(modules: Iterable[Module], known: set[str]) -> Iterator[Breach]:
    """Actions that are written and that no protocol knows, because nothing imports their module."""
    for module in modules:
        for function in functions(module):
            if is_action(function) and function.name not in known:
                sentence = f"action {function.name} is in no registered protocol; import its module in the protocol's"
                yield Breach(module.file, function.lineno, "registered", sentence, function.name)


if __name__ == "__main__":
    sys.exit(main())
