from pathlib import Path
from typing import Any

from analysis.evidence import EvidenceStore, Verdict
from lockstep.commands.explain import mentions
from tests.specimens import good_evidence, with_cell


def test_success_report_renders_again(lockstep: Any, tmp_path: Path) -> None:
    EvidenceStore(tmp_path).save(good_evidence())
    said = lockstep("report", "--output", tmp_path)
    assert said.code == 0
    assert "2 of 2 properties green" in said.out
    assert (tmp_path / "evidence.html").exists()


def test_invalid_report_of_bad_evidence_ends_with_1(lockstep: Any, tmp_path: Path) -> None:
    EvidenceStore(tmp_path).save(with_cell(verdict=Verdict.VACUOUS))
    assert lockstep("report", "--output", tmp_path).code == 1


def test_invalid_report_without_evidence(lockstep: Any, tmp_path: Path) -> None:
    said = lockstep("report", "--output", tmp_path)
    assert said.code == 2
    assert said.err == f"lockstep: there is no evidence at {tmp_path}/evidence.json. Run `make verify` first.\n"


def test_success_explain_says_meaning_and_evidence(lockstep: Any, tmp_path: Path) -> None:
    EvidenceStore(tmp_path).save(good_evidence())
    said = lockstep("explain", "toy-con-01", "--output", tmp_path)
    assert said.code == 0
    assert said.out.startswith("TOY-CON-01: What comes in is what is held and what went out.\n")
    for line in (
        "  family    conservation",
        "  remedy    Book every transfer once.",
        "  lockstep on Vault",
        "  tests/specimens.py:",
    ):
        assert line.replace("lockstep on", "toy-engine on") in said.out
    assert "no violation in the stated number of calls from the stated seed" in said.out


def test_success_explain_before_any_run(lockstep: Any, tmp_path: Path) -> None:
    said = lockstep("explain", "TOY-CON-01", "--output", tmp_path)
    assert said.code == 0
    assert "Evidence: none yet; run `make verify`." in said.out


def test_explain_says_when_no_engine_looked(lockstep: Any, tmp_path: Path) -> None:
    good = good_evidence()
    EvidenceStore(tmp_path).save(good.with_changes(cells=good.cells[:1]))
    assert "none: no engine looked at it" in lockstep("explain", "TOY-ACC-01", "--output", tmp_path).out


def test_invalid_explain_of_an_unknown_id(lockstep: Any) -> None:
    said = lockstep("explain", "TOY-COM-01")
    assert said.code == 2
    assert said.err.startswith("lockstep: there is no property 'TOY-COM-01'. Did you mean TOY-CON-01")


def test_mentions_are_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "spec").mkdir()
    (tmp_path / "spec" / "vault.py").write_text("a = 1\n# TOY-CON-01\n")
    (tmp_path / "spec" / "vault.bin").write_text("TOY-CON-01")
    assert list(mentions("TOY-CON-01", tmp_path)) == ["spec/vault.py:2"]
