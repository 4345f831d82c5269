// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Payments} from "../payments/Payments.sol";
import {IAccountIntegration, PaymentStream} from "./IAccountIntegration.sol";

/// @title Coin that a recipient earns second by second, and fetches
// A block's producer can shift the time by seconds, for which what vests is shifted too.
// slither-disable-start timestamp
abstract contract PaymentStreams is IAccountIntegration, Payments {
    uint256 public constant MAX_STREAM = type(uint96).max;
    uint256 public constant MAX_STREAM_DURATION = 3650 days;

    struct StoredStream {
        address from; // zero: no such stream
        uint96 total;
        // second slot
        address to;
        uint96 withdrawn;
        // third slot
        uint40 start;
        uint40 duration;
        bool cancelled;
    }

    mapping(uint256 streamId => StoredStream stream) private _streams;

    /// @inheritdoc IAccountIntegration
    uint256 public totalStreamed;
    /// @inheritdoc IAccountIntegration
    uint256 public nextStreamId = 1;

    /// @inheritdoc IAccountIntegration
    function createPaymentStream(address to, uint256 total, uint256 duration)
        external
        payable
        returns (uint256 streamId)
    {
        // Verify
        if (to == address(0)) revert ZeroAddress();
        if (total == 0) revert ZeroAmount();
        if (msg.value != total) revert ValueMismatch(msg.value, total);
        if (total > MAX_STREAM) revert AmountAboveMaximum(total, MAX_STREAM);
        if (duration == 0 || duration > MAX_STREAM_DURATION) revert InvalidDuration(duration);

        // Effects
        streamId = nextStreamId++;
        _streams[streamId] =
            StoredStream(msg.sender, uint96(total), to, 0, uint40(block.timestamp), uint40(duration), false);
        totalStreamed += total;

        // Events
        emit StreamCreated(streamId, msg.sender, to, total, duration);
    }

    /// @inheritdoc IAccountIntegration
    // Zero stands for "nothing"; every other amount is paid.
    // slither-disable-next-line incorrect-equality
    function withdrawFromStream(uint256 streamId) external nonReentrant {
        // Verify
        StoredStream storage s = _knownStream(streamId);
        if (msg.sender != s.to) revert NotStreamRecipient(streamId, msg.sender);
        uint256 vested = _vested(s);
        uint256 amount = vested - s.withdrawn;
        if (amount == 0) revert NothingVested(streamId);

        // Effects
        s.withdrawn = uint96(vested);
        totalStreamed -= amount;

        // Payments
        _pay(msg.sender, amount);

        // Events
        emit StreamWithdrawn(streamId, amount);
    }

    /// @inheritdoc IAccountIntegration
    // Zero stands for "nothing"; every other amount is paid.
    // slither-disable-next-line incorrect-equality
    function cancelPaymentStream(uint256 streamId) external nonReentrant {
        // Verify
        StoredStream storage s = _knownStream(streamId);
        if (msg.sender != s.from) revert NotStreamPayer(streamId, msg.sender);
        uint256 vested = _vested(s);
        uint256 refund = s.total - vested;
        if (s.cancelled || refund == 0) revert StreamEnded(streamId);

        // Effects
        (s.total, s.cancelled) = (uint96(vested), true);
        totalStreamed -= refund;

        // Payments
        _pay(msg.sender, refund);

        // Events
        emit StreamCancelled(streamId, vested, refund);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IAccountIntegration
    function getStream(uint256 streamId) external view returns (PaymentStream memory stream) {
        StoredStream storage s = _streams[streamId];
        (stream.from, stream.to, stream.totalAmount) = (s.from, s.to, s.total);
        (stream.startTime, stream.duration, stream.withdrawn) = (s.start, s.duration, s.withdrawn);
        stream.active = s.from != address(0) && !s.cancelled;
    }

    /// @inheritdoc IAccountIntegration
    function vestedAmount(uint256 streamId) external view returns (uint256) {
        return _vested(_streams[streamId]);
    }

    // ------------------------------------------------------------------ internal

    /// @dev Error: StreamNotFound.
    function _knownStream(uint256 streamId) private view returns (StoredStream storage s) {
        s = _streams[streamId];
        if (s.from == address(0)) revert StreamNotFound(streamId);
    }

    /// @dev In proportion to the time, rounded down.
    function _vested(StoredStream storage s) private view returns (uint256) {
        uint256 elapsed = block.timestamp - s.start;
        if (s.cancelled || elapsed >= s.duration) return s.total;
        return (uint256(s.total) * elapsed) / s.duration;
    }
}
// slither-disable-end timestamp
