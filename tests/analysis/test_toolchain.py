import json
import stat
import subprocess
from pathlib import Path

import pytest

from analysis import toolchain


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "requirements.lock").write_text("pytest==0.0.1 \\\n    --hash=sha256:00\nno-such-package==1.0\n")
    manifest = {
        "dependencies": {"solc": "0.8.37", "ethers": "6.0.0"},
        "optionalDependencies": {"@x/anvil-linux": "1.0.0"},
    }
    (tmp_path / "package.json").write_text(json.dumps(manifest))
    solc = tmp_path / "node_modules" / "solc"
    solc.mkdir(parents=True)
    (solc / "package.json").write_text(json.dumps({"version": "0.8.36"}))
    return tmp_path


def tool(folder: Path, name: str, script: str) -> None:
    path = folder / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)


def test_invalid_pins_are_listed_one_by_one(project: Path) -> None:
    by_name = {finding.name: finding for finding in toolchain.python_packages(project)}
    assert "the lock says 0.0.1" in (by_name["pytest"].problem or "")
    assert by_name["no-such-package"].problem == "not installed"
    assert all(finding.needed and not finding.fit for finding in by_name.values())


def test_success_pins_that_hold_are_one_line(tmp_path: Path) -> None:
    pin = f"pytest=={toolchain.installed_version('pytest')}"
    (tmp_path / "requirements.lock").write_text(f"{pin} \\\n    --hash=sha256:00\npip==0.0.1 \\\n")
    [finding] = toolchain.python_packages(tmp_path)
    assert finding.fit
    assert finding.version == "all 1 as locked"


def test_npm_packages_are_compared_with_the_manifest(project: Path) -> None:
    solc, ethers, anvil = toolchain.npm_packages(project)
    assert solc.problem == "0.8.36 is installed, package.json says 0.8.37"
    assert (ethers.problem, ethers.needed) == ("not installed", True)
    assert (anvil.needed, anvil.fit) == (False, False)
    assert "gas" in anvil.cost


def test_success_a_tool_on_path_is_asked_for_its_version(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tool(tmp_path, "medusa", "echo medusa version 1.2.3")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert toolchain.tool_version("medusa", "--version") == "1.2.3"


@pytest.mark.parametrize("script", ["exit 1", "echo nothing to see"])
def test_invalid_a_tool_that_does_not_answer_has_no_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str
) -> None:
    tool(tmp_path, "medusa", script)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    [found] = [finding for finding in toolchain.outside_tools() if finding.name == "medusa"]
    assert found.version is None
    assert (found.problem or "").startswith("on PATH, but")


@pytest.mark.parametrize(("answer", "problem"), [("v18.1.0", "Node.js 20 or later is needed"), ("v22.0.0", None)])
def test_node_needs_a_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, answer: str, problem: str | None
) -> None:
    tool(tmp_path, "node", f"echo {answer}")
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert toolchain.node().problem == problem


def test_invalid_no_node(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert toolchain.node().problem == "not on PATH"


def test_success_the_record_of_a_run_is_sorted_text() -> None:
    versions = toolchain.recorded_versions()
    assert list(versions) == sorted(versions)
    assert {"python", "node", "solc", "pyrevm"} <= versions.keys()


def test_the_commit_says_whether_the_tree_differs(tmp_path: Path) -> None:
    def git(*arguments: str) -> None:
        identity = ["-c", "user.name=t", "-c", "user.email=t@example.org"]
        subprocess.run(["git", "-C", str(tmp_path), *identity, *arguments], check=True, capture_output=True)

    assert toolchain.commit_of(tmp_path) == "unknown"
    git("init")
    (tmp_path / "a").write_text("1")
    git("add", "a")
    git("commit", "-m", "first")
    clean = toolchain.commit_of(tmp_path)
    assert len(clean) == 40
    (tmp_path / "a").write_text("2")
    assert toolchain.commit_of(tmp_path) == f"{clean}+changes"
