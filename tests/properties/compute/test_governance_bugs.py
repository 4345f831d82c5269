"""Every single reason not to execute a proposal, or not to let a key act, is missed when it is gone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from spec.compute import fab, governance, governance_execution, motions, session_keys
from spec.compute.governance_errors import (
    AlreadyVoted,
    BelowProposalThreshold,
    InvalidProposalState,
    TargetNotAllowed,
)
from spec.compute.state import COMPUTE
from tests.properties.compute.lives import live
from tests.properties.compute.lives_governance import LIVES
from tests.properties.seeding import Seeds


def always(*_: Any) -> bool:
    return True


def known_at_any_time(s: Any, wallet: str, key: str, _: int) -> bool:
    return session_keys.is_known(s, wallet, key)


SEEDS = Seeds(COMPUTE)
SEEDS.without(governance, BelowProposalThreshold, ("JOB-GOV-01", "a proposer without votes"))
SEEDS.without(motions, InvalidProposalState, ("JOB-GOV-01", "a proposal in another state"))
SEEDS.without(governance_execution, TargetNotAllowed, ("JOB-GOV-01", "a setter that was taken off the list"))
SEEDS.instead(motions, "has_quorum", always, ("JOB-GOV-01", "too few votes"))
SEEDS.instead(motions, "has_majority", always, ("JOB-GOV-01", "more against than for"))
SEEDS.instead(motions, "UPGRADE_PERCENT", 50, ("JOB-GOV-01", "an upgrade by half"))
SEEDS.instead(motions, "QUEUE_EXPIRY", 10**9, ("JOB-GOV-01", "an execution after weeks"))
SEEDS.without(governance, AlreadyVoted, ("JOB-GOV-02", "a second vote"))
SEEDS.instead(fab, "votes_moved", lambda voters, *_: voters, ("JOB-GOV-02", "votes that do not follow FAB"))
SEEDS.instead(session_keys, "spend", always, ("JOB-ACC-04", "a budget that does not shrink"))
SEEDS.instead(session_keys, "is_valid", known_at_any_time, ("JOB-ACC-04", "after its last second"))
SEEDED = SEEDS.plants


@pytest.mark.parametrize("bug", SEEDED, ids=[why for _, why in SEEDED])
def test_invalid_specification_is_caught(bug: tuple[str, str]) -> None:
    plant: Callable[[pytest.MonkeyPatch], None] = SEEDED[bug]
    with pytest.MonkeyPatch.context() as patch:
        plant(patch)
        found = {violation.property for life in LIVES for violation in live(life)[0].violations}
    assert bug[0] in found
