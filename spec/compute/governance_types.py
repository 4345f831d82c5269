"""Values that calls of the governance and of the account integration carry. Field order is the ABI's."""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

from spec.core import Address, Uint256, Wei
from spec.core.types import Selector


class ProposalType(IntEnum):
    """What a proposal would do."""

    PARAMETER_UPDATE = 0
    CONTRACT_UPGRADE = 1
    EMERGENCY = 2


class ProposalState(IntEnum):
    """Lifecycle of a proposal of the governance."""

    PENDING = 0
    ACTIVE = 1
    SUCCEEDED = 2
    DEFEATED = 3
    QUEUED = 4
    EXECUTED = 5
    CANCELLED = 6
    EXPIRED = 7


class ParameterUpdate(NamedTuple):
    """One setter to be called with one number. The name is for people."""

    target_contract: Address
    function_selector: Selector
    parameter_name: str
    new_value: Uint256


class Checkpoint(NamedTuple):
    """Votes from the end of a block on."""

    block: Uint256
    votes: Uint256


class Voter(NamedTuple):
    """Who votes with an account's FAB, nobody while it is zero; and how many votes the account itself has had.

    checkpoints: in the order of their blocks, one for each block at whose end the votes were others than before.
    """

    account: Address
    delegate: Address
    checkpoints: tuple[Checkpoint, ...]


class Operation(NamedTuple):
    """One call of a batch."""

    target: Address
    value: Wei
    data: bytes
