"""The invariants of session keys, streams and votes that induction needs. Each is proved like a property."""

from __future__ import annotations

from properties.claims import History
from properties.compute.lemmas import MAX_VOTING_PERIOD, PLAN, keeps_fab
from spec.compute.fab import TOTAL_SUPPLY
from spec.compute.motions import has_majority, has_quorum, state_of
from spec.compute.session_keys import is_known, is_valid
from spec.compute.state import State
from spec.compute.state_governance import Motion, SessionKey, Stream
from spec.compute.streams import MAX_STREAM, MAX_STREAM_DURATION
from spec.core import ZERO_ADDRESS, Address

PLAN.read_as_expressions(state_of, has_quorum, has_majority, is_known, is_valid)

# ---------------------------------------------------------------- accounts


@PLAN.lemma("session_keys")
def wallets_keep_no_fab_of_others(s: State, h: History, key: tuple[Address, Address], k: SessionKey) -> bool:
    """Whoever has named a key has called."""
    return key[0] != ZERO_ADDRESS and not keeps_fab(s, key[0])


@PLAN.lemma("wallet_deposits")
def deposits_of_wallets_are_parts_of_the_total(s: State, h: History, wallet: Address, amount: int) -> bool:
    """Of the coin that keys can spend."""
    return amount <= s.total_wallet_deposits


@PLAN.lemma("integration_credits")
def credits_of_the_integration_are_parts_of_the_total(s: State, h: History, account: Address, amount: int) -> bool:
    """Of its coin."""
    return amount <= s.integration_total_credits


@PLAN.lemma()
def streams_start_at_one_and_are_calls(s: State, h: History) -> bool:
    """Each is a call."""
    return 1 <= s.next_stream_id <= h.calls + 1


@PLAN.lemma("streams")
def terms_of_streams_are_valid(s: State, h: History, stream_id: int, r: Stream) -> bool:
    """What creation has checked."""
    numbered = 1 <= stream_id < s.next_stream_id and r.start_time <= h.now
    return numbered and r.total_amount <= MAX_STREAM and 0 < r.duration <= MAX_STREAM_DURATION


@PLAN.lemma("streams")
def streams_hold_what_is_left(s: State, h: History, stream_id: int, r: Stream) -> bool:
    """Nobody has withdrawn what has not vested."""
    if not r.active or h.now >= r.start_time + r.duration:
        return r.withdrawn <= r.total_amount
    return r.withdrawn <= r.total_amount * (h.now - r.start_time) // r.duration


# ---------------------------------------------------------------- governance


@PLAN.lemma()
def proposals_of_the_governance_are_calls(s: State, h: History) -> bool:
    """Each is a call."""
    return s.proposal_count <= h.calls


@PLAN.lemma()
def the_voting_period_is_bounded(s: State, h: History) -> bool:
    """The constructor sees to it, and nothing changes it."""
    return 1 <= s.voting_period <= MAX_VOTING_PERIOD


@PLAN.lemma("motions")
def motions_are_numbered(s: State, h: History, proposal_id: int, p: Motion) -> bool:
    """From one to the newest; each was proposed in a block after FAB was deployed."""
    most = h.calls * TOTAL_SUPPLY
    counted = p.for_votes <= most and p.against_votes <= most
    return 1 <= proposal_id <= s.proposal_count and p.start_block >= s.fab_minted_in and counted
