// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Escrow, EscrowStatus} from "./PromptTypes.sol";
import {SharedErrors} from "./SharedErrors.sol";

/// @title The money of prompt jobs
/// @notice One record for each job, which pays once: the host less the fee, or the renter in full. An asset is a
/// token's address, or zero for the native coin; amounts are in its base units. Keys are job ids. Clients match on the
/// text "Unauthorized".
interface IPaymentEscrow is SharedErrors {
    // ------------------------------------------------------------------ events
    event EscrowCreated(bytes32 indexed jobId, address indexed renter, address token, uint256 amount, uint256 feeBps);
    event EscrowReleased(bytes32 indexed jobId, address indexed host, uint256 net, uint256 fee, uint256 bonus);
    event EscrowRefunded(bytes32 indexed jobId, address indexed renter, uint256 amount);
    event EscrowDisputed(bytes32 indexed jobId, address indexed by);
    event IncentivesFunded(address indexed from, uint256 amount, uint256 pool);
    event IncentivePaid(bytes32 indexed jobId, address indexed host, uint256 bonus);
    event FeesWithdrawn(address indexed token, address indexed treasury, uint256 amount);
    event FeeSet(uint256 feeBps);
    event ArbiterSet(address indexed arbiter);
    event TreasurySet(address indexed treasury);

    // ------------------------------------------------------------------ errors
    error EscrowExists(bytes32 jobId);
    error EscrowNotFound(bytes32 jobId);
    error EscrowNotActive(bytes32 jobId, EscrowStatus status);
    error EscrowNotDisputed(bytes32 jobId, EscrowStatus status);
    error NotEscrowParty(bytes32 jobId, address caller);
    error DisputeExpired(bytes32 jobId, uint256 until);
    error DisputeStillOpen(bytes32 jobId, uint256 until);
    error InvalidWinner(address winner);
    error FeeAboveMaximum(uint256 feeBps, uint256 maximum);

    // ------------------------------------------------------------------ for the marketplace
    /// @notice Makes the record of a job: the coin sent along, or tokens pulled from the renter, as measured on
    /// arrival. Caller: marketplace. Errors in this order: "Unauthorized", EscrowExists, ValueMismatch,
    /// TokenPullFailed, ZeroAmount.
    /// @return received What the record holds.
    function createEscrow(bytes32 jobId, address renter, uint256 amount, address token)
        external
        payable
        returns (uint256 received);

    /// @notice Names the host, or nobody. Caller: marketplace, else "Unauthorized".
    function assignHost(bytes32 jobId, address host) external;

    /// @notice Pays the host. Caller: marketplace; or the renter, under the rules of the marketplace's
    /// `releasePayment`. Errors: "Unauthorized", those of the marketplace, InsufficientGasForPayment.
    function releaseEscrow(bytes32 jobId) external;

    /// @notice Pays the renter back. Caller: marketplace. Errors: "Unauthorized", InsufficientGasForPayment.
    function refundEscrow(bytes32 jobId) external;

    // ------------------------------------------------------------------ disputes
    /// @notice Asks for a ruling on a delivered job. Caller: its renter or host.
    /// Errors in this order: EscrowNotFound, NotEscrowParty, EscrowNotActive, then the marketplace's InvalidJobStatus
    /// and ReleaseDue.
    function disputeEscrow(bytes32 jobId) external;

    /// @notice Rules, within 14 days. Caller: arbiter. Errors in this order: "Unauthorized", EscrowNotFound,
    /// EscrowNotDisputed, DisputeExpired, InvalidWinner, InsufficientGasForPayment.
    function resolveDispute(bytes32 jobId, address winner) external;

    /// @notice Pays the renter back when nobody ruled within 14 days. Caller: anyone.
    /// Errors in this order: EscrowNotFound, EscrowNotDisputed, DisputeStillOpen, InsufficientGasForPayment.
    function claimDisputeDefault(bytes32 jobId) external;

    // ------------------------------------------------------------------ fees and incentives
    /// @notice Pays a fee's accrued sum to the treasury. Caller: anyone. Errors: ZeroAmount, InsufficientGasForPayment.
    function withdrawFees(address token) external;

    /// @notice Gives coin for bonuses, for good. Error: ZeroAmount.
    function fundIncentives() external payable;

    /// @notice Changes the fee of records made from now on, in 1/10000, at most 1000. Caller: owner or governance.
    /// Errors: "Unauthorized", FeeAboveMaximum.
    function setFee(uint256 feeBps) external;

    /// @notice Caller: owner or governance. Errors: "Unauthorized", ZeroAddress.
    function setArbiter(address arbiter_) external;

    /// @notice Caller: owner. Errors: OwnableUnauthorizedAccount, ZeroAddress.
    function setTreasury(address treasury_) external;

    // ------------------------------------------------------------------ views
    /// @notice A record; zeros if there is none.
    function getEscrow(bytes32 jobId) external view returns (Escrow memory escrow);
    /// @notice Fee of new records in 1/10000.
    function feeBasisPoints() external view returns (uint256);
    /// @notice Fees not yet withdrawn.
    function accruedFees(address token) external view returns (uint256);
    /// @notice Sum of all records that have not paid.
    function totalEscrowed(address token) external view returns (uint256);
    /// @notice Coin left for bonuses.
    function incentivePool() external view returns (uint256);
    /// @notice Who rules.
    function arbiter() external view returns (address);
    /// @notice Where fees go.
    function treasury() external view returns (address);
}
