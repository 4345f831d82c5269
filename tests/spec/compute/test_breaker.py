"""The circuit breaker: who raises and lowers it, after how long, and what it stops."""

from __future__ import annotations

import pytest

from spec.compute.errors import (
    EnforcedPause,
    ExpectedPause,
    InvalidDuration,
    InvalidLimits,
    MarketplacePaused,
    NotAuthorized,
    OwnableUnauthorizedAccount,
    ZeroAddress,
)
from spec.compute.job_errors import (
    CannotSkipLevels,
    ClaimTooSoon,
    ContractPaused,
    CooldownNotElapsed,
    FunctionPaused,
    FunctionPauseUnchanged,
    IntegrationAlreadySet,
    InvalidLevel,
    LevelUnchanged,
    RecoveryNotDue,
    UnknownFunction,
)
from spec.core.keccak import keccak256
from tests.spec.compute.scene import (
    ACCOUNTS,
    DAY,
    DETAILS,
    ETHER,
    GOVERNANCE,
    HOST,
    MARKET,
    NOW,
    OTHER,
    OWNER,
    REQUIREMENTS,
    STRANGER,
    USER,
    ZERO,
    Scene,
    events,
    named,
)

HOUR = 3_600


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_success_levels_go_up_one_by_one_and_down_to_any(scene: Scene) -> None:
    assert named(scene.must(OWNER, "set_circuit_breaker_level", 1)) == ["CircuitBreakerLevelSet"]
    outcome = scene.must(OWNER, "set_circuit_breaker_level", 2)
    assert (named(outcome), scene.view("paused")) == (["Paused", "CircuitBreakerLevelSet"], True)
    scene.now += HOUR
    outcome = scene.must(OWNER, "set_circuit_breaker_level", 0)
    assert (named(outcome), scene.view("paused")) == (["Unpaused", "CircuitBreakerLevelSet"], False)
    assert (scene.view("circuit_breaker_level"), scene.view("tightened_at")) == (0, NOW)


def test_invalid_levels_in_order(scene: Scene) -> None:
    scene.refuses(NotAuthorized).call(STRANGER, "set_circuit_breaker_level", 3)
    scene.refuses(InvalidLevel).call(OWNER, "set_circuit_breaker_level", 3)
    scene.refuses(LevelUnchanged, 0).call(OWNER, "set_circuit_breaker_level", 0)
    scene.refuses(CannotSkipLevels).call(OWNER, "set_circuit_breaker_level", 2)


def test_invalid_lower_too_soon_or_by_the_guardian(scene: Scene) -> None:
    scene.must(OWNER, "set_guardian", OTHER)
    scene.must(OTHER, "set_circuit_breaker_level", 1)
    scene.now += HOUR - 1
    scene.refuses(NotAuthorized).call(OTHER, "set_circuit_breaker_level", 0)
    scene.refuses(CooldownNotElapsed).call(OWNER, "set_circuit_breaker_level", 0)
    scene.now += 1
    scene.must(OWNER, "set_circuit_breaker_level", 0)


def test_success_emergency_by_the_guardian(scene: Scene) -> None:
    scene.must(OWNER, "set_guardian", OTHER)
    outcome = scene.must(OTHER, "emergency_pause", "exploit")
    assert named(outcome) == ["Paused", "CircuitBreakerLevelSet", "EmergencyPaused"]
    scene.refuses(EnforcedPause).call(OTHER, "emergency_pause", "again")
    scene.refuses(EnforcedPause).call(OWNER, "pause")
    scene.refuses(NotAuthorized).call(STRANGER, "emergency_pause", "")
    scene.refuses(OwnableUnauthorizedAccount, OTHER).call(OTHER, "unpause")
    scene.refuses(CooldownNotElapsed).call(OWNER, "unpause")
    scene.now += HOUR
    assert named(scene.must(OWNER, "unpause")) == ["Unpaused", "CircuitBreakerLevelSet"]
    scene.refuses(ExpectedPause).call(OWNER, "unpause")


def test_success_a_pause_for_a_time_ends_by_itself(scene: Scene) -> None:
    scene.must(OWNER, "set_market_governance", OTHER)
    outcome = scene.must(OTHER, "emergency_pause_for", DAY)
    assert named(outcome) == ["Paused", "PausedUntil"]
    scene.refuses(EnforcedPause).call(OTHER, "emergency_pause_for", DAY)
    scene.refuses(MarketplacePaused).call(USER, "deposit_native", value=1)
    scene.now += 2 * DAY
    assert (scene.view("paused"), scene.view("paused_total"), scene.view("pause_ends")) == (False, DAY, NOW + DAY)
    scene.must(USER, "deposit_native", value=1)
    scene.refuses(ExpectedPause).call(OWNER, "unpause")
    scene.must(OWNER, "pause")
    scene.now += 5
    assert (scene.view("paused_total"), scene.view("pause_ends")) == (DAY + 5, 0)


def test_success_an_emergency_makes_a_pause_for_a_time_endless(scene: Scene) -> None:
    scene.must(OWNER, "set_market_governance", OTHER)
    scene.must(OTHER, "emergency_pause_for", HOUR)
    scene.now += 60
    assert named(scene.must(OWNER, "pause")) == ["CircuitBreakerLevelSet"]
    scene.now += DAY
    assert (scene.view("paused"), scene.view("paused_total")) == (True, DAY + 60)


def test_success_the_owner_ends_a_pause_for_a_time(scene: Scene) -> None:
    scene.must(OWNER, "set_market_governance", OTHER)
    scene.must(OTHER, "emergency_pause_for", 7 * DAY)
    scene.now += HOUR
    assert named(scene.must(OWNER, "unpause")) == ["Unpaused"]


@pytest.mark.parametrize("duration", [HOUR - 1, 7 * DAY + 1])
def test_invalid_pause_for_a_time(scene: Scene, duration: int) -> None:
    scene.refuses(NotAuthorized).call(OWNER, "emergency_pause_for", duration)
    scene.refuses(InvalidDuration, duration).call(GOVERNANCE, "emergency_pause_for", duration)


def test_success_a_function_is_stopped_with_its_kind(scene: Scene) -> None:
    scene.must(OWNER, "pause_function", "postJob")
    selector = keccak256(
        b"postJobWithToken((string,string,uint256,uint256,uint32,string),(uint256,uint256,uint256,bool),address,uint256)"
    )[:4]
    refusal = scene.refuses(FunctionPaused, selector)
    refusal.call(USER, "post_job_with_token", DETAILS, REQUIREMENTS, ZERO, 1)
    assert (scene.view("is_function_paused", "postJob"), scene.view("is_function_paused", "batchPostJobs")) == (
        True,
        False,
    )
    scene.refuses(FunctionPauseUnchanged, "postJob").call(OWNER, "pause_function", "postJob")
    scene.refuses(CooldownNotElapsed).call(OWNER, "unpause_function", "postJob")
    scene.now += HOUR
    scene.must(OWNER, "unpause_function", "postJob")
    scene.post()


def test_invalid_function_pauses(scene: Scene) -> None:
    scene.refuses(NotAuthorized).call(STRANGER, "pause_function", "postJob")
    scene.refuses(UnknownFunction, "submitProofOfWork").call(OWNER, "pause_function", "submitProofOfWork")
    scene.refuses(UnknownFunction, "").call(OWNER, "unpause_function", "")
    scene.refuses(FunctionPauseUnchanged, "claimJob").call(OWNER, "unpause_function", "claimJob")
    scene.refuses(OwnableUnauthorizedAccount, STRANGER).call(STRANGER, "unpause_function", "claimJob")


def test_success_failures_pause_and_anybody_recovers(scene: Scene) -> None:
    scene.must(OWNER, "set_failure_threshold", 1)
    scene.must(OWNER, "set_auto_recovery_period", HOUR)
    job_id = scene.post()
    scene.must(HOST, "claim_job", job_id)
    outcome = scene.must(HOST, "fail_job", job_id)
    assert named(outcome) == ["Paused", "CircuitBreakerLevelSet", "ReputationUpdated", "JobFailed"]
    assert list(events(outcome, "CircuitBreakerLevelSet")) == [(2, MARKET)]
    assert scene.view("get_circuit_breaker_metrics") == (1, 0, 0, NOW)
    scene.refuses(ContractPaused).call(USER, "post_job", DETAILS, REQUIREMENTS, ETHER, value=ETHER)
    scene.now += HOUR - 1
    scene.refuses(RecoveryNotDue).call(STRANGER, "auto_recover")
    scene.now += 1
    assert named(scene.must(STRANGER, "auto_recover")) == ["Unpaused", "CircuitBreakerLevelSet"]
    assert scene.view("get_circuit_breaker_metrics")[:3] == (0, 0, 0)


def test_success_haste_throttles_claims(scene: Scene) -> None:
    for _ in range(10):
        scene.now += 360
        job_id = scene.post()
        scene.must(HOST, "claim_job", job_id)
        scene.must(HOST, "submit_result", job_id, "result", b"")
        outcome = scene.must(USER, "release_payment", job_id)
    assert named(outcome)[0] == "CircuitBreakerLevelSet"
    assert (scene.view("circuit_breaker_level"), scene.view("get_circuit_breaker_metrics")[2]) == (1, 10)
    scene.now += 60
    job_id = scene.post()
    scene.refuses(ClaimTooSoon).call(HOST, "claim_job", job_id)
    scene.now += 240
    scene.must(HOST, "claim_job", job_id)


def test_invalid_settings(scene: Scene) -> None:
    for threshold in (0, 1_000_001):
        scene.refuses(InvalidLimits, threshold, 1_000_000).call(OWNER, "set_failure_threshold", threshold)
    for period in (1, HOUR - 1, 30 * DAY + 1):
        scene.refuses(InvalidDuration, period).call(OWNER, "set_auto_recovery_period", period)
    scene.refuses(NotAuthorized).call(STRANGER, "set_failure_threshold", 5)
    scene.refuses(NotAuthorized).call(STRANGER, "set_auto_recovery_period", 0)
    scene.refuses(ZeroAddress).call(OWNER, "set_market_governance", ZERO)
    scene.refuses(ZeroAddress).call(OWNER, "set_account_integration", ZERO)
    scene.refuses(IntegrationAlreadySet, ACCOUNTS).call(OWNER, "set_account_integration", OTHER)
    scene.refuses(OwnableUnauthorizedAccount, STRANGER).call(STRANGER, "set_guardian", STRANGER)
