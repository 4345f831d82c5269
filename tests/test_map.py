"""The map of the protocols is complete, and everything on it exists."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from properties.protocols import REGISTERED

ROOT = Path(__file__).resolve().parent.parent
MAP = ROOT / "docs/map.md"
ROW = re.compile(r"^\| (?P<part>[^|]+) \|(?P<contracts>[^|]*)\|(?P<spec>[^|]*)\|(?P<properties>[^|]*)\|$", re.MULTILINE)
NAME = re.compile(r"`([^`]+)`")


def column(protocol: str, name: str) -> list[str]:
    """What stands in one column of a protocol's table, in order."""
    (section,) = [part for part in MAP.read_text().split("\n## ") if f"`contracts/{protocol}/`" in part]
    rows = [row for row in ROW.finditer(section) if row["part"] != "part" and "---" not in row["part"]]
    return [found for row in rows for found in NAME.findall(row[name])]


def contracts(protocol: str) -> set[str]:
    """Every contract of a protocol but the interface of another."""
    folder = ROOT / "contracts" / protocol
    names = {path.relative_to(folder).with_suffix("").as_posix() for path in folder.rglob("*.sol")}
    own = {"I" + name for name in names}
    return {name for name in names if name not in own}


@pytest.mark.parametrize("protocol", REGISTERED)
def test_every_contract_stands_once_on_the_map(protocol: str) -> None:
    assert sorted(column(protocol, "contracts")) == sorted(contracts(protocol))


@pytest.mark.parametrize("protocol", REGISTERED)
def test_every_module_of_the_specification_stands_once_on_the_map(protocol: str) -> None:
    modules = {path.stem for path in (ROOT / "spec" / protocol).glob("*.py") if path.stem != "__init__"}
    assert sorted(column(protocol, "spec")) == sorted(modules)


@pytest.mark.parametrize("protocol", REGISTERED)
def test_every_module_of_the_properties_on_the_map_exists(protocol: str) -> None:
    named = column(protocol, "properties")
    assert named and all((ROOT / "properties" / protocol / f"{name}.py").is_file() for name in named)
