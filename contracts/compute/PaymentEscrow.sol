// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {EscrowStore} from "./EscrowStore.sol";
import {IPaymentEscrow} from "./IPaymentEscrow.sol";
import {IPromptJobs} from "./IPromptJobs.sol";
import {IReputationSystem} from "./IReputationSystem.sol";
import {EscrowStatus, Outcome} from "./PromptTypes.sol";

/// @title The money of prompt jobs
/// @notice A record pays once, by push or credit, in the asset that it holds. When a party or the arbiter ends it here,
/// the marketplace is told first, so that both agree.
contract PaymentEscrow is EscrowStore {
    /// @notice How long the arbiter can rule.
    uint256 public constant DISPUTE_PERIOD = 14 days;

    /// @param reputation Who gets bonuses.
    /// @param treasury_ Where fees go.
    /// @param arbiter_ Who rules. Error for a zero address: ZeroAddress.
    /// @param feeBps Fee in 1/10000, at most 1000. Error: FeeAboveMaximum.
    constructor(IReputationSystem reputation, address treasury_, address arbiter_, uint256 feeBps)
        EscrowStore(reputation, treasury_, arbiter_, feeBps)
    {}

    // ------------------------------------------------------------------ for the marketplace

    /// @inheritdoc IPaymentEscrow
    // The guard holds. What arrives of a token is only known when its code has run.
    // slither-disable-next-line reentrancy-no-eth,reentrancy-benign,reentrancy-events,reentrancy-eth
    function createEscrow(bytes32 jobId, address renter, uint256 amount, address token)
        external
        payable
        onlyMarketplace
        nonReentrant
        returns (uint256 received)
    {
        // Verify
        StoredEscrow storage e = _escrows[jobId];
        if (e.status != EscrowStatus.None) revert EscrowExists(jobId);
        uint256 expected = token == address(0) ? amount : 0;
        if (msg.value != expected) revert ValueMismatch(msg.value, expected);

        // Payments
        received = token == address(0) ? amount : _pullToken(token, renter, amount);
        if (received == 0) revert ZeroAmount();

        // Effects: the marketplace lets no more than 2^96 - 1 through.
        (e.renter, e.amount, e.token) = (renter, uint96(received), token);
        (e.feeBps, e.status) = (uint16(feeBasisPoints), EscrowStatus.Active);
        totalEscrowed[token] += received;

        // Events
        emit EscrowCreated(jobId, renter, token, received, feeBasisPoints);
    }

    /// @inheritdoc IPaymentEscrow
    function assignHost(bytes32 jobId, address host) external onlyMarketplace {
        _escrows[jobId].host = host;
    }

    /// @inheritdoc IPaymentEscrow
    // The guard holds; the marketplace is named once and for all, and calls nobody but our own contracts.
    // slither-disable-next-line reentrancy-no-eth,reentrancy-eth,reentrancy-benign,reentrancy-events
    function releaseEscrow(bytes32 jobId) external nonReentrant {
        // Verify
        bool byMarketplace = msg.sender == marketplace;
        require(byMarketplace || (msg.sender == _escrows[jobId].renter), "Unauthorized");
        if (!byMarketplace) IPromptJobs(marketplace).escrowReleasing(uint256(jobId), msg.sender);

        // Effects, payments, events
        _payHost(jobId, EscrowStatus.Released);
    }

    /// @inheritdoc IPaymentEscrow
    function refundEscrow(bytes32 jobId) external onlyMarketplace nonReentrant {
        // Effects, payments, events
        _payRenter(jobId, EscrowStatus.Refunded);
    }

    // ------------------------------------------------------------------ disputes

    /// @inheritdoc IPaymentEscrow
    // The guard holds; the marketplace is named once and for all, and calls nobody but our own contracts.
    // slither-disable-next-line reentrancy-no-eth,reentrancy-benign,reentrancy-events
    function disputeEscrow(bytes32 jobId) external nonReentrant {
        // Verify
        StoredEscrow storage e = _knownEscrow(jobId);
        if (msg.sender != e.renter && msg.sender != e.host) revert NotEscrowParty(jobId, msg.sender);
        if (e.status != EscrowStatus.Active) revert EscrowNotActive(jobId, e.status);
        IPromptJobs(marketplace).escrowDisputed(uint256(jobId), msg.sender);

        // Effects
        (e.status, e.disputedAt) = (EscrowStatus.Disputed, uint40(block.timestamp));

        // Events
        emit EscrowDisputed(jobId, msg.sender);
    }

    /// @inheritdoc IPaymentEscrow
    // A block's producer can shift the time by seconds; the arbiter has two weeks. The guard holds; the marketplace is
    // named once and for all, and calls nobody but our own contracts.
    // slither-disable-next-line timestamp,reentrancy-no-eth,reentrancy-eth,reentrancy-benign,reentrancy-events
    function resolveDispute(bytes32 jobId, address winner) external nonReentrant {
        // Verify
        require(msg.sender == arbiter, "Unauthorized");
        StoredEscrow storage e = _disputedEscrow(jobId);
        uint256 until = e.disputedAt + DISPUTE_PERIOD;
        if (block.timestamp > until) revert DisputeExpired(jobId, until);
        bool toHost = winner == e.host;
        if (!toHost && winner != e.renter) revert InvalidWinner(winner);

        // Effects, payments, events
        Outcome outcome = toHost ? Outcome.Success : Outcome.Failure;
        IPromptJobs(marketplace).escrowSettled(uint256(jobId), toHost, outcome);
        if (toHost) _payHost(jobId, EscrowStatus.Resolved);
        else _payRenter(jobId, EscrowStatus.Resolved);
    }

    /// @inheritdoc IPaymentEscrow
    // A block's producer can shift the time by seconds; the arbiter had two weeks. The guard holds; the marketplace is
    // named once and for all, and calls nobody but our own contracts.
    // slither-disable-next-line timestamp,reentrancy-no-eth,reentrancy-eth,reentrancy-benign,reentrancy-events
    function claimDisputeDefault(bytes32 jobId) external nonReentrant {
        // Verify
        uint256 until = _disputedEscrow(jobId).disputedAt + DISPUTE_PERIOD;
        if (block.timestamp <= until) revert DisputeStillOpen(jobId, until);

        // Effects, payments, events
        IPromptJobs(marketplace).escrowSettled(uint256(jobId), false, Outcome.Unknown);
        _payRenter(jobId, EscrowStatus.Resolved);
    }

    // ------------------------------------------------------------------ fees and incentives

    /// @inheritdoc IPaymentEscrow
    function withdrawFees(address token) external nonReentrant {
        // Verify
        uint256 amount = accruedFees[token];
        if (amount == 0) revert ZeroAmount();

        // Effects
        accruedFees[token] = 0;

        // Payments
        _payAsset(token, treasury, amount);

        // Events
        emit FeesWithdrawn(token, treasury, amount);
    }

    /// @inheritdoc IPaymentEscrow
    function fundIncentives() external payable {
        // Verify
        if (msg.value == 0) revert ZeroAmount();

        // Effects
        incentivePool += msg.value;

        // Events
        emit IncentivesFunded(msg.sender, msg.value, incentivePool);
    }
}
