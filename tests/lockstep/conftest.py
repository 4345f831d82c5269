"""The command line with a made-up protocol and a made-up engine instead of the registered ones."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

import pytest

from analysis import engines
from lockstep.cli import run
from properties import protocols
from tests.specimens import ToyEngine, toy_protocol


@dataclass
class Spoken:
    """What a command line answered."""

    code: int
    out: str
    err: str


Speak = Callable[..., Spoken]


@pytest.fixture
def engine() -> ToyEngine:
    return ToyEngine(name="lockstep")


@pytest.fixture
def lockstep(engine: ToyEngine, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Speak:
    for name in ("toy", "game"):
        module = ModuleType(f"made_up_{name}")
        module.PROTOCOL = toy_protocol(name)  # type: ignore[attr-defined]  # a made-up module has no declared names
        monkeypatch.setitem(sys.modules, module.__name__, module)
    registered = {name: f"made_up_{name}" for name in ("toy", "game")}
    monkeypatch.setattr(protocols, "REGISTERED", registered)
    monkeypatch.setattr(engines, "ENGINES", [engine])

    def speak(*arguments: str | Path) -> Spoken:
        code = run([str(argument) for argument in arguments])
        said = capfd.readouterr()
        return Spoken(code, said.out, said.err)

    return speak
