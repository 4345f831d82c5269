// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {TokenPayments} from "../payments/TokenPayments.sol";
import {Governed} from "./Governed.sol";
import {IPaymentEscrow} from "./IPaymentEscrow.sol";
import {IReputationSystem} from "./IReputationSystem.sol";
import {Escrow, EscrowStatus} from "./PromptTypes.sol";

/// @title Records of the escrow, its parameters, and how a record pays
/// @notice Each asset held is at least the sum of unpaid records, accrued fees, the incentive pool and credits.
abstract contract EscrowStore is IPaymentEscrow, Governed, TokenPayments {
    uint256 public constant MAX_FEE_BPS = 1000;
    uint256 public constant BONUS_PERCENT = 10;
    uint256 private constant BPS = 10_000;

    struct StoredEscrow {
        address renter;
        uint96 amount; // zero once it has left
        // second slot
        address host;
        uint40 disputedAt;
        uint16 feeBps;
        EscrowStatus status;
        // third slot
        address token;
    }

    /// @notice Who gets bonuses.
    // The style guide writes what is fixed for ever in capitals.
    // slither-disable-next-line naming-convention
    IReputationSystem public immutable REPUTATION;

    mapping(bytes32 jobId => StoredEscrow escrow) internal _escrows;

    /// @inheritdoc IPaymentEscrow
    mapping(address token => uint256 amount) public accruedFees;
    /// @inheritdoc IPaymentEscrow
    mapping(address token => uint256 amount) public totalEscrowed;
    /// @inheritdoc IPaymentEscrow
    uint256 public incentivePool;
    /// @inheritdoc IPaymentEscrow
    uint256 public feeBasisPoints;
    /// @inheritdoc IPaymentEscrow
    address public arbiter;
    /// @inheritdoc IPaymentEscrow
    address public treasury;

    constructor(IReputationSystem reputation, address treasury_, address arbiter_, uint256 feeBps) {
        if (address(reputation) == address(0) || treasury_ == address(0)) revert ZeroAddress();
        if (arbiter_ == address(0)) revert ZeroAddress();
        if (feeBps > MAX_FEE_BPS) revert FeeAboveMaximum(feeBps, MAX_FEE_BPS);
        (REPUTATION, treasury, arbiter, feeBasisPoints) = (reputation, treasury_, arbiter_, feeBps);
    }

    // ------------------------------------------------------------------ parameters

    /// @inheritdoc IPaymentEscrow
    function setFee(uint256 feeBps) external {
        // Verify
        _verifyGoverned();
        if (feeBps > MAX_FEE_BPS) revert FeeAboveMaximum(feeBps, MAX_FEE_BPS);

        // Effects
        feeBasisPoints = feeBps;

        // Events
        emit FeeSet(feeBps);
    }

    /// @inheritdoc IPaymentEscrow
    function setArbiter(address arbiter_) external {
        // Verify
        _verifyGoverned();
        if (arbiter_ == address(0)) revert ZeroAddress();

        // Effects
        arbiter = arbiter_;

        // Events
        emit ArbiterSet(arbiter_);
    }

    /// @inheritdoc IPaymentEscrow
    function setTreasury(address treasury_) external onlyOwner {
        // Verify
        if (treasury_ == address(0)) revert ZeroAddress();

        // Effects
        treasury = treasury_;

        // Events
        emit TreasurySet(treasury_);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IPaymentEscrow
    function getEscrow(bytes32 jobId) external view returns (Escrow memory escrow) {
        StoredEscrow storage e = _escrows[jobId];
        (escrow.renter, escrow.host, escrow.token) = (e.renter, e.host, e.token);
        (escrow.amount, escrow.feeBps) = (e.amount, e.feeBps);
        (escrow.status, escrow.disputedAt) = (e.status, e.disputedAt);
    }

    // ------------------------------------------------------------------ lookups

    /// @dev Error: EscrowNotFound.
    function _knownEscrow(bytes32 jobId) internal view returns (StoredEscrow storage e) {
        e = _escrows[jobId];
        if (e.status == EscrowStatus.None) revert EscrowNotFound(jobId);
    }

    /// @dev The marketplace asks for each payment once; this holds even if it did not. Error: EscrowNotActive.
    function _unpaidEscrow(bytes32 jobId) private view returns (StoredEscrow storage e) {
        e = _escrows[jobId];
        if (e.status != EscrowStatus.Active && e.status != EscrowStatus.Disputed) {
            revert EscrowNotActive(jobId, e.status);
        }
    }

    /// @dev Errors in this order: EscrowNotFound, EscrowNotDisputed.
    function _disputedEscrow(bytes32 jobId) internal view returns (StoredEscrow storage e) {
        e = _knownEscrow(jobId);
        if (e.status != EscrowStatus.Disputed) revert EscrowNotDisputed(jobId, e.status);
    }

    // ------------------------------------------------------------------ payments

    /// @dev Who may do this, and when, has been checked. Error: EscrowNotActive.
    // Reputation is fixed at deployment and only asked.
    // slither-disable-next-line reentrancy-eth,reentrancy-no-eth,reentrancy-benign,reentrancy-events
    function _payHost(bytes32 jobId, EscrowStatus status) internal {
        // Verify
        StoredEscrow storage e = _unpaidEscrow(jobId);

        // Effects
        (address host, address token, uint256 amount) = (e.host, e.token, e.amount);
        uint256 fee = (amount * e.feeBps) / BPS;
        uint256 net = amount - fee;
        uint256 bonus = token == address(0) ? _bonusOf(host, net, fee) : 0;
        _closeRecord(e, status, token, amount);
        if (fee != 0) accruedFees[token] += fee;
        if (bonus != 0) {
            incentivePool -= bonus;
            emit IncentivePaid(jobId, host, bonus);
        }

        // Payments
        _payAsset(token, host, net + bonus);

        // Events
        emit EscrowReleased(jobId, host, net, fee, bonus);
    }

    /// @dev Who may do this, and when, has been checked. Error: EscrowNotActive.
    function _payRenter(bytes32 jobId, EscrowStatus status) internal {
        // Verify
        StoredEscrow storage e = _unpaidEscrow(jobId);

        // Effects
        (address renter, address token, uint256 amount) = (e.renter, e.token, e.amount);
        _closeRecord(e, status, token, amount);

        // Payments
        _payAsset(token, renter, amount);

        // Events
        emit EscrowRefunded(jobId, renter, amount);
    }

    function _closeRecord(StoredEscrow storage e, EscrowStatus status, address token, uint256 amount) private {
        (e.status, e.amount) = (status, 0);
        totalEscrowed[token] -= amount;
    }

    /// @dev A tenth of what an eligible host gets, as far as the pool goes. No more than the fee, so that nobody earns
    /// by renting from oneself.
    function _bonusOf(address host, uint256 net, uint256 fee) private view returns (uint256 bonus) {
        if (incentivePool == 0 || !REPUTATION.isEligibleForIncentives(host)) return 0;
        bonus = (net * BONUS_PERCENT) / 100;
        if (bonus > fee) bonus = fee;
        if (bonus > incentivePool) bonus = incentivePool;
    }
}
