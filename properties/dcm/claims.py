"""Everything that is stated for the proofs of the dataset marketplace, in one plan.

Reading order: `lemmas`, `claims_requests`, `claims_jobs`, `claims_datasets`, `arithmetic_claims`.
"""

from __future__ import annotations

from properties.dcm import arithmetic_claims, claims_datasets, claims_jobs, claims_requests
from properties.dcm.lemmas import PLAN
from spec.core import Message, Uint256, require
from spec.dcm import cooldown, escrow
from spec.dcm.errors import NotRequestBuyer, NotStalled, RequestNotAccepted
from spec.dcm.requests import reclaimable_after, stored_request
from spec.dcm.state import State
from spec.dcm.types import RequestStatus

STATED_IN = (claims_requests, claims_jobs, claims_datasets, arithmetic_claims)
"""Modules whose import states claims."""

PLAN.restate(
    "DCM-LIV-02",
    "everyone left with everything",
    "each open request can be closed by its buyer (this property), a closed request holds nothing (DCM-CON-06), every "
    "credit can be withdrawn whole (the triple of withdraw_to), and the balance is what is owed (DCM-CON-01)",
)


PLAN.restate(
    "DCM-PRI-03",
    "ReleasesAreACooldownApart",
    "every release under a cooldown stamps its time (the triple of finalize), nothing else changes a stamp, and a "
    "release lies at least a cooldown after the stamp; a stamp of zero stands for none",
)


@PLAN.planted("reclaim_stalled", "the buyer who reclaims gets the seller's debt too")
def reclaim_with_the_sellers_debt(s: State, m: Message, request_id: Uint256) -> None:
    """As `reclaim_stalled`, but one payment goes to the wrong party."""
    r = stored_request(s, request_id)
    require(m.sender == r.buyer, NotRequestBuyer, request_id, m.sender)
    require(r.status == RequestStatus.ACCEPTED, RequestNotAccepted, request_id, r.status)
    require(m.now > reclaimable_after(r), NotStalled, request_id, reclaimable_after(r))
    everything = r.base_fee + r.compute_allowance + r.gas_debt_to_seller
    escrow.close(s, r, RequestStatus.REJECTED)
    cooldown.free(s, s.jobs[r.job_id])
    escrow.refund(s, m, r, everything)


__all__ = ["PLAN", "STATED_IN"]
