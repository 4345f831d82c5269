"""The property contracts install the very bytes that lockstep runs."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from fuzz.build import Artifact
from fuzz.engines.adapter import Task
from fuzz.engines.artifacts import code_of, corpus_of, store
from fuzz.engines.standalone import embedded, main, standalone
from fuzz.lockstep.session import Session
from fuzz.lockstep.source import Patch, SessionSource
from properties.compute.bytecode import CONTRACTS
from properties.compute.bytecode import TWINS as COMPUTE_TWINS
from properties.dcm.bytecode import LIBRARIES, LIBRARIES_AT, OWN_ADDRESS, TWINS
from properties.protocols import load

DCM = load("dcm")
CANARY = TWINS.canaries[0]


def task(*patches: Patch) -> Task:
    return Task(DCM, TWINS, TWINS.ids(DCM.catalogue), Path("unused"), patches=patches)


@pytest.fixture(scope="module")
def session() -> Session:
    return Session(DCM)


@pytest.fixture(scope="module")
def code() -> dict[str, bytes]:
    return code_of(task())


def deployed(session: Session, name: str, creation: bytes, *arguments: object) -> bytes:
    """The code that creation code leaves on lockstep's chain."""
    artifact: Artifact = dataclasses.replace(session.artifacts[name], bytecode=creation.hex(), link_references={})
    contract = session.world.deploy(artifact, *arguments, sender=session.cast["owner"].address)
    return session.world.code(contract.address)


def test_success_the_registry_is_the_same(session: Session, code: dict[str, bytes]) -> None:
    running = session.world.code(session.contracts["DatasetRegistry"].address)
    assert deployed(session, "DatasetRegistry", code["DatasetRegistry"]) == running


def test_success_the_manager_is_the_same_but_for_where_its_libraries_are(
    session: Session, code: dict[str, bytes]
) -> None:
    running = session.world.code(session.contracts["JobManager"].address)
    made = deployed(session, "JobManager", code["JobManager"], session.contracts["DatasetRegistry"].address)
    assert len(made) == len(running)
    places = [(LIBRARIES_AT + index).to_bytes(20, "big") for index in range(len(LIBRARIES))]
    where = [at for at in range(len(made) - 19) if made[at : at + 20] in places]
    assert len(where) >= len(LIBRARIES)
    masked, expected = bytearray(made), bytearray(running)
    for at in where:
        masked[at : at + 20] = expected[at : at + 20] = bytes(20)
    assert masked == expected


def test_success_each_library_is_the_same_but_for_its_own_address(session: Session, code: dict[str, bytes]) -> None:
    for index, name in enumerate(LIBRARIES):
        running = deployed(session, name, session.artifacts[name].link())
        assert code[name][OWN_ADDRESS] == (LIBRARIES_AT + index).to_bytes(20, "big")
        assert code[name][OWN_ADDRESS.stop :] == running[OWN_ADDRESS.stop :]
        assert running[OWN_ADDRESS] != bytes(20)


def test_success_contracts_without_libraries_are_what_lockstep_deploys() -> None:
    compute = load("compute")
    running = SessionSource("compute", ()).artifacts()
    code = code_of(Task(compute, COMPUTE_TWINS, (), Path("unused")))
    assert set(code) == {*CONTRACTS, "Puppet", "MoodyToken"}
    assert {name: code[name].hex() for name in CONTRACTS} == {name: running[name].bytecode for name in CONTRACTS}


def test_success_a_planted_fault_changes_only_what_it_touches(code: dict[str, bytes]) -> None:
    faulty = code_of(task(Patch(CANARY.file, CANARY.find, CANARY.replace)))
    assert {name for name in code if faulty[name] != code[name]} == {"JobManager"}


def test_success_code_is_stored_once_under_what_it_is(tmp_path: Path) -> None:
    first, again = store({"A": b"\x01"}, tmp_path), store({"A": b"\x01"}, tmp_path)
    assert first == again != store({"A": b"\x02"}, tmp_path)
    assert (first / "A.bin").read_bytes() == b"\x01"


def test_success_a_torn_file_is_written_again(tmp_path: Path) -> None:
    folder = store({"A": b"\x01\x02"}, tmp_path)
    (folder / "A.bin").write_bytes(b"\x01")
    store({"A": b"\x01\x02"}, tmp_path)
    assert (folder / "A.bin").read_bytes() == b"\x01\x02"


def test_success_a_standalone_folder_needs_nothing_else(tmp_path: Path, code: dict[str, bytes]) -> None:
    generated = standalone(task(), tmp_path)
    written = generated.read_text()
    assert all(f'keccak256("{name}")' in written and code[name].hex() in written for name in code)
    names = {file.relative_to(tmp_path).as_posix() for file in tmp_path.rglob("*.sol")}
    assert {"Vm.sol", "dcm/Handlers.sol", "dcm/embedded/MedusaTester.sol", "generated/dcm/Code.sol"} <= names
    assert not any("forge" in name for name in names)


@pytest.mark.parametrize("words", [[], ["dcm"], ["no_such_protocol", "folder"]])
def test_invalid_words_are_explained(words: list[str]) -> None:
    with pytest.raises(SystemExit, match=r"usage|Choose one of"):
        main(words)


def test_success_embedded_code_is_found_by_name() -> None:
    assert 'if (asked == keccak256("A")) return hex"01ff";' in embedded({"A": b"\x01\xff"})


@pytest.mark.parametrize("keeps", [False, True])
def test_success_only_a_kept_corpus_is_there_for_the_next_campaign(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keeps: bool
) -> None:
    monkeypatch.setattr("fuzz.engines.artifacts.CORPUS", tmp_path / "kept")
    campaign = dataclasses.replace(task(), workdir=tmp_path / "run", keeps_corpus=keeps)
    (corpus_of(campaign, "medusa") / "found.json").write_text("[]")
    assert (corpus_of(campaign, "medusa") / "found.json").exists() is keeps
