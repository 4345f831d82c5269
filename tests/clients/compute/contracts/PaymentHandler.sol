// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IERC20, IPaymentEscrow} from "./given/Documented.sol";
import {Given} from "./given/Given.sol";

// ---- the documented code ----
// Payment handling with escrow
// was: contract PaymentHandler {
// because: deployment: addresses are given, and so is what the example does not define
contract PaymentHandler is Given {
    IPaymentEscrow escrow;

    // Create escrow for job
    function createJobEscrow(
        bytes32 jobId,
        address host,
        address token,
        uint256 amount
    ) external payable {
        if (token == address(0)) {
            // ETH payment
            escrow.createEscrow{value: amount}(jobId, host, amount, token);
        } else {
            // ERC20 payment
            IERC20(token).approve(address(escrow), amount);
            escrow.createEscrow(jobId, host, amount, token);
        }
    }

    // Handle dispute
    function initiateDispute(bytes32 jobId) external {
        escrow.disputeEscrow(jobId);
        // Notify arbiter off-chain
    }
    // ---- end of the documented code ----

    constructor(IPaymentEscrow escrow_) {
        escrow = escrow_;
    }
}
