// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IMarketplaceViews} from "./IMarketplaceViews.sol";
import {SharedErrors} from "./SharedErrors.sol";

/// @title Sessions of work that depositors pay and hosts prove
/// @notice An asset is a token's address, or zero for the native coin; amounts are in its base units. Prices are per
/// token of work and times 1000; what tokens cost is rounded down. Times are seconds. Clients match on these texts:
/// "Paused", "Deposit below minimum", "Host not active", "Host does not support model", "Model not approved",
/// "Price below host minimum (native)", "Price below host minimum (stable)", "Insufficient balance",
/// "Session not active", "Only host can submit proof", "Tokens claimed exceed deposit", "Invalid proof signature",
/// "Session not timed out", "Unauthorized".
interface IJobMarketplace is SharedErrors, IMarketplaceViews {
    // ------------------------------------------------------------------ events
    event SessionJobCreated(uint256 indexed jobId, address indexed depositor, address indexed host, uint256 deposit);
    event SessionJobCreatedForModel(
        uint256 indexed jobId,
        bytes32 indexed modelId,
        address paymentToken,
        uint256 pricePerToken,
        uint256 maxDuration,
        uint256 proofInterval
    );
    event SessionJobExtended(uint256 indexed jobId, uint256 deposit, uint256 maxDuration);
    event ProofSubmitted(
        uint256 indexed jobId,
        address indexed host,
        uint256 seq,
        uint256 tokensClaimed,
        uint256 cumulativeTokens,
        bytes32 proofHash
    );
    event SessionJobCompleted(
        uint256 indexed jobId, uint256 tokensUsed, uint256 hostPayment, uint256 refund, address completedBy
    );
    event SessionJobTimedOut(uint256 indexed jobId, uint256 tokensUsed, uint256 hostPayment, uint256 refund);
    /// @dev `fee` is what was charged above the proven work; its share for the host is in `hostPayment`.
    event SessionJobCancelled(uint256 indexed jobId, uint256 hostPayment, uint256 fee, uint256 refund);
    event DepositReceived(address indexed user, address indexed asset, uint256 amount);
    event WithdrawalProcessed(address indexed user, address indexed asset, uint256 amount);
    event TreasuryWithdrawn(address indexed asset, uint256 amount);
    event TreasurySet(address indexed treasury);
    event AcceptedTokenAdded(address indexed token, uint256 minimum, uint256 maximum);
    event TokenLimitsSet(address indexed asset, uint256 minimum, uint256 maximum);
    event AcceptedTokenRemoved(address indexed token);
    event DisputeWindowSet(uint256 duration);

    // ------------------------------------------------------------------ errors
    error TokenNotAccepted(address token);
    error TokenAlreadyAccepted(address token);
    error TooManyTokens(uint256 maximum);
    error DepositAboveMaximum(uint256 deposit, uint256 maximum);
    error ZeroPrice();
    error PriceAboveMaximum(uint256 price, uint256 maximum);
    error InvalidDuration(uint256 duration);
    error ProofIntervalBelowMinimum(uint256 given, uint256 minimum);
    error ProofIntervalAboveMaximum(uint256 given, uint256 maximum);
    error DepositBelowProofInterval(uint256 maxTokens, uint256 proofInterval);
    error SessionExpired(uint256 jobId, uint256 end);
    error FinalClaimMade(uint256 jobId);
    error ExcessiveTokens(uint256 claimed, uint256 allowed);
    error NotSessionParty(uint256 jobId, address caller);
    error NotDepositor(uint256 jobId, address caller);
    error DisputeWindowOpen(uint256 jobId, uint256 until);
    error FeeAboveMaximum(uint256 feeBps, uint256 maximum);

    // ------------------------------------------------------------------ creation
    /// @notice Opens a session paid with the coin sent along.
    /// Errors in this order: "Paused", FunctionPaused, "Deposit below minimum", DepositAboveMaximum, ZeroPrice,
    /// PriceAboveMaximum, InvalidDuration, ProofIntervalBelowMinimum, ProofIntervalAboveMaximum, "Host not active",
    /// "Host does not support model", "Model not approved", "Price below host minimum (native)",
    /// DepositBelowProofInterval.
    function createSessionJobForModel(
        address host,
        uint256 pricePerToken,
        uint256 maxDuration,
        uint256 proofInterval,
        bytes32 modelId
    ) external payable returns (uint256 jobId);

    /// @notice Opens a session paid with a token pulled from the caller; the deposit is what arrives.
    /// Errors in this order: "Paused", FunctionPaused, TokenNotAccepted, those of `createSessionJobForModel` with
    /// "Price below host minimum (stable)", TokenPullFailed, then for what arrived "Deposit below minimum" and
    /// DepositBelowProofInterval.
    function createSessionJobForModelWithToken(
        address host,
        uint256 pricePerToken,
        uint256 maxDuration,
        uint256 proofInterval,
        bytes32 modelId,
        address token,
        uint256 deposit
    ) external returns (uint256 jobId);

    /// @notice Opens a session paid from what the caller has deposited before.
    /// Errors in this order: "Paused", FunctionPaused, TokenNotAccepted, "Insufficient balance", then as
    /// `createSessionJobForModel`, with "Price below host minimum (stable)" for a token.
    function createSessionFromDeposit(
        address host,
        uint256 pricePerToken,
        uint256 maxDuration,
        uint256 proofInterval,
        bytes32 modelId,
        address asset,
        uint256 deposit
    ) external returns (uint256 jobId);

    /// @notice Adds deposit, duration or both to a session. Caller: its depositor.
    /// Errors in this order: "Paused", FunctionPaused, "Session not active", NotDepositor, SessionExpired, ZeroAmount,
    /// ValueMismatch, DepositAboveMaximum, InvalidDuration, TokenNotAccepted, TokenPullFailed.
    function extendSession(uint256 jobId, uint256 additionalDeposit, uint256 additionalDuration) external payable;

    // ------------------------------------------------------------------ proofs
    /// @notice Claims work. `proof` is a hash of evidence (32 bytes) and the host's signature of `getProofDigest`
    /// (65 bytes). One claim below the minimum is allowed, and is the last. Caller: the session's host.
    /// Errors in this order: "Paused", "Session not active", "Only host can submit proof", SessionExpired, ZeroAmount,
    /// FinalClaimMade, ExcessiveTokens, "Tokens claimed exceed deposit", "Invalid proof signature".
    function submitProofOfWork(uint256 jobId, uint256 tokensClaimed, bytes calldata proof) external;

    // ------------------------------------------------------------------ ends
    /// @notice Ends a session once its dispute window has passed. Caller: its host or depositor.
    /// Errors in this order: "Session not active", NotSessionParty, DisputeWindowOpen, InsufficientGasForPayment.
    function completeSessionJob(uint256 jobId) external;

    /// @notice Ends a session at once; beyond the proven work the host gets at most the price of one proof interval,
    /// and nothing if the session is due for timeout or the host is no longer active. Caller: its depositor.
    /// Errors in this order: "Session not active", NotDepositor, InsufficientGasForPayment.
    function cancelSession(uint256 jobId) external;

    /// @notice Ends a session that has expired or been idle for too long. Caller: anyone.
    /// Errors in this order: "Session not active", "Session not timed out", InsufficientGasForPayment.
    function triggerSessionTimeout(uint256 jobId) external;

    // ------------------------------------------------------------------ deposits for later sessions
    /// @notice Errors: "Paused", FunctionPaused, ZeroAmount.
    function depositNative() external payable;

    /// @notice Deposits what arrives of `amount`. Errors: "Paused", FunctionPaused, TokenNotAccepted, ZeroAmount,
    /// TokenPullFailed, ZeroAmount if nothing arrives.
    function depositToken(address token, uint256 amount) external;

    /// @notice Errors: ZeroAmount, "Insufficient balance", InsufficientGasForPayment.
    function withdrawNative(uint256 amount) external;

    /// @notice Errors: TokenNotAccepted for address zero, ZeroAmount, "Insufficient balance",
    /// InsufficientGasForPayment.
    function withdrawToken(address token, uint256 amount) external;

    // ------------------------------------------------------------------ treasury
    /// @notice Caller: treasury. Errors: "Unauthorized", ZeroAmount, InsufficientGasForPayment.
    function withdrawTreasuryNative() external;

    /// @notice Caller: treasury. Errors in this order: "Unauthorized", TokenNotAccepted for address zero, ZeroAmount,
    /// InsufficientGasForPayment.
    function withdrawTreasuryTokens(address token) external;

    /// @notice Pays the coin's fees, then those of each token; assets without fees are skipped. Caller: treasury.
    /// Errors: "Unauthorized", InsufficientGasForPayment.
    function withdrawAllTreasuryFees(address[] calldata tokens) external;

    /// @notice Caller: owner. Errors: OwnableUnauthorizedAccount, ZeroAddress.
    function setTreasury(address treasury_) external;

    // ------------------------------------------------------------------ parameters
    /// @notice Allows sessions and deposits in a token. It must not change balances by itself (rebase).
    /// Caller: owner. Errors in this order: OwnableUnauthorizedAccount, ZeroAddress, TokenAlreadyAccepted,
    /// InvalidLimits, TooManyTokens.
    function addAcceptedToken(address token, uint256 minDeposit, uint256 maxDeposit) external;

    /// @notice Stops new sessions and deposits in a token; whatever pays out goes on. Caller: owner.
    /// Errors: OwnableUnauthorizedAccount, TokenNotAccepted.
    function removeAcceptedToken(address token) external;

    /// @notice Changes the limits of a session's deposit. Caller: owner.
    /// Errors in this order: OwnableUnauthorizedAccount, TokenNotAccepted, InvalidLimits.
    function setTokenLimits(address asset, uint256 minDeposit, uint256 maxDeposit) external;

    /// @notice Changes the dispute window of sessions created from now on, 1 second to 7 days. Caller: owner.
    /// Errors: OwnableUnauthorizedAccount, InvalidDuration.
    function setDisputeWindow(uint256 disputeWindow_) external;
}
