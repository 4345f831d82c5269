// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

/// The check stands in a modifier or a helper, the caller is a contract that is known, or the handle is only looked at.
contract UnprovenHandleInnocent {
    address private immutable _TOKEN;
    mapping(address owner => euint64 balance) private _balances;

    constructor(address token) {
        _TOKEN = token;
    }

    modifier onlyAllowed(euint64 handle) {
        require(FHE.isSenderAllowed(handle), "not yours");
        _;
    }

    function deposit(euint64 amount) external onlyAllowed(amount) {
        _book(msg.sender, amount);
    }

    function onTokens(address from, euint64 amount) external {
        if (msg.sender != _TOKEN) revert("not the token");
        _book(from, amount);
    }

    function adjust(externalEuint64 input, bytes calldata proof) external {
        _book(msg.sender, _checked(FHE.fromExternal(input, proof)));
    }

    function isMine(euint64 amount) external view returns (bool) {
        return FHE.isSenderAllowed(amount);
    }

    function _checked(euint64 amount) private view returns (euint64) {
        require(FHE.isSenderAllowed(amount), "not yours");
        return amount;
    }

    function _book(address owner, euint64 amount) private {
        _balances[owner] = FHE.max(_balances[owner], amount);
        FHE.allowThis(_balances[owner]);
        FHE.allow(_balances[owner], owner);
    }
}
