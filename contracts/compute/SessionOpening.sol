// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {HostTerms, SessionStatus, SessionTerms} from "./ComputeTypes.sol";
import {Deposits} from "./Deposits.sol";
import {IJobMarketplace} from "./IJobMarketplace.sol";

/// @title How sessions begin and grow
/// @notice Whatever way a session is paid, it passes the same checks. Amounts are in units of the session's asset.
abstract contract SessionOpening is Deposits {
    // ------------------------------------------------------------------ creation

    /// @inheritdoc IJobMarketplace
    function createSessionJobForModel(
        address host,
        uint256 pricePerToken,
        uint256 maxDuration,
        uint256 proofInterval,
        bytes32 modelId
    ) external payable returns (uint256 jobId) {
        // Verify
        SessionTerms memory terms = SessionTerms(host, pricePerToken, maxDuration, proofInterval, modelId);
        _verifyRunning(CREATE_SESSION);
        uint256 modelNumber = _verifyTerms(terms, address(0), msg.value);

        // Effects, events
        jobId = _open(terms, address(0), msg.value, modelNumber);
    }

    /// @inheritdoc IJobMarketplace
    function createSessionJobForModelWithToken(
        address host,
        uint256 pricePerToken,
        uint256 maxDuration,
        uint256 proofInterval,
        bytes32 modelId,
        address token,
        uint256 deposit
    ) external nonReentrant returns (uint256 jobId) {
        // Verify
        SessionTerms memory terms = SessionTerms(host, pricePerToken, maxDuration, proofInterval, modelId);
        _verifyRunning(CREATE_SESSION_WITH_TOKEN);
        _verifyAccepted(token);
        uint256 modelNumber = _verifyTerms(terms, token, deposit);

        // Payments: what arrives is only known then, and must be enough by itself.
        uint256 received = _pullToken(token, msg.sender, deposit);
        require(received >= _assets[token].minDeposit, "Deposit below minimum");
        _verifyInterval(terms, received);

        // Effects, events
        jobId = _open(terms, token, received, modelNumber);
    }

    /// @inheritdoc IJobMarketplace
    function createSessionFromDeposit(
        address host,
        uint256 pricePerToken,
        uint256 maxDuration,
        uint256 proofInterval,
        bytes32 modelId,
        address asset,
        uint256 deposit
    ) external returns (uint256 jobId) {
        // Verify
        SessionTerms memory terms = SessionTerms(host, pricePerToken, maxDuration, proofInterval, modelId);
        _verifyRunning(CREATE_SESSION_FROM_DEPOSIT);
        if (asset != address(0)) _verifyAccepted(asset);
        _verifyDeposited(asset, deposit);
        uint256 modelNumber = _verifyTerms(terms, asset, deposit);

        // Effects, events
        _takeDeposit(asset, deposit);
        jobId = _open(terms, asset, deposit, modelNumber);
    }

    // ------------------------------------------------------------------ extension

    /// @inheritdoc IJobMarketplace
    // A block's producer can shift the time by seconds; in those, a depositor may extend or not.
    // slither-disable-next-line timestamp
    function extendSession(uint256 jobId, uint256 additionalDeposit, uint256 additionalDuration)
        external
        payable
        nonReentrant
    {
        // Verify
        _verifyRunning(EXTEND_SESSION);
        StoredSession storage s = _activeSession(jobId);
        if (msg.sender != s.depositor) revert NotDepositor(jobId, msg.sender);
        if (block.timestamp > _endOf(s)) revert SessionExpired(jobId, _endOf(s));
        if (additionalDeposit == 0 && additionalDuration == 0) revert ZeroAmount();
        address asset = _assetOf(s);
        uint256 expected = asset == address(0) ? additionalDeposit : 0;
        if (msg.value != expected) revert ValueMismatch(msg.value, expected);
        if (additionalDeposit != 0) _verifyExtendedDeposit(asset, s.funds, additionalDeposit);
        uint256 duration = _extendedDuration(s.maxDuration, additionalDuration);

        // Payments
        uint256 received = additionalDeposit;
        if (asset != address(0) && additionalDeposit != 0) {
            _verifyAccepted(asset);
            received = _pullToken(asset, msg.sender, additionalDeposit);
        }

        // Effects
        uint256 deposit = s.funds + received;
        s.funds = uint96(deposit);
        s.maxDuration = uint32(duration);

        // Events
        emit SessionJobExtended(jobId, deposit, duration);
    }

    // ------------------------------------------------------------------ checks

    /// @dev Everything about a new session that does not depend on how it is paid; errors in the documented order.
    /// Returns the model's place in the registry's list.
    function _verifyTerms(SessionTerms memory terms, address asset, uint256 deposit)
        private
        view
        returns (uint256 modelNumber)
    {
        _verifyDeposit(asset, deposit);
        if (terms.pricePerToken == 0) revert ZeroPrice();
        if (terms.pricePerToken > MAX_AMOUNT) revert PriceAboveMaximum(terms.pricePerToken, MAX_AMOUNT);
        if (terms.maxDuration == 0 || terms.maxDuration > MAX_DURATION) revert InvalidDuration(terms.maxDuration);
        if (terms.proofInterval < MIN_PROOF_INTERVAL) {
            revert ProofIntervalBelowMinimum(terms.proofInterval, MIN_PROOF_INTERVAL);
        }
        if (terms.proofInterval > MAX_PROOF_INTERVAL) {
            revert ProofIntervalAboveMaximum(terms.proofInterval, MAX_PROOF_INTERVAL);
        }
        modelNumber = _verifyHost(terms, asset);
        _verifyInterval(terms, deposit);
    }

    /// @dev Errors: "Deposit below minimum", DepositAboveMaximum.
    function _verifyDeposit(address asset, uint256 deposit) private view {
        Asset storage a = _assets[asset];
        require(deposit >= a.minDeposit, "Deposit below minimum");
        if (deposit > a.maxDeposit) revert DepositAboveMaximum(deposit, a.maxDeposit);
    }

    /// @dev Errors in this order: "Host not active", "Host does not support model", "Model not approved",
    /// "Price below host minimum (native)" or "(stable)".
    function _verifyHost(SessionTerms memory terms, address asset) private view returns (uint256 modelNumber) {
        HostTerms memory offer = NODES.hostTerms(terms.host, terms.modelId, asset);
        require(offer.active, "Host not active");
        require(offer.supported, "Host does not support model");
        bool approved;
        (approved, modelNumber) = MODELS.approvalOf(terms.modelId);
        require(approved, "Model not approved");
        if (asset == address(0)) require(terms.pricePerToken >= offer.minPrice, "Price below host minimum (native)");
        else require(terms.pricePerToken >= offer.minPrice, "Price below host minimum (stable)");
    }

    /// @dev Error: DepositBelowProofInterval.
    function _verifyInterval(SessionTerms memory terms, uint256 deposit) private pure {
        uint256 maxTokens = _tokensFor(deposit, terms.pricePerToken);
        if (maxTokens < terms.proofInterval) revert DepositBelowProofInterval(maxTokens, terms.proofInterval);
    }

    /// @dev Error: DepositAboveMaximum, for the addition alone first, so that the sum can't overflow.
    function _verifyExtendedDeposit(address asset, uint256 deposit, uint256 additional) private view {
        uint256 max = _assets[asset].maxDeposit;
        if (additional > max) revert DepositAboveMaximum(additional, max);
        if (deposit + additional > max) revert DepositAboveMaximum(deposit + additional, max);
    }

    /// @dev Error: InvalidDuration, for the addition alone first, so that the sum can't overflow.
    function _extendedDuration(uint256 current, uint256 additional) private pure returns (uint256 duration) {
        if (additional > MAX_DURATION) revert InvalidDuration(additional);
        duration = current + additional;
        if (duration > MAX_DURATION) revert InvalidDuration(duration);
    }

    // ------------------------------------------------------------------ effects

    // The node registry is fixed at deployment and calls nobody.
    // slither-disable-next-line reentrancy-benign,reentrancy-events
    function _open(SessionTerms memory terms, address asset, uint256 deposit, uint256 modelNumber)
        private
        returns (uint256 jobId)
    {
        // Each takes a deposit: there are never 2^64.
        unchecked {
            jobId = _nextJobId++;
        }
        uint256 index = NODES.sessionOpened(terms.host) - 1;
        _activeOf[terms.host][index] = uint64(jobId);
        _write(_sessions[jobId], terms, deposit, modelNumber | (uint256(_assets[asset].number) << 32) | (index << 48));
        emit SessionJobCreated(jobId, msg.sender, terms.host, deposit);
        emit SessionJobCreatedForModel(
            jobId, terms.modelId, asset, terms.pricePerToken, terms.maxDuration, terms.proofInterval
        );
    }

    /// @dev Fills the three slots of a new session, each at once: field by field, the compiler writes each many times.
    /// `places` is what the last 80 bits of the third hold. Everything has been checked to fit its field.
    // The reason stands above; only the slots of the given record are written.
    // slither-disable-next-line assembly
    function _write(StoredSession storage s, SessionTerms memory terms, uint256 deposit, uint256 places) private {
        uint256 times = block.timestamp | (terms.maxDuration << 40) | (uint256(_disputeWindow) << 72);
        uint256 payer = uint256(uint160(msg.sender)) | (times << 160);
        uint256 payee = uint256(uint160(terms.host)) | (terms.pricePerToken << 160);
        uint256 state = uint256(SessionStatus.Active) | (deposit << 8) | (terms.proofInterval << 104)
            | (_pausedTotal() << 144) | (places << 176);
        assembly ("memory-safe") {
            sstore(s.slot, payer)
            sstore(add(s.slot, 1), payee)
            sstore(add(s.slot, 2), state)
        }
    }
}
