from __future__ import annotations

import pytest

from fuzz.build.artifact import CODE_LIMIT, Artifact
from tests.contracts.market import artifacts

DEPLOYED = ["Aggregation", "DatasetRegistry", "JobManager", "JobParameters", "PostProcessing", "RowCodec"]
LINKED = ["Aggregation", "JobParameters", "PostProcessing", "RowCodec"]


def external_code(artifact: Artifact) -> bool:
    # A library whose functions are all internal compiles to a stub without a selector, and is never deployed.
    return bool(artifact.deployed) and bool(artifact.method_identifiers)


def test_success_the_deployed_pieces_are_the_known_ones() -> None:
    assert sorted(artifact.name for artifact in artifacts().all() if external_code(artifact)) == DEPLOYED


@pytest.mark.parametrize("name", DEPLOYED)
def test_success_every_deployed_piece_fits_an_account(name: str) -> None:
    assert 0 < artifacts()[name].deployed_size <= CODE_LIMIT


def test_success_the_manager_is_linked_with_the_known_libraries() -> None:
    assert artifacts()["JobManager"].libraries == LINKED
    assert all(not artifacts()[name].libraries for name in DEPLOYED if name != "JobManager")
