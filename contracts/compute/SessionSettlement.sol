// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {TokenCalls} from "../payments/TokenCalls.sol";
import {TokenPayments} from "../payments/TokenPayments.sol";
import {SessionStatus} from "./ComputeTypes.sol";
import {IJobMarketplace} from "./IJobMarketplace.sol";
import {SessionStore} from "./SessionStore.sol";

/// @title How sessions end, and who gets what
/// @notice The proven work is paid, less the fee, to the host's earnings; the rest of the deposit goes back. Nobody's
/// refusal stops it, and it can't be paused. Amounts are in units of the session's asset.
abstract contract SessionSettlement is SessionStore, TokenPayments {
    /// @notice Gas with which tokens are handed to the host's earnings.
    uint256 public constant EARNINGS_GAS = 300_000;

    /// @dev What that takes with the approvals before and, if it fails, after it: see `PUSH_TOKEN_GAS`.
    uint256 private constant GAS_BEFORE_EARNINGS = ((EARNINGS_GAS + 2 * PUSH_TOKEN_GAS) * 64) / 63 + 20_000;

    // ------------------------------------------------------------------ ways to end

    /// @inheritdoc IJobMarketplace
    // A block's producer can shift the time by seconds; the window shrinks by no more than those.
    // slither-disable-next-line timestamp
    function completeSessionJob(uint256 jobId) external nonReentrant {
        // Verify
        StoredSession storage s = _activeSession(jobId);
        if (msg.sender != s.host && msg.sender != s.depositor) revert NotSessionParty(jobId, msg.sender);
        (uint256 lastTime,) = _lastActivity(s);
        uint256 until = lastTime + s.disputeWindow;
        if (block.timestamp < until) revert DisputeWindowOpen(jobId, until);

        // Effects, payments
        (uint256 hostPayment, uint256 refund) = _settle(s, SessionStatus.Completed, 0);

        // Events
        emit SessionJobCompleted(jobId, s.tokensUsed, hostPayment, refund, msg.sender);
    }

    /// @inheritdoc IJobMarketplace
    function cancelSession(uint256 jobId) external nonReentrant {
        // Verify
        StoredSession storage s = _activeSession(jobId);
        if (msg.sender != s.depositor) revert NotDepositor(jobId, msg.sender);
        uint256 fee = _cancellationFee(s);

        // Effects, payments
        (uint256 hostPayment, uint256 refund) = _settle(s, SessionStatus.Cancelled, fee);

        // Events
        emit SessionJobCancelled(jobId, hostPayment, fee, refund);
    }

    /// @inheritdoc IJobMarketplace
    function triggerSessionTimeout(uint256 jobId) external nonReentrant {
        // Verify
        StoredSession storage s = _activeSession(jobId);
        require(_isDue(s), "Session not timed out");

        // Effects, payments
        (uint256 hostPayment, uint256 refund) = _settle(s, SessionStatus.TimedOut, 0);

        // Events
        emit SessionJobTimedOut(jobId, s.tokensUsed, hostPayment, refund);
    }

    // ------------------------------------------------------------------ settlement

    /// @dev The price of one unproven interval, rounded down, as far as the deposit goes. Nothing if the depositor
    /// could as well wait for the timeout, or the host can't serve any more.
    // A block's producer can shift the time by seconds; what hangs on them is one interval's price at most.
    // slither-disable-next-line timestamp
    function _cancellationFee(StoredSession storage s) private view returns (uint256) {
        if (_isDue(s) || !NODES.isActiveNode(s.host)) return 0;
        uint256 price = s.pricePerToken;
        uint256 interval = _priceOf(s.proofInterval, price);
        uint256 unspent = s.funds - _priceOf(s.tokensUsed, price);
        return interval < unspent ? interval : unspent;
    }

    /// @dev Ends a session and pays everybody. gross = price of the proven tokens, rounded down, and `extra`;
    /// fee = its share, rounded down; the host gets gross - fee, the depositor deposit - gross.
    // Entered through functions that are guarded. What is called before the books are complete is the node registry,
    // which calls nobody; when a token's code runs, all that is left to write is a credit.
    // slither-disable-next-line reentrancy-eth,reentrancy-benign
    function _settle(StoredSession storage s, SessionStatus status, uint256 extra)
        private
        returns (uint256 hostPayment, uint256 refund)
    {
        // Effects
        uint256 fee;
        (hostPayment, fee, refund) = _split(s, extra);
        (address asset, address host, uint32 index) = (_assetOf(s), s.host, s.listIndex);
        (s.status, s.funds) = (status, uint96(refund));
        if (extra != 0) s.cancellationFee = uint96(extra);
        if (fee != 0) accumulatedTreasury[asset] += fee;
        _leaveHost(host, index);

        // Payments
        if (hostPayment != 0) _payEarnings(asset, host, hostPayment);
        _payAsset(asset, s.depositor, refund);
    }

    /// @dev What each gets.
    function _split(StoredSession storage s, uint256 extra)
        private
        view
        returns (uint256 hostPayment, uint256 fee, uint256 refund)
    {
        uint256 gross = _priceOf(s.tokensUsed, s.pricePerToken) + extra;
        fee = _feeOf(gross);
        hostPayment = gross - fee;
        refund = s.funds - gross;
    }

    /// @dev The host's last active session takes the freed place.
    // The node registry is fixed at deployment and calls nobody.
    // slither-disable-next-line reentrancy-benign
    function _leaveHost(address host, uint32 index) private {
        uint256 last = NODES.sessionClosed(host);
        if (index == last) return;
        uint64[2 ** 32] storage listed = _activeOf[host];
        uint64 moved = listed[last];
        listed[index] = moved;
        _sessions[moved].listIndex = index;
    }

    /// @dev Hands over what the host earned. A token that refuses leaves it here, as a credit of the host's.
    function _payEarnings(address asset, address host, uint256 amount) private {
        if (asset == address(0)) {
            EARNINGS.creditEarnings{value: amount}(host, amount, asset);
            return;
        }
        if (gasleft() < GAS_BEFORE_EARNINGS) revert InsufficientGasForPayment();
        if (!_handOver(asset, host, amount)) {
            // No allowance may stay: its tokens are the credit's now. If the token refuses even this, the earnings
            // contract still pulls for nobody but this function, and then only after a new approval.
            // slither-disable-next-line unused-return
            TokenCalls.tryApprove(asset, address(EARNINGS), 0, PUSH_TOKEN_GAS);
            _creditToken(asset, host, amount);
        }
    }

    function _handOver(address token, address host, uint256 amount) private returns (bool) {
        if (!TokenCalls.tryApprove(token, address(EARNINGS), amount, PUSH_TOKEN_GAS)) return false;
        try EARNINGS.creditEarnings{gas: EARNINGS_GAS}(host, amount, token) {
            return true;
        } catch {
            return false;
        }
    }
}
