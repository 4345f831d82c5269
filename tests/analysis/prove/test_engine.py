"""The engine: cells, canary, inventory and files; and the command that shows them."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import z3

from analysis.engine import EngineResult, Job, Progress
from analysis.evidence import Verdict
from analysis.profiles import profile_named
from analysis.prove import inventory, second_opinion
from analysis.prove.engine import ProveEngine
from analysis.prove.findings import PROVED, UNKNOWN, Finding
from lockstep.cli import run
from properties.binding import EscrowProtocol
from tests.analysis.prove.bank import bank, transfer_to_oneself_mints

FINDINGS = [Finding("kept", "A: a", "x"), Finding("step", "B: b", "y", UNKNOWN, "the reason")]


def ran(protocol: EscrowProtocol, folder: Path, **options: Any) -> EngineResult:
    seen: list[Progress] = []
    job = Job(protocol, profile_named("ci"), 0, folder, options=options, report=seen.append)
    result = ProveEngine().run(job)
    assert seen and seen[-1].done == seen[-1].total
    return result


@pytest.fixture
def pinned(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(inventory, "FOLDER", tmp_path / "inventory")
    monkeypatch.setattr(inventory.differences, "__defaults__", (tmp_path / "inventory",))
    monkeypatch.setattr(inventory.update, "__defaults__", (tmp_path / "inventory",))
    return tmp_path / "inventory"


def test_success_every_property_gets_a_cell_and_the_canary_is_found(tmp_path: Path) -> None:
    result = ran(bank(), tmp_path, ignore_inventory=True)
    assert {(cell.property, cell.verdict) for cell in result.cells} == {
        ("BNK-CON-01", Verdict.PROVED),
        ("BNK-ACC-01", Verdict.PROVED),
    }
    assert [canary.found for canary in result.canaries] == [True]
    assert result.errors == ()
    detail = result.cells[0].detail
    assert detail["assumptions"] == ["BNK-CON-01: accounts hold the supply", "lemma: supply is bounded"] or detail[
        "assumptions"
    ] == ["BNK-CON-01: accounts hold the supply"]
    assert detail["obligations"] == detail["proved"] > 3
    assert set(detail["solvers"]) == {"z3", "cvc5"}


def test_success_the_triple_of_each_action_is_a_table(tmp_path: Path) -> None:
    table = ran(bank(), tmp_path, ignore_inventory=True).coverage[0]
    assert ("transfer", PROVED, PROVED, PROVED) in table.rows
    assert ("mint", "not stated", "not stated", PROVED) in table.rows


def test_invalid_specification_makes_a_violated_cell_with_its_state(tmp_path: Path) -> None:
    result = ran(bank(transfer=transfer_to_oneself_mints), tmp_path, ignore_inventory=True)
    cell = next(cell for cell in result.cells if cell.property == "BNK-CON-01")
    assert cell.verdict is Verdict.VIOLATED
    assert "accounts[0x0]: amount 1 -> 2" in (cell.reason or "")
    assert "transfer(to=0x0, amount=1)" in next(tmp_path.glob("BNK-CON-01-*.txt")).read_text()


def test_a_protocol_without_claims_is_not_run_and_says_so(tmp_path: Path) -> None:
    protocol = EscrowProtocol("bare", "Bare", bank().actions, bank().catalogue, None)  # type: ignore[arg-type]  # no chain
    cells = ProveEngine().run(Job(protocol, profile_named("ci"), 0, tmp_path)).cells
    assert {(cell.verdict, cell.reason) for cell in cells} == {(Verdict.NOT_RUN, "bare states no claims to prove")}


# ---------------------------------------------------------------- inventory


def test_success_what_was_pinned_is_found_again(tmp_path: Path) -> None:
    inventory.update("p", FINDINGS, tmp_path)
    assert list(inventory.differences("p", FINDINGS, tmp_path)) == []
    assert json.loads((tmp_path / "p.json").read_text())["kept"] == {"A: a": {"x": PROVED}}


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (FINDINGS[:1], "the proof 'step | B: b | y' has disappeared (unknown in the inventory)"),
        ([*FINDINGS, Finding("kept", "C: c", "z")], "'kept | C: c | z' (proved) is not in the inventory"),
        ([FINDINGS[0], Finding("step", "B: b", "y")], "'step | B: b | y' is proved, and unknown in the inventory"),
    ],
)
def test_invalid_difference_is_said(now: list[Finding], said: str, tmp_path: Path) -> None:
    inventory.update("p", FINDINGS, tmp_path)
    found = list(inventory.differences("p", now, tmp_path))
    assert len(found) == 1 and found[0].startswith(said)


def test_invalid_run_without_an_inventory(tmp_path: Path, pinned: Path) -> None:
    assert any("no inventory of proofs is pinned for bank" in error for error in ran(bank(), tmp_path).errors)


# ---------------------------------------------------------------- the command


@pytest.fixture
def command(pinned: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Any:
    def speak(protocol: EscrowProtocol, *arguments: str) -> tuple[int, str, str]:
        registry = ModuleType("properties.protocols")
        registry.PROTOCOLS = ("bank",)  # type: ignore[attr-defined]  # a made-up module has no declared names
        registry.REGISTERED = {"bank": "x"}  # type: ignore[attr-defined]  # as above
        registry.load = lambda name: protocol  # type: ignore[attr-defined]  # as above
        monkeypatch.setitem(sys.modules, "properties.protocols", registry)
        code = run(["prove", "--output", str(tmp_path / "out"), *arguments])
        said = capsys.readouterr()
        return code, said.out, said.err

    return speak


def test_success_command_proves_pins_and_then_agrees(command: Any) -> None:
    code, out, _ = command(bank(), "--update-inventory")
    assert code == 0
    assert "BNK-CON-01: proved" in out and "Pinned:" in out
    code, out, err = command(bank(), "BNK-ACC-01")
    assert code == 0
    assert out.splitlines()[0].startswith("BNK-ACC-01: proved")
    assert "1 of 1 properties proved" in out
    assert "Assumptions that no proof needs: none." in out
    assert "prove bank:" in err


def test_success_command_writes_queries_for_other_solvers(command: Any, tmp_path: Path) -> None:
    command(bank(), "--update-inventory", "--smt2", "BNK-CON-01")
    written = sorted((tmp_path / "out" / "bank" / "smt2").glob("BNK-CON-01-kept-*.smt2"))
    assert written
    text = written[0].read_text()
    assert text.startswith("; kept | BNK-CON-01: accounts hold the supply | ")
    assert "; what the types and operations say\n(assert" in text
    assert "; what is claimed, negated\n(assert" in text
    assert text.endswith("(check-sat)\n")


def test_success_every_written_query_is_unsat_for_both_solvers(command: Any, tmp_path: Path) -> None:
    command(bank(), "--update-inventory", "--smt2")
    folder = tmp_path / "out" / "bank" / "smt2"
    stale = folder / "BNK-CON-01-kept-gone-0.smt2"
    stale.write_text("(nonsense)")
    command(bank(), "--smt2")
    assert not stale.exists()
    written = sorted(folder.glob("*.smt2"))
    assert len(written) > 10
    for path in written:
        solver = z3.Solver()
        solver.from_string(path.read_text())
        assert str(solver.check()) == "unsat", path.name
        assert second_opinion.answer(path.read_text(), 2_000_000) == ("unsat", ""), path.name


def test_invalid_assumption_that_no_proof_needs_is_named(command: Any) -> None:
    protocol = bank()
    assert protocol.claims is not None

    @protocol.claims.lemma()
    def supply_is_far_below_the_moon(s: Any, h: Any) -> bool:
        return s.supply < 2**200

    _, out, _ = command(protocol, "--update-inventory")
    assert "Assumptions that no proof needs: lemma: supply is far below the moon." in out


def test_invalid_specification_makes_the_command_fail_with_a_state(command: Any) -> None:
    command(bank(), "--update-inventory")
    code, out, _ = command(bank(transfer=transfer_to_oneself_mints))
    assert code == 1
    assert "accounts[0x0]: amount 1 -> 2" in out
    assert "not searched: bank has neither a preset to explore nor a chain to run on" in out
    assert "is refuted, and proved in the inventory" in out
