"""What reading the source can say about the compute marketplace: detectors by the property their silence supports.

A detector is named for a property if the fault it looks for would break that property here; silence of all of them is
a look at the source, no proof. No detector knows how a deposit is divided, what a proof's signature covers, how votes
are counted or when a stake is free, so the properties about these are named for none, or for the money's way alone.
"""

from __future__ import annotations

from properties.binding import PlantedFault
from properties.compute.canaries import CANARIES

_PAID_ONCE = ("escrow-ignored-payout", "escrow-repeatable-payout", "escrow-late-clearing")
"""Each would let a contract pay more, or less, than its books say."""

SUPPORTS: dict[str, tuple[str, ...]] = {
    # A deposit that two endings pay, or one pays twice, is divided more than once.
    "SES-CON-01": ("escrow-double-payout", "escrow-repeatable-payout"),
    # Coin that nobody is owed, and coin that is owed and gone.
    "SES-CON-02": (*_PAID_ONCE, "escrow-double-payout", "escrow-unbooked-value"),
    # The same of tokens, of which less may arrive than was asked for.
    "SES-CON-03": (*_PAID_ONCE, "escrow-double-payout", "escrow-nominal-token-amount"),
    "SES-CON-04": (*_PAID_ONCE, "escrow-unbooked-value", "escrow-nominal-token-amount"),
    "SES-CON-05": (*_PAID_ONCE, "escrow-nominal-token-amount"),
    "SES-CON-06": (*_PAID_ONCE, "escrow-nominal-token-amount"),
    "SES-ACC-01": ("escrow-open-transition", "escrow-origin-authority"),
    # Who may redirect the fees, or become one who may, takes more than the treasury's.
    "SES-ACC-02": ("escrow-open-wiring", "escrow-open-initialiser", "escrow-origin-authority"),
    # A session that ends twice, or ends and still pays.
    "SES-SEQ-01": ("escrow-unchecked-transition", "escrow-double-payout", "escrow-live-terminal"),
    # Claims and extensions must agree about the last second.
    "SES-TIM-01": ("escrow-deadline-boundary",),
    # A receiver that refuses, a timeout that needs consent, an ending after which money stays behind.
    "SES-LIV-02": ("escrow-push-in-exit", "escrow-captive-timeout", "escrow-stranded-amount"),
    "SES-LIV-03": ("escrow-pause-blocks-exit",),
}

PLANTED: tuple[PlantedFault, ...] = (
    CANARIES[0],
    PlantedFault(
        name="a stake that leaves again and again",
        file="contracts/compute/NodeRegistry.sol",
        find="        node.stakedAmount = 0;\n",
        replace="",
        property="SES-CON-05",
        deep=False,
    ),
    PlantedFault(
        name="fees that anybody redirects",
        file="contracts/compute/Treasury.sol",
        find="    function setTreasury(address treasury_) external onlyOwner {\n",
        replace="    function setTreasury(address treasury_) external {\n",
        property="SES-ACC-02",
        deep=False,
    ),
    PlantedFault(
        name="deposits that a pause keeps in",
        file="contracts/compute/Deposits.sol",
        find="        _verifyDeposited(asset, amount);\n\n        // Effects",
        replace="        _verifyDeposited(asset, amount);\n        _verifyNotPaused();\n\n        // Effects",
        property="SES-LIV-03",
        deep=False,
    ),
    PlantedFault(
        name="sessions that end twice",
        file="contracts/compute/SessionStore.sol",
        find='        require(s.status == SessionStatus.Active, "Session not active");\n',
        replace="",
        property="SES-SEQ-01",
        deep=False,
    ),
    PlantedFault(
        name="earnings in coin that a fee on transfer can shrink",
        file="contracts/compute/Deposits.sol",
        find="        _addDeposit(token, received);\n",
        replace="        _addDeposit(token, amount);\n",
        property="SES-CON-03",
        deep=False,
    ),
    PlantedFault(
        name="earnings booked at what was asked for",
        file="contracts/compute/HostEarnings.sol",
        find="        _earnings[host][token] += received;\n",
        replace="        _earnings[host][token] += amount;\n",
        property="SES-CON-04",
        deep=False,
    ),
    PlantedFault(
        name="votes withdrawn again and again",
        file="contracts/compute/ModelRegistry.sol",
        find="        _votes[modelId][nonce][msg.sender] = 0;\n",
        replace="",
        property="SES-CON-06",
        deep=False,
    ),
    PlantedFault(
        name="earnings withdrawn twice",
        file="contracts/compute/HostEarnings.sol",
        find="        _earnings[msg.sender][token] -= amount;\n",
        replace="",
        property="SES-CON-04",
        deep=False,
    ),
    PlantedFault(
        name="fees paid again and again",
        file="contracts/compute/Treasury.sol",
        find="        accumulatedTreasury[asset] = 0;\n",
        replace="",
        property="SES-CON-02",
        deep=False,
    ),
    PlantedFault(
        name="push that reverts",
        file="contracts/payments/TokenPayments.sol",
        find="            _creditToken(token, payee, amount);\n",
        replace="            revert TokenPullFailed(token);\n",
        property="SES-LIV-02",
        deep=False,
    ),
    PlantedFault(
        name="claims boundary",
        file="contracts/compute/SessionProofs.sol",
        find="if (block.timestamp > _endOf(s)) revert",
        replace="if (block.timestamp >= _endOf(s)) revert",
        property="SES-TIM-01",
        deep=False,
    ),
    PlantedFault(
        name="credit again",
        file="contracts/payments/TokenPayments.sol",
        find="        tokenCredits[token][account] = 0;\n",
        replace="",
        property="SES-CON-03",
        deep=False,
    ),
    PlantedFault(
        name="session stays active after refund",
        file="contracts/compute/SessionSettlement.sol",
        find="        (s.status, s.funds) = (status, uint96(refund));\n",
        replace="        s.funds = uint96(refund);\n",
        property="SES-CON-01",
        deep=False,
    ),
)
