// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IAccountIntegration} from "./IAccountIntegration.sol";
import {IPromptJobs} from "./IPromptJobs.sol";

/// @title Keys that act for a wallet, within a scope, a budget and a time
// A block's producer can shift the time by seconds; a key then works that much longer or shorter.
// slither-disable-start timestamp
abstract contract SessionKeys is IAccountIntegration {
    uint256 public constant MAX_KEY_DURATION = 30 days;
    uint256 public constant MAX_SELECTORS = 8;
    uint256 public constant MAX_BUDGET = type(uint96).max;

    struct StoredKey {
        uint40 expires; // zero: no such key
        uint8 selectorCount;
        uint96 budget; // what is left
        bytes32 selectors; // packed from the left
    }

    /// @dev By the wallet last: so the place of a record counts as the wallet's own (ERC-7562), and bundlers let it be
    /// looked at while an operation of the wallet is validated.
    mapping(address key => mapping(address wallet => StoredKey)) private _keys;

    // ------------------------------------------------------------------ naming and forgetting

    /// @inheritdoc IAccountIntegration
    function addSessionKey(address key, uint256 expires) external {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = IPromptJobs.claimJob.selector;
        _addKey(key, expires, selectors, 0);
    }

    /// @inheritdoc IAccountIntegration
    function addScopedSessionKey(address key, uint256 expires, bytes4[] calldata selectors, uint256 budget) external {
        _addKey(key, expires, selectors, budget);
    }

    /// @inheritdoc IAccountIntegration
    function revokeSessionKey(address key) external {
        // Verify
        if (_keys[key][msg.sender].expires == 0) revert UnknownSessionKey(msg.sender, key);

        // Effects
        delete _keys[key][msg.sender];

        // Events
        emit SessionKeyRevoked(msg.sender, key);
    }

    /// @inheritdoc IAccountIntegration
    function chargeSessionKey(address key, bytes4 selector, uint256 amount) external returns (uint256 validUntil) {
        // Verify
        StoredKey storage k = _keys[key][msg.sender];
        if (k.expires == 0 || !_inScope(k, selector) || amount > k.budget) return 0;

        // Effects, events
        _charge(k, msg.sender, key, selector, amount);
        return k.expires;
    }

    // ------------------------------------------------------------------ views

    /// @inheritdoc IAccountIntegration
    function isValidSessionKey(address wallet, address key) public view returns (bool) {
        uint256 expires = _keys[key][wallet].expires;
        return expires != 0 && block.timestamp <= expires;
    }

    /// @inheritdoc IAccountIntegration
    function getSessionKey(address wallet, address key)
        external
        view
        returns (uint256 expires, uint256 budget, bytes4[] memory selectors)
    {
        StoredKey storage k = _keys[key][wallet];
        (expires, budget) = (k.expires, k.budget);
        selectors = new bytes4[](k.selectorCount);
        for (uint256 i; i < selectors.length; ++i) {
            selectors[i] = bytes4(k.selectors << (32 * i));
        }
    }

    // ------------------------------------------------------------------ use

    /// @dev The caller acts for a wallet. Errors in this order: InvalidSessionKey, SelectorNotAllowed, BudgetExceeded.
    function _useKey(address wallet, bytes4 selector, uint256 amount) internal {
        // Verify
        if (!isValidSessionKey(wallet, msg.sender)) revert InvalidSessionKey(wallet, msg.sender);
        StoredKey storage k = _keys[msg.sender][wallet];
        if (!_inScope(k, selector)) revert SelectorNotAllowed(selector);
        if (amount > k.budget) revert BudgetExceeded(amount, k.budget);

        // Effects, events
        _charge(k, wallet, msg.sender, selector, amount);
    }

    // ------------------------------------------------------------------ internal

    /// @dev Errors in the documented order.
    function _addKey(address key, uint256 expires, bytes4[] memory selectors, uint256 budget) private {
        // Verify
        if (key == address(0)) revert ZeroAddress();
        if (expires <= block.timestamp) revert ExpiryInPast(expires);
        uint256 latest = block.timestamp + MAX_KEY_DURATION;
        if (expires > latest) revert ExpiryTooFar(expires, latest);
        uint256 count = selectors.length;
        if (count == 0 || count > MAX_SELECTORS) revert InvalidSelectorCount(count, MAX_SELECTORS);
        if (budget > MAX_BUDGET) revert BudgetAboveMaximum(budget, MAX_BUDGET);

        // Effects
        _keys[key][msg.sender] = StoredKey(uint40(expires), uint8(count), uint96(budget), _packed(selectors));

        // Events
        emit SessionKeyAdded(msg.sender, key, expires, selectors, budget);
    }

    /// @dev The first in the highest four bytes. There are at most eight.
    function _packed(bytes4[] memory selectors) private pure returns (bytes32 packed) {
        for (uint256 i; i < selectors.length; ++i) {
            packed |= bytes32(selectors[i]) >> (32 * i);
        }
    }

    function _charge(StoredKey storage k, address wallet, address key, bytes4 selector, uint256 amount) private {
        k.budget -= uint96(amount);
        emit SessionKeyUsed(wallet, key, selector, amount);
    }

    function _inScope(StoredKey storage k, bytes4 selector) private view returns (bool) {
        (uint256 count, bytes32 packed) = (k.selectorCount, k.selectors);
        for (uint256 i; i < count; ++i) {
            if (bytes4(packed << (32 * i)) == selector) return true;
        }
        return false;
    }
}
// slither-disable-end timestamp
