"""The first thing a new user meets: the check of Python and Node.js, and the stamps."""

from __future__ import annotations

import importlib.util
import shutil
import stat
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
SYSTEM_TOOLS = ("sh", "sed", "dirname")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the installer whose bootstrap only says that it was reached."""
    (tmp_path / "tools").mkdir()
    shutil.copy(ROOT / "tools" / "setup.sh", tmp_path / "tools" / "setup.sh")
    (tmp_path / "tools" / "bootstrap.py").write_text("")
    (tmp_path / "bin").mkdir()
    for name in SYSTEM_TOOLS:
        (tmp_path / "bin" / name).symlink_to(Path(shutil.which(name) or name).resolve())
    return tmp_path


def tool(project: Path, name: str, script: str) -> None:
    path = project / "bin" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def python(project: Path, version: str, name: str = "python3") -> None:
    tool(project, name, f'[ "$1" = -c ] && echo {version} || echo "bootstrapped by {name}"')


def node(project: Path, version: str) -> None:
    tool(project, "node", f"echo {version}")
    tool(project, "npm", "exit 0")


def set_up(project: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": str(project / "bin"), **variables}
    command = [str(project / "bin" / "sh"), str(project / "tools" / "setup.sh")]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_success_a_fitting_machine_is_bootstrapped(project: Path) -> None:
    python(project, "3.11")
    node(project, "v20.20.2")
    answer = set_up(project)
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, "bootstrapped by python3\n", "")


def test_success_the_fitting_python_is_found_beside_another(project: Path) -> None:
    python(project, "3.12")
    python(project, "3.11", "python3.11")
    node(project, "v22.1.0")
    assert set_up(project).stdout == "bootstrapped by python3.11\n"


def test_success_python_can_be_named(project: Path) -> None:
    python(project, "3.12")
    python(project, "3.11", "my-python")
    node(project, "v20.0.0")
    assert set_up(project, PYTHON="my-python").stdout == "bootstrapped by my-python\n"


def refused(answer: subprocess.CompletedProcess[str], sentence: str) -> bool:
    return answer.returncode == 2 and answer.stderr == f"setup: {sentence}\n" and answer.stdout == ""


def test_invalid_python_is_another(project: Path) -> None:
    python(project, "3.12")
    node(project, "v20.0.0")
    sentence = (
        "Python 3.11 is needed and was not found (python3 is 3.12); "
        "install it, or name it with PYTHON=/path/to/python3.11."
    )
    assert refused(set_up(project), sentence)


def test_invalid_no_python(project: Path) -> None:
    node(project, "v20.0.0")
    answer = set_up(project)
    assert answer.returncode == 2
    assert "there is no Python on PATH" in answer.stderr


@pytest.mark.parametrize("version", ["v18.19.0", "garbage"])
def test_invalid_node_is_too_old(project: Path, version: str) -> None:
    python(project, "3.11")
    node(project, version)
    sentence = f"Node.js 20 or later is needed and node here is {version}; install a newer one."
    assert refused(set_up(project), sentence)


def test_invalid_no_node(project: Path) -> None:
    python(project, "3.11")
    assert refused(set_up(project), "Node.js 20 or later is needed and there is no node on PATH; install it.")


def test_invalid_no_npm(project: Path) -> None:
    python(project, "3.11")
    tool(project, "node", "echo v20.0.0")
    assert refused(set_up(project), "npm is needed and is not on PATH; install it, it usually comes with Node.js.")


@pytest.fixture
def bootstrap(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The installer over an empty project, its commands recorded instead of run."""
    source = importlib.util.spec_from_file_location("bootstrap", ROOT / "tools" / "bootstrap.py")
    assert source is not None
    assert source.loader is not None
    module = importlib.util.module_from_spec(source)
    source.loader.exec_module(module)
    for name in ("requirements.lock", "pyproject.toml", "package.json", "package-lock.json"):
        (tmp_path / name).write_text("one")
    for name in (".venv", "node_modules"):
        (tmp_path / name).mkdir()
    monkeypatch.setattr(module, "ROOT", tmp_path)
    monkeypatch.setattr(module, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(module, "MODULES", tmp_path / "node_modules")
    return module


def test_success_the_second_run_installs_nothing(
    bootstrap: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commands: list[str] = []
    monkeypatch.setattr(bootstrap, "run", lambda command, *_: commands.append(" ".join(command)))
    bootstrap.main()
    assert any("--require-hashes --requirement requirements.lock" in command for command in commands)
    assert any(command.startswith("npm ci --ignore-scripts") for command in commands)
    commands.clear()
    bootstrap.main()
    assert commands == []
    (tmp_path / "package-lock.json").write_text("two")
    bootstrap.main()
    assert [command.split()[0] for command in commands] == ["npm"]


def test_invalid_a_failed_installation_is_a_sentence_and_leaves_no_stamp(
    bootstrap: ModuleType, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap.sys, "executable", shutil.which("false"))
    with pytest.raises(SystemExit) as stop:
        bootstrap.main()
    assert stop.value.code == 2
    assert "setup: the virtual environment can't be made; see above" in capfd.readouterr().err
    assert not (bootstrap.VENV / bootstrap.STAMP).exists()
