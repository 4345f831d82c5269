// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ReentrancyGuard} from "@openzeppelin/contracts/utils/ReentrancyGuard.sol";
import {TokenCalls} from "../payments/TokenCalls.sol";
import {IHostEarnings} from "./IHostEarnings.sol";
import {MarketplaceLink} from "./MarketplaceLink.sol";

/// @title Earnings of hosts, until they withdraw them
/// @notice What is booked has arrived with the booking. So each asset held here is at least the sum of what hosts can
/// withdraw of it, and a host's or a token's refusal concerns nobody else. Amounts are in units of the asset.
contract HostEarnings is IHostEarnings, MarketplaceLink, ReentrancyGuard {
    /// @dev The sum of the coin lies in one slot with the marketplace's address, which every booking reads. All the
    /// coin that exists fits.
    uint96 private _totalCoin;
    mapping(address token => uint256 amount) private _totalTokens;
    mapping(address host => mapping(address token => uint256 amount)) private _earnings;

    // ------------------------------------------------------------------ booking

    /// @inheritdoc IHostEarnings
    function creditEarnings(address host, uint256 amount, address token) external payable onlyMarketplace {
        // Verify
        uint256 expected = token == address(0) ? amount : 0;
        if (msg.value != expected) revert ValueMismatch(msg.value, expected);

        // Payments
        uint256 received = token == address(0) ? amount : _pull(token, amount);
        if (received == 0) return;

        // Effects
        _earnings[host][token] += received;
        if (token == address(0)) _totalCoin += uint96(received);
        else _totalTokens[token] += received;

        // Events
        emit EarningsCredited(host, token, received);
    }

    // ------------------------------------------------------------------ withdrawing

    /// @inheritdoc IHostEarnings
    function withdraw() external nonReentrant {
        _withdrawAll(address(0), msg.sender);
    }

    /// @inheritdoc IHostEarnings
    function withdrawTo(address to) external nonReentrant {
        if (to == address(0)) revert InvalidRecipient();
        _withdrawAll(address(0), to);
    }

    /// @inheritdoc IHostEarnings
    function withdrawToken(address token) external nonReentrant {
        _withdrawAll(token, msg.sender);
    }

    /// @inheritdoc IHostEarnings
    function withdrawTokenTo(address token, address to) external nonReentrant {
        if (to == address(0)) revert InvalidRecipient();
        _withdrawAll(token, to);
    }

    /// @inheritdoc IHostEarnings
    function withdrawAmount(uint256 amount, address token) external nonReentrant {
        // Verify
        if (amount == 0) revert ZeroAmount();
        require(_earnings[msg.sender][token] >= amount, "Insufficient balance");

        // Effects, payments, events
        _withdraw(token, msg.sender, amount);
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IHostEarnings
    function getEarnings(address host, address token) external view returns (uint256) {
        return _earnings[host][token];
    }

    /// @inheritdoc IHostEarnings
    function totalEarnings(address token) external view returns (uint256) {
        return token == address(0) ? _totalCoin : _totalTokens[token];
    }

    // ------------------------------------------------------------------ internal

    /// @dev Guarded, so that no withdrawal of the same token can be mixed into the measurement. Error: TokenPullFailed.
    function _pull(address token, uint256 amount) private nonReentrant returns (uint256 received) {
        bool success;
        (success, received) = TokenCalls.tryPull(token, msg.sender, amount);
        if (!success) revert TokenPullFailed(token);
    }

    /// @dev Errors: NothingToWithdraw or NothingToWithdrawToken, then those of `_withdraw`.
    function _withdrawAll(address token, address to) private {
        // Verify
        uint256 amount = _earnings[msg.sender][token];
        if (amount == 0) {
            if (token == address(0)) revert NothingToWithdraw(msg.sender);
            revert NothingToWithdrawToken(token, msg.sender);
        }

        // Effects, payments, events
        _withdraw(token, to, amount);
    }

    /// @dev Errors: WithdrawalFailed or TokenWithdrawalFailed.
    function _withdraw(address token, address to, uint256 amount) private {
        // Effects
        _earnings[msg.sender][token] -= amount;
        if (token == address(0)) _totalCoin -= uint96(amount);
        else _totalTokens[token] -= amount;

        // Payments
        if (token == address(0)) {
            if (!_send(to, amount)) revert WithdrawalFailed(to, amount);
        } else if (!TokenCalls.tryTransfer(token, to, amount, gasleft())) {
            revert TokenWithdrawalFailed(token, to, amount);
        }

        // Events
        emit EarningsWithdrawn(msg.sender, token, to, amount);
    }

    /// @dev Assembly, because a Solidity call copies the return data of the payee into memory at our expense.
    // The reason stands above; nothing is written outside of the result.
    // slither-disable-next-line assembly
    function _send(address to, uint256 amount) private returns (bool success) {
        assembly ("memory-safe") {
            success := call(gas(), to, amount, 0, 0, 0, 0)
        }
    }
}
