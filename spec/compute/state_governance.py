"""Records of reputation, of governance, and of what accounts let others do for them."""

from __future__ import annotations

from spec.compute.governance_types import ParameterUpdate, ProposalType
from spec.core import ZERO_ADDRESS, Address, Seconds, Uint256, Wei, record
from spec.core.types import Selector


@record
class Reputation:
    """What is known about a host. `last_activity`: since when decay counts."""

    score: Uint256
    last_activity: Seconds
    rating_sum: Uint256 = 0
    rating_count: Uint256 = 0


@record
class Motion:
    """A proposal of the governance. Blocks by number; votes in base units of FAB; `eta` is zero until it is queued.

    updates: of a parameter update. target, implementation: of an upgrade, which sets the one pointer of its target.
    """

    proposal_type: ProposalType
    proposer: Address
    start_block: Uint256
    end_block: Uint256
    updates: tuple[ParameterUpdate, ...] = ()
    target: Address = ZERO_ADDRESS
    implementation: Address = ZERO_ADDRESS
    for_votes: Uint256 = 0
    against_votes: Uint256 = 0
    eta: Seconds = 0
    executed: bool = False
    cancelled: bool = False


@record
class Pointer:
    """The one setter of an address that an upgrade may call on a contract; four zero bytes for none."""

    selector: Selector


@record
class SessionKey:
    """What a key may do for a wallet until `expires`, which is zero for a key that was revoked. `budget` in wei."""

    expires: Seconds
    budget: Wei
    selectors: tuple[bytes, ...]


@record
class Stream:
    """Coin that vests second by second. `total_amount` of a cancelled one is what had vested by then."""

    payer: Address
    recipient: Address
    total_amount: Wei
    start_time: Seconds
    duration: Seconds
    withdrawn: Wei = 0
    active: bool = True
