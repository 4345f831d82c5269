// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

/// @title Calls of tokens that may do anything
/// @notice A call succeeds if the token has code, does not revert, and returns either nothing or true. Amounts are in
/// base units of the token. At most one word of what it returns is copied.
library TokenCalls {
    /// @notice Sends our own tokens, with at most `gasLimit` gas.
    function tryTransfer(address token, address to, uint256 amount, uint256 gasLimit) internal returns (bool) {
        return _try(token, abi.encodeCall(IERC20.transfer, (to, amount)), gasLimit);
    }

    /// @notice Allows `spender` exactly `amount` of our own tokens, with at most `gasLimit` gas.
    function tryApprove(address token, address spender, uint256 amount, uint256 gasLimit) internal returns (bool) {
        return _try(token, abi.encodeCall(IERC20.approve, (spender, amount)), gasLimit);
    }

    /// @notice Pulls `amount` from `from`.
    /// @return success Whether the call succeeded.
    /// @return received By how much our balance grew, and no more than `amount`: some tokens keep a fee, and what comes
    /// on top of the amount is nobody's deposit.
    function tryPull(address token, address from, uint256 amount) internal returns (bool success, uint256 received) {
        uint256 before = IERC20(token).balanceOf(address(this));
        success = _try(token, abi.encodeCall(IERC20.transferFrom, (from, address(this), amount)), gasleft());
        if (!success) return (false, 0);
        uint256 balance = IERC20(token).balanceOf(address(this));
        received = balance > before ? balance - before : 0;
        if (received > amount) received = amount;
    }

    /// @dev Assembly, because a Solidity call copies all of the return data into memory at our expense.
    // The reason stands above; only the scratch space is written.
    // slither-disable-next-line assembly
    function _try(address token, bytes memory data, uint256 gasLimit) private returns (bool success) {
        assembly ("memory-safe") {
            mstore(0, 0)
            success := call(gasLimit, token, 0, add(data, 32), mload(data), 0, 32)
            switch returndatasize()
            case 0 { success := and(success, iszero(iszero(extcodesize(token)))) }
            default { success := and(success, and(gt(returndatasize(), 31), eq(mload(0), 1))) }
        }
    }
}
