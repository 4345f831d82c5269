"""After 4 calls, buyer calls reclaim_stalled(request_id=1), 86401 s (1 d 1 s) later; seller should then hold
1000000000000000000000000 wei (1,000,000 ether), but holds 1000000000000000000000001 wei (about 1,000,000 ether): 1
wei too much, which contradicts DCM-CON-02 (For every request, at all times: coin submitted and topped up = paid to
the seller + paid to the buyer + still held).
"""

from pathlib import Path

from fuzz.counterexample import assert_no_finding


def test_dcm_reclaim_stalled_balance_seller_e32cf9_is_gone() -> None:
    assert_no_finding(Path(__file__).parent / "trace.json")
