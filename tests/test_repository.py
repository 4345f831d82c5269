"""What holds for every file: layers, names, sizes, and nothing that only works on one machine."""

from __future__ import annotations

import ast
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from lockstep.cli import app
from properties.protocols import REGISTERED, load

ROOT = Path(__file__).resolve().parent.parent

IGNORED_FOLDERS = frozenset(
    {
        ".git",
        ".venv",
        "node_modules",
        "build",
        "__pycache__",
        ".hypothesis",
        ".pytest_cache",
        ".mypy_cache",
        ".ruff_cache",
    }
)
TEXT_SUFFIXES = frozenset(
    {".py", ".sol", ".md", ".json", ".toml", ".lock", ".in", ".txt", ".sh", ".yml", ".cjs", ".j2", ".svg", ""}
)

LAYERS = ("spec", "properties", "fuzz", "analysis", "lockstep")
PROTOCOL_FREE = ("spec/core", "fuzz", "analysis", "lockstep")
LONGEST_MODULE = 400
# A protocol may use these words for its own things, and yet every program has table rows and requests to a compiler.
ORDINARY_WORDS = frozenset({"row", "request"})
VAGUE_NAMES = frozenset({"utils", "util", "helpers", "helper", "common", "misc", "manager", "managers"})

# Split so that this file does not match itself.
MACHINE_BOUND = {
    "a package registry": re.compile(r"(pypi|pythonhosted|npm" + r"js|yarn" + r"pkg)\.(org|com)", re.IGNORECASE),
    "a path of one machine": re.compile(r"(?<![\w.])/(work|opt|root|home/\w+)" + r"/\w"),
    "a folder outside the project": re.compile(r"\.\./sh" + "ared"),
    "a file address": re.compile(r"file:" + r"///"),
}


def files() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = sorted(name for name in folders if name not in IGNORED_FOLDERS and not name.endswith(".egg-info"))
        yield from (Path(folder) / name for name in sorted(names))


def named(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def text_files() -> list[Path]:
    return [path for path in files() if path.suffix in TEXT_SUFFIXES]


def modules(folder: str = "") -> list[Path]:
    return [path for path in files() if path.suffix == ".py" and named(path).startswith(f"{folder}/" if folder else "")]


# ---------------------------------------------------------------- standing alone


@pytest.mark.parametrize("what", MACHINE_BOUND)
def test_no_file_is_bound_to_a_machine(what: str) -> None:
    found = [
        f"{named(path)}:{number}: {line.strip()[:100]}"
        for path in text_files()
        for number, line in enumerate(text_of(path).splitlines(), start=1)
        if MACHINE_BOUND[what].search(line)
    ]
    assert found == [], f"these lines name {what}"


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a package registry", "--index-url https://pypi" + ".org/simple"),
        ("a package registry", '"resolved": "https://registry.npm' + 'js.org/x"'),
        ("a path of one machine", "see /work" + "/main/README.md"),
        ("a folder outside the project", "cat ../sh" + "ared/x"),
        ("a file address", "file:" + "///tmp/x"),
    ],
)
def test_invalid_lines_are_recognised(what: str, line: str) -> None:
    assert MACHINE_BOUND[what].search(line)


def test_the_locks_hold_hashes_and_no_addresses() -> None:
    lock = text_of(ROOT / "requirements.lock")
    blocks = re.split(r"\n(?=[A-Za-z0-9])", lock.strip())
    assert len(blocks) > 20
    assert [block.split()[0] for block in blocks if "--hash=sha256:" not in block] == []
    assert "://" not in lock
    npm = text_of(ROOT / "package-lock.json")
    assert '"resolved"' not in npm
    assert '"integrity"' in npm


def test_every_pin_of_the_input_is_in_the_lock() -> None:
    lock = text_of(ROOT / "requirements.lock").lower()
    wanted = re.findall(r"^([A-Za-z0-9_.-]+==\S+)", text_of(ROOT / "requirements.in"), re.MULTILINE)
    assert wanted
    assert [pin for pin in wanted if f"{pin.lower()} \\" not in lock] == []


# ---------------------------------------------------------------- layers


def imports_of(source: str) -> Iterator[str]:
    """Yield the full name of every module that ``source`` imports, anywhere in it."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and node.level == 0:
            yield node.module


def upward_imports(layer: str, source: str) -> list[str]:
    """Return what ``source`` in ``layer`` imports from layers above it, or from the tests and tools."""
    above = {*LAYERS[LAYERS.index(layer) + 1 :], "tests", "tools"}
    return [name for name in imports_of(source) if name.split(".")[0] in above]


def foreign_imports(source: str) -> list[str]:
    """Return what ``source`` imports beyond the standard library and the specification."""
    allowed = {*sys.stdlib_module_names, "spec"}
    return [name for name in imports_of(source) if name.split(".")[0] not in allowed]


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_point_one_way(layer: str) -> None:
    found = {named(path): upward_imports(layer, text_of(path)) for path in modules(layer)}
    assert {name: imports for name, imports in found.items() if imports} == {}


def test_the_specification_imports_the_standard_library_alone() -> None:
    found = {named(path): foreign_imports(text_of(path)) for path in modules("spec")}
    assert {name: imports for name, imports in found.items() if imports} == {}


def test_invalid_imports_are_recognised() -> None:
    assert upward_imports("spec", "def f():\n    from properties.catalogue import Property") == ["properties.catalogue"]
    assert upward_imports("fuzz", "import properties.catalogue, analysis.engine") == ["analysis.engine"]
    assert foreign_imports("import json, pyrevm") == ["pyrevm"]


# ---------------------------------------------------------------- the core names no protocol


def protocol_words() -> set[str]:
    """Return the names of the registered protocols, their own words and their contracts, as code would write them."""
    words = set(REGISTERED)
    for protocol in REGISTERED:
        words |= {word.replace(" ", "_") for word in load(protocol).words} - ORDINARY_WORDS
        for contract in (ROOT / "contracts" / protocol).glob("*.sol"):
            parts = re.findall(r"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*", contract.stem)
            if len(parts) > 1:
                words |= {contract.stem, "_".join(parts).lower()}
    return words


def words_of(source: str) -> Iterator[str]:
    """Yield the identifiers of ``source``, the parts of its imports, and the words of its strings without blanks."""
    for node in ast.walk(ast.parse(source)):
        for field in ("id", "attr", "arg", "name"):
            value = getattr(node, field, None)
            if isinstance(value, str):
                yield from value.split(".")
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from node.module.split(".")
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and " " not in node.value.strip():
            yield from re.findall(r"\w+", node.value)


@pytest.mark.parametrize("folder", PROTOCOL_FREE)
def test_the_core_names_no_protocol(folder: str) -> None:
    banned = protocol_words()
    found = {named(path): sorted(banned & set(words_of(text_of(path)))) for path in modules(folder)}
    assert {name: words for name, words in found.items() if words} == {}


def test_invalid_words_are_recognised() -> None:
    source = "from spec.auction import Bid\npath = 'contracts/auction/AuctionHouse.sol'\nauction_house = 1"
    assert {"auction", "AuctionHouse", "auction_house"} <= set(words_of(source))
    assert "auction" not in set(words_of("text = 'an auction is meant in prose'"))


# ---------------------------------------------------------------- sizes and names


def test_no_module_is_longer_than_two() -> None:
    sizes = {named(path): text_of(path).count("\n") for path in modules()}
    assert {name: lines for name, lines in sizes.items() if lines > LONGEST_MODULE} == {}


def test_every_module_is_named_for_what_it_is() -> None:
    assert [named(path) for path in files() if path.stem.lower() in VAGUE_NAMES] == []
    assert [named(path) for path in files() if set(path.parent.relative_to(ROOT).parts) & VAGUE_NAMES] == []


# ---------------------------------------------------------------- make and the documents


def make_targets() -> dict[str, str]:
    """Return every target of the Makefile with its one line of help, or nothing."""
    lines = re.findall(r"^([a-z][a-z-]*):(?:[^=#]*)(?:## (.*))?$", text_of(ROOT / "Makefile"), re.MULTILINE)
    return dict(lines)


def documents() -> list[Path]:
    return [ROOT / "README.md", *(path for path in files() if path.suffix == ".md" and named(path).startswith("docs/"))]


def test_every_make_target_has_a_line_of_help_and_is_phony() -> None:
    targets = make_targets()
    assert {"help", "setup", "verify", "test", "fuzz", "replay", "doctor", "lint", "format", "bench", "report"} <= set(
        targets
    )
    assert [name for name, line in targets.items() if not line] == []
    phony = re.search(r"^\.PHONY: (.*)$", text_of(ROOT / "Makefile"), re.MULTILINE)
    assert phony is not None
    assert set(phony.group(1).split()) == set(targets)


def test_every_make_command_of_the_documents_exists() -> None:
    said = {
        name
        for path in documents()
        for name in re.findall(r"(?:`|^\s*(?:\$ )?)make ([a-z-]+)", text_of(path), re.MULTILINE)
    }
    assert {"verify", "test"} <= said
    assert said - set(make_targets()) == set()


def test_every_lockstep_command_of_the_documents_exists() -> None:
    known = {command.name for command in (*app.registered_commands, *app.registered_groups)}
    pattern = r"(?:`|^\s*(?:\$ )?|bin/)lockstep ([a-z]+)"
    said = {name for path in documents() for name in re.findall(pattern, text_of(path), re.MULTILINE)}
    assert "replay" in said
    assert said - known == set()


def test_every_local_link_of_the_documents_leads_somewhere() -> None:
    missing = [
        f"{named(path)} -> {link}"
        for path in documents()
        for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text_of(path))
        if not (path.parent / link).exists()
    ]
    assert missing == []


def test_the_licence_is_the_whole_of_it() -> None:
    text = text_of(ROOT / "LICENSE")
    assert text.lstrip().startswith("GNU AFFERO GENERAL PUBLIC LICENSE")
    assert "13. Remote Network Interaction" in text
    assert "END OF TERMS AND CONDITIONS" in text


def test_every_contract_names_the_licence() -> None:
    contracts = [path for path in files() if path.suffix == ".sol"]
    line = "// SPDX-License-Identifier: AGPL-3.0-only"
    assert [named(path) for path in contracts if text_of(path).splitlines()[0] != line] == []
