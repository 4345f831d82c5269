// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IAccountIntegration, Operation} from "./IAccountIntegration.sol";
import {IPromptJobs} from "./IPromptJobs.sol";
import {PaymentStreams} from "./PaymentStreams.sol";
import {JobDetails, JobRequirements} from "./PromptTypes.sol";
import {SessionKeys} from "./SessionKeys.sol";

/// @title Acting for wallets: session keys, batches, payment streams
/// @notice The marketplace believes this contract who acts; so it calls nothing there but the posting and the claiming
/// of jobs, for the caller or for the wallet whose session key the caller is. Its coin is that of streams, deposits and
/// credits; nothing passes through that was not sent along or taken from a deposit.
contract AccountIntegration is SessionKeys, PaymentStreams {
    uint256 public constant MAX_OPERATIONS = 32;

    /// @notice Where jobs are posted and claimed.
    // The style guide writes what is fixed for ever in capitals.
    // slither-disable-next-line naming-convention
    IPromptJobs public immutable MARKETPLACE;

    /// @inheritdoc IAccountIntegration
    mapping(address wallet => uint256 amount) public walletDeposits;
    /// @inheritdoc IAccountIntegration
    uint256 public totalWalletDeposits;

    /// @param marketplace Where jobs are posted and claimed; it must in turn name this contract. Error: ZeroAddress.
    constructor(IPromptJobs marketplace) {
        if (address(marketplace) == address(0)) revert ZeroAddress();
        MARKETPLACE = marketplace;
    }

    // ------------------------------------------------------------------ jobs

    /// @inheritdoc IAccountIntegration
    function createJobViaAccount(JobDetails calldata details, JobRequirements calldata requirements, uint256 payment)
        external
        payable
        nonReentrant
        returns (uint256 jobId)
    {
        jobId = MARKETPLACE.createJobFor{value: msg.value}(msg.sender, details, requirements, payment);
    }

    /// @inheritdoc IAccountIntegration
    function claimJobViaSessionKey(address wallet, uint256 jobId) external nonReentrant {
        // Verify, effects, events
        _useKey(wallet, IPromptJobs.claimJob.selector, 0);
        MARKETPLACE.claimJobFor(wallet, jobId);
    }

    /// @inheritdoc IAccountIntegration
    function createJobViaSessionKey(
        address wallet,
        JobDetails calldata details,
        JobRequirements calldata requirements,
        uint256 payment
    ) external nonReentrant returns (uint256 jobId) {
        // Verify, effects, events
        _useKey(wallet, IPromptJobs.postJob.selector, payment);
        _takeDeposit(wallet, payment);

        // Payments
        jobId = MARKETPLACE.createJobFor{value: payment}(wallet, details, requirements, payment);
    }

    /// @inheritdoc IAccountIntegration
    function executeBatch(Operation[] calldata operations) external payable nonReentrant {
        // Verify
        uint256 count = operations.length;
        if (count == 0 || count > MAX_OPERATIONS) revert TooManyOperations(count, MAX_OPERATIONS);
        uint256 sum = _sumOf(operations);
        if (msg.value != sum) revert ValueMismatch(msg.value, sum);

        // Verify, payments, for each
        for (uint256 i; i < count; ++i) {
            _perform(operations[i]);
        }
    }

    // ------------------------------------------------------------------ deposits for session keys

    /// @inheritdoc IAccountIntegration
    function depositForKeys() external payable {
        // Verify
        if (msg.value == 0) revert ZeroAmount();

        // Effects
        walletDeposits[msg.sender] += msg.value;
        totalWalletDeposits += msg.value;

        // Events
        emit WalletDeposited(msg.sender, msg.value);
    }

    /// @inheritdoc IAccountIntegration
    function withdrawDeposit(uint256 amount) external nonReentrant {
        // Verify
        if (amount == 0) revert ZeroAmount();

        // Effects
        _takeDeposit(msg.sender, amount);

        // Payments
        _pay(msg.sender, amount);

        // Events
        emit WalletWithdrawn(msg.sender, amount);
    }

    // ------------------------------------------------------------------ internal

    function _sumOf(Operation[] calldata operations) private pure returns (uint256 sum) {
        for (uint256 i; i < operations.length; ++i) {
            sum += operations[i].value;
        }
    }

    /// @dev Error: "Insufficient balance".
    function _takeDeposit(address wallet, uint256 amount) private {
        require(walletDeposits[wallet] >= amount, "Insufficient balance");
        walletDeposits[wallet] -= amount;
        totalWalletDeposits -= amount;
    }

    /// @dev The same function of the marketplace, for the caller. Errors: OperationNotAllowed, ValueMismatch, those of
    /// the marketplace; arguments that can't be decoded revert without data.
    // The marketplace is fixed at deployment. The values' sum was checked.
    // slither-disable-next-line calls-loop,msg-value-loop,unused-return
    function _perform(Operation calldata operation) private {
        bytes calldata data = operation.data;
        bytes4 selector = data.length < 4 ? bytes4(0) : bytes4(data[:4]);
        bool allowed = operation.target == address(MARKETPLACE);
        if (allowed && selector == IPromptJobs.postJob.selector) {
            (JobDetails memory details, JobRequirements memory requirements, uint256 payment) =
                abi.decode(data[4:], (JobDetails, JobRequirements, uint256));
            MARKETPLACE.createJobFor{value: operation.value}(msg.sender, details, requirements, payment);
        } else if (allowed && selector == IPromptJobs.claimJob.selector) {
            if (operation.value != 0) revert ValueMismatch(operation.value, 0);
            MARKETPLACE.claimJobFor(msg.sender, abi.decode(data[4:], (uint256)));
        } else {
            revert OperationNotAllowed(operation.target, selector);
        }
    }
}
