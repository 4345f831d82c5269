// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {JobDetails, JobRequirements} from "./PromptTypes.sol";
import {SharedErrors} from "./SharedErrors.sol";

/// @notice One step of a batch.
struct Operation {
    address target;
    uint256 value;
    bytes data;
}

/// @notice Coin that a recipient earns second by second.
struct PaymentStream {
    address from;
    address to;
    uint256 totalAmount; // of a cancelled stream: what was vested by then
    uint256 startTime;
    uint256 duration;
    uint256 withdrawn;
    bool active; // neither cancelled nor unknown
}

/// @title Acting for wallets: session keys, batches, payment streams
/// @notice A wallet is whoever calls: an account with a key, or a smart account whose operation the EntryPoint runs.
/// For a wallet acts, besides itself, only a session key that it named. Amounts are wei, times seconds. Clients match
/// on the text "Insufficient balance".
interface IAccountIntegration is SharedErrors {
    // ------------------------------------------------------------------ events
    event SessionKeyAdded(
        address indexed wallet, address indexed key, uint256 expires, bytes4[] selectors, uint256 budget
    );
    event SessionKeyRevoked(address indexed wallet, address indexed key);
    event SessionKeyUsed(address indexed wallet, address indexed key, bytes4 selector, uint256 amount);
    event WalletDeposited(address indexed wallet, uint256 amount);
    event WalletWithdrawn(address indexed wallet, uint256 amount);
    event StreamCreated(
        uint256 indexed streamId, address indexed from, address indexed to, uint256 total, uint256 duration
    );
    event StreamWithdrawn(uint256 indexed streamId, uint256 amount);
    event StreamCancelled(uint256 indexed streamId, uint256 vested, uint256 refund);

    // ------------------------------------------------------------------ errors
    error ExpiryInPast(uint256 expires);
    error ExpiryTooFar(uint256 expires, uint256 maximum);
    error InvalidSelectorCount(uint256 count, uint256 maximum);
    error BudgetAboveMaximum(uint256 budget, uint256 maximum);
    error UnknownSessionKey(address wallet, address key);
    error InvalidSessionKey(address wallet, address key);
    error SelectorNotAllowed(bytes4 selector);
    error BudgetExceeded(uint256 amount, uint256 budget);
    error TooManyOperations(uint256 count, uint256 maximum);
    error OperationNotAllowed(address target, bytes4 selector);
    error AmountAboveMaximum(uint256 amount, uint256 maximum);
    error InvalidDuration(uint256 duration);
    error StreamNotFound(uint256 streamId);
    error NotStreamRecipient(uint256 streamId, address caller);
    error NotStreamPayer(uint256 streamId, address caller);
    error NothingVested(uint256 streamId);
    error StreamEnded(uint256 streamId);

    // ------------------------------------------------------------------ jobs
    /// @notice Posts a job of the caller, paid with the coin sent along. Errors: those of the marketplace.
    function createJobViaAccount(JobDetails calldata details, JobRequirements calldata requirements, uint256 payment)
        external
        payable
        returns (uint256 jobId);

    /// @notice Claims a job for a wallet. Caller: its session key.
    /// Errors in this order: InvalidSessionKey, SelectorNotAllowed, those of the marketplace.
    function claimJobViaSessionKey(address wallet, uint256 jobId) external;

    /// @notice Posts a job of a wallet, paid from its deposit. Caller: its session key. Errors in this order:
    /// InvalidSessionKey, SelectorNotAllowed, BudgetExceeded, "Insufficient balance", those of the marketplace.
    function createJobViaSessionKey(
        address wallet,
        JobDetails calldata details,
        JobRequirements calldata requirements,
        uint256 payment
    ) external returns (uint256 jobId);

    /// @notice Posts and claims jobs of the caller, all or nothing, with exactly the coin that they need. Each step
    /// calls `postJob` or `claimJob` of the marketplace. Errors in this order: TooManyOperations, ValueMismatch, for
    /// each OperationNotAllowed, ValueMismatch, those of the marketplace.
    function executeBatch(Operation[] calldata operations) external payable;

    // ------------------------------------------------------------------ session keys
    /// @notice Lets a key claim jobs for the caller. Errors: ZeroAddress, ExpiryInPast, ExpiryTooFar.
    function addSessionKey(address key, uint256 expires) external;

    /// @notice Lets a key call some functions of the marketplace for the caller, and spend up to `budget`. In place of
    /// what it could do before. Errors in this order: ZeroAddress, ExpiryInPast, ExpiryTooFar (30 days),
    /// InvalidSelectorCount (1 to 8), BudgetAboveMaximum.
    function addScopedSessionKey(address key, uint256 expires, bytes4[] calldata selectors, uint256 budget) external;

    /// @notice Forgets a key at once. Error: UnknownSessionKey.
    function revokeSessionKey(address key) external;

    /// @notice Takes from the budget of a key of the caller, which is a smart account that checks an operation. Nothing
    /// changes if the key may not do it.
    /// @return validUntil Last second of the key; zero if it may not. Whether that is past is not looked at here.
    function chargeSessionKey(address key, bytes4 selector, uint256 amount) external returns (uint256 validUntil);

    // ------------------------------------------------------------------ deposits for session keys
    /// @notice Error: ZeroAmount.
    function depositForKeys() external payable;

    /// @notice Errors: ZeroAmount, "Insufficient balance", InsufficientGasForPayment.
    function withdrawDeposit(uint256 amount) external;

    // ------------------------------------------------------------------ streams
    /// @notice Pays `to` evenly over a time, with the coin sent along. Errors in this order: ZeroAddress, ZeroAmount,
    /// ValueMismatch, AmountAboveMaximum, InvalidDuration (1 second to 3650 days).
    function createPaymentStream(address to, uint256 total, uint256 duration)
        external
        payable
        returns (uint256 streamId);

    /// @notice Pays what has vested. Caller: the recipient.
    /// Errors in this order: StreamNotFound, NotStreamRecipient, NothingVested, InsufficientGasForPayment.
    function withdrawFromStream(uint256 streamId) external;

    /// @notice Stops a stream and pays back what has not vested; the rest stays for the recipient. Caller: the payer.
    /// Errors in this order: StreamNotFound, NotStreamPayer, StreamEnded, InsufficientGasForPayment.
    function cancelPaymentStream(uint256 streamId) external;

    // ------------------------------------------------------------------ views
    /// @notice Whether a key is known and not expired.
    function isValidSessionKey(address wallet, address key) external view returns (bool);
    /// @notice What a key may do; zeros if it is not known.
    function getSessionKey(address wallet, address key)
        external
        view
        returns (uint256 expires, uint256 budget, bytes4[] memory selectors);
    /// @notice Coin that a wallet's keys can spend.
    function walletDeposits(address wallet) external view returns (uint256);
    /// @notice Sum of all wallets' deposits.
    function totalWalletDeposits() external view returns (uint256);
    /// @notice A stream; zeros for an unknown id. Ids start at 1.
    function getStream(uint256 streamId) external view returns (PaymentStream memory stream);
    /// @notice What a stream's recipient has earned by now, withdrawn or not.
    function vestedAmount(uint256 streamId) external view returns (uint256);
    /// @notice Sum of what all streams still hold.
    function totalStreamed() external view returns (uint256);
    /// @notice Id of the next stream.
    function nextStreamId() external view returns (uint256);
}
