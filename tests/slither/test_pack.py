"""The pack as others install it: what it refuses to load, and that it needs nothing of this project."""

from __future__ import annotations

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from analysis.slither import plugin
from analysis.slither.detector import FAMILIES, HIGH, MEDIUM, Detector, UndocumentedDetector
from fuzz.build import PROJECT_ROOT

PACK = PROJECT_ROOT / "analysis" / "slither"
MODULES = sorted(
    [PACK / f"{name}.py" for name in ("__init__", "ciphertexts", "detector", "plugin")]
    + [path for folder in ("fhevm", "escrow", "flow") for path in (PACK / folder).rglob("*.py")]
)

COMPLETE = {
    "ARGUMENT": "fhevm-example",
    "HELP": "an example",
    "IMPACT": HIGH,
    "CONFIDENCE": MEDIUM,
    "PROPERTIES": ("privacy",),
    "WIKI_TITLE": "Example",
    "WIKI_DESCRIPTION": "It is one.",
    "WIKI_EXPLOIT_SCENARIO": "None.",
    "WIKI_RECOMMENDATION": "Read it.",
}


def test_success_complete_detector_is_defined() -> None:
    detector = type("Example", (Detector,), dict(COMPLETE))
    assert detector.WIKI == "docs/detectors.md#fhevm-example"


@pytest.mark.parametrize("field", sorted(COMPLETE))
def test_invalid_detector_without(field: str) -> None:
    fields = {name: value for name, value in COMPLETE.items() if name != field}
    with pytest.raises(UndocumentedDetector, match=field if field != "ARGUMENT" else "id|ARGUMENT"):
        type("Example", (Detector,), fields)


@pytest.mark.parametrize(
    ("field", "value", "why"),
    [
        ("ARGUMENT", "example", "is not `fhevm-"),
        ("ARGUMENT", "fhevm-Example", "in lower case"),
        ("PROPERTIES", ("beauty",), "beauty"),
        ("WIKI_EXPLOIT_SCENARIO", "  \n", "WIKI_EXPLOIT_SCENARIO is empty"),
    ],
)
def test_invalid_detector_with_meaningless(field: str, value: object, why: str) -> None:
    with pytest.raises(UndocumentedDetector, match=why):
        type("Example", (Detector,), {**COMPLETE, field: value})


def test_families_are_those_of_the_catalogue() -> None:
    from properties.catalogue import Family

    assert {str(family) for family in Family} == FAMILIES


def test_success_plugin_returns_every_detector_once() -> None:
    found, printers = plugin.make_plugin()
    ids = [detector.ARGUMENT for detector in found]
    assert ids == sorted(set(ids))
    assert printers == []
    files = [path for folder in plugin.FOLDERS for path in (PACK / folder).glob("*.py")]
    defining = [path for path in files if "(Detector):" in path.read_text(encoding="utf-8")]
    assert len(ids) == len(defining)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACK)))
def test_module_of_the_pack_imports_only_slither_and_the_pack(module: Path) -> None:
    allowed = {"slither", *sys.stdlib_module_names}
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            assert {alias.name.split(".")[0] for alias in node.names} <= allowed
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            assert str(node.module).split(".")[0] in allowed


def test_success_pack_installs_alone_and_slither_finds_it(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "installed"
    shutil.copytree(PACK, source, ignore=shutil.ignore_patterns("__pycache__", "corpus"))
    before = sorted(path.name for path in source.iterdir())
    install = ["install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index", "--target", str(target)]
    subprocess.run([sys.executable, "-m", "pip", *install, str(source)], check=True, capture_output=True)
    assert sorted(path.name for path in source.iterdir()) == before, "building must leave nothing behind"
    package = target / "lockstep_slither"
    modules = sorted(path.stem for path in package.glob("*.py"))
    assert modules == ["__init__", "ciphertexts", "detector", "plugin"]
    ask = (
        "from importlib.metadata import entry_points;"
        "(point,) = [p for p in entry_points(group='slither_analyzer.plugin') if p.name == 'lockstep'];"
        "print(len(point.load()()[0]))"
    )
    said = subprocess.run(
        [sys.executable, "-c", ask],
        cwd=tmp_path,
        env={"PYTHONPATH": str(target)},
        check=True,
        capture_output=True,
        text=True,
    )
    assert int(said.stdout) == len(plugin.detectors())


def test_reference_is_written_from_the_detectors() -> None:
    from analysis.slither.wiki import PAGE, page

    assert PAGE.read_text(encoding="utf-8") == page()
