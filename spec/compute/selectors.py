"""The four bytes by which functions are called: those that the governance sets with, and those of a batch."""

from __future__ import annotations

from spec.core.keccak import keccak256
from spec.core.types import Selector


def selector_of(signature: str) -> Selector:
    """The selector of a function, from its name and the types of its arguments."""
    return keccak256(signature.encode())[:4]


SET_FEE = selector_of("setFee(uint256)")
SET_ARBITER = selector_of("setArbiter(address)")
SET_FAILURE_THRESHOLD = selector_of("setFailureThreshold(uint256)")
SET_AUTO_RECOVERY_PERIOD = selector_of("setAutoRecoveryPeriod(uint256)")
SET_DISPUTE_WINDOW = selector_of("setDisputeWindow(uint256)")
SET_TREASURY = selector_of("setTreasury(address)")
CLAIM_JOB = selector_of("claimJob(uint256)")
POST_JOB = selector_of("postJob((string,string,uint256,uint256,uint32,string),(uint256,uint256,uint256,bool),uint256)")
