import json
from pathlib import Path

import pytest

from analysis.evidence import EvidenceStore, InvalidEvidence, NoEvidence
from analysis.evidence.store import write_atomically
from fuzz.errors import UserError
from tests.specimens import good_evidence


def test_success_what_is_saved_is_loaded(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path / "build")
    assert store.save(good_evidence()) == tmp_path / "build" / "evidence.json"
    assert store.load() == good_evidence()


def test_invalid_evidence_leaves_the_old_file_whole(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    store.save(good_evidence())
    with pytest.raises(InvalidEvidence):
        store.save(good_evidence(seed=-1))
    assert store.load() == good_evidence()


def test_a_write_that_breaks_off_leaves_the_old_file_and_no_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "evidence.json"
    path.write_text("old")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("os.replace", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_atomically(path, "new")
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_invalid_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(NoEvidence, match=r"Run `make verify` first\.$"):
        EvidenceStore(tmp_path).load()


def test_invalid_not_json(tmp_path: Path) -> None:
    (tmp_path / "evidence.json").write_text("{")
    with pytest.raises(InvalidEvidence, match="is not JSON"):
        EvidenceStore(tmp_path).load()


def test_invalid_version(tmp_path: Path) -> None:
    store = EvidenceStore(tmp_path)
    store.save(good_evidence())
    document = json.loads(store.path.read_text())
    store.path.write_text(json.dumps({**document, "schema": 2}))
    with pytest.raises(InvalidEvidence, match="not evidence of version 1"):
        store.load()


def test_invalid_output_folder_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "build").write_text("")
    with pytest.raises(UserError, match="can't be written to"):
        EvidenceStore(tmp_path / "build").save(good_evidence())
