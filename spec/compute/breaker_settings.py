"""Settings of the breaker, and whom the marketplace listens to besides its owner."""

from __future__ import annotations

from spec.compute.access import check_owner, check_owner_or, check_owner_sets
from spec.compute.breaker_levels import COOLDOWN
from spec.compute.errors import InvalidDuration, InvalidLimits
from spec.compute.job_errors import IntegrationAlreadySet
from spec.compute.job_events import AutoRecoveryPeriodSet, FailureThresholdSet, GovernanceSet, GuardianSet
from spec.compute.state import COMPUTE, MARKET, State
from spec.core import Address, Message, Seconds, Uint256, require

MAX_FAILURE_THRESHOLD = 1_000_000
MAX_RECOVERY_PERIOD = 30 * 24 * 60 * 60


@COMPUTE.action(on=MARKET)
def set_failure_threshold(s: State, m: Message, threshold: Uint256) -> None:
    """Owner or governance says how many failures pause the marketplace.

    Errors, in order: NotAuthorized, those of `store_failure_threshold`.
    """
    # Verify
    check_owner_or(s, m, s.market_governance)
    # Effects
    store_failure_threshold(s, m, threshold)


def store_failure_threshold(s: State, m: Message, threshold: Uint256) -> None:
    """Stores a threshold, 1 to 1,000,000.

    Errors: InvalidLimits.
    """
    # Verify
    require(0 < threshold <= MAX_FAILURE_THRESHOLD, InvalidLimits, threshold, MAX_FAILURE_THRESHOLD)
    # Effects
    s.failure_threshold = threshold
    # Events
    m.emit(FailureThresholdSet(threshold))


@COMPUTE.action(on=MARKET)
def set_auto_recovery_period(s: State, m: Message, period: Seconds) -> None:
    """Owner or governance says how long after an automatic raise anybody may undo it; zero for never.

    Errors, in order: NotAuthorized, those of `store_recovery_period`.
    """
    # Verify
    check_owner_or(s, m, s.market_governance)
    # Effects
    store_recovery_period(s, m, period)


def store_recovery_period(s: State, m: Message, period: Seconds) -> None:
    """Stores a period: zero, or an hour to 30 days.

    Errors: InvalidDuration.
    """
    # Verify
    require(period == 0 or COOLDOWN <= period <= MAX_RECOVERY_PERIOD, InvalidDuration, period)
    # Effects
    s.recovery_period = period
    # Events
    m.emit(AutoRecoveryPeriodSet(period))


@COMPUTE.action(on=MARKET)
def set_guardian(s: State, m: Message, guardian: Address) -> None:
    """The owner says who may tighten the breaker besides; zero for nobody.

    Errors: OwnableUnauthorizedAccount.
    """
    # Verify
    check_owner(s, m)
    # Effects
    s.guardian = guardian
    # Events
    m.emit(GuardianSet(guardian))


@COMPUTE.action(on=MARKET, function="setGovernance")
def set_market_governance(s: State, m: Message, governance: Address) -> None:
    """The owner says which governance the marketplace listens to.

    Errors, in order: those of `check_owner_sets`.
    """
    # Verify
    check_owner_sets(s, m, governance)
    # Effects
    s.market_governance = governance
    # Events
    m.emit(GovernanceSet(governance))


@COMPUTE.action(on=MARKET)
def set_account_integration(s: State, m: Message, integration: Address) -> None:
    """The contract that acts for others is named for good.

    Errors, in order: those of `check_owner_sets`, IntegrationAlreadySet.
    """
    # Verify
    check_owner_sets(s, m, integration)
    raise IntegrationAlreadySet(s.account_integration)
