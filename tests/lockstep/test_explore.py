from pathlib import Path

import pytest

from lockstep.cli import run
from spec.dcm import escrow
from tests.analysis.explore.mutated import mutated


def test_success_says_the_bound_and_what_was_left_out(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explore", "tiny", "--output", str(tmp_path)]) == 0
    said = capsys.readouterr().out
    assert "dcm tiny: one dataset of one row" in said
    assert "Exhausted: every property holds in every state within the bound." in said
    assert "Not looked at: DCM-PRI-03" in said


def test_success_draws_what_it_saw(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explore", "--picture", "--output", str(tmp_path)]) == 0
    assert (tmp_path / "dcm-request.svg").read_text(encoding="utf-8").startswith("<svg")
    assert "dcm-request.dot" in capsys.readouterr().out


def test_a_violation_is_shown_step_by_step(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with mutated(escrow.close, "r.base_fee = 0", "pass"):
        assert run(["explore", "tiny", "--protocol", "dcm", "--output", str(tmp_path)]) == 1
    said = capsys.readouterr().out
    assert "4. contract_seller calls reject_request(request_id=1): ok" in said
    assert "=> DCM-CON-06 fails for requests[1]: closed request holds nothing" in said


def test_a_stopped_search_goes_on(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explore", "tiny", "--states", "100", "--output", str(tmp_path)]) == 1
    assert "Go on with --resume." in capsys.readouterr().out
    assert run(["explore", "tiny", "--resume", "--output", str(tmp_path)]) == 0


def test_invalid_preset_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["explore", "teeny"]) == 2
    assert "there is no preset 'teeny' of dcm. Did you mean tiny?" in capsys.readouterr().err
