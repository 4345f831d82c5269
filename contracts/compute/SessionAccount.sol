// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.28;

import {BaseAccount} from "@account-abstraction/contracts/core/BaseAccount.sol";
import {SIG_VALIDATION_FAILED, SIG_VALIDATION_SUCCESS} from "@account-abstraction/contracts/core/Helpers.sol";
import {IEntryPoint} from "@account-abstraction/contracts/interfaces/IEntryPoint.sol";
import {PackedUserOperation} from "@account-abstraction/contracts/interfaces/PackedUserOperation.sol";
import {UserOperationLib} from "@account-abstraction/contracts/core/UserOperationLib.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {AccountIntegration} from "./AccountIntegration.sol";

/// @title A smart account of one owner, whose session keys can use the marketplace
/// @notice An operation that the owner signed may do anything. One that a session key signed may call a function of the
/// marketplace that is in the key's scope, and what it costs, gas included, is taken from the key's budget.
contract SessionAccount is BaseAccount {
    using UserOperationLib for PackedUserOperation;

    // The style guide writes what is fixed for ever in capitals.
    // slither-disable-start naming-convention
    IEntryPoint private immutable ENTRY_POINT;
    AccountIntegration public immutable INTEGRATION;
    address public immutable OWNER;
    // slither-disable-end naming-convention

    error Unauthorized(address caller);
    error ZeroAddress();

    /// @param entryPoint_ The EntryPoint that runs operations.
    /// @param integration Where session keys are kept.
    /// @param owner Who may do anything. Error for a zero address: ZeroAddress.
    constructor(IEntryPoint entryPoint_, AccountIntegration integration, address owner) {
        if (address(entryPoint_) == address(0) || address(integration) == address(0)) revert ZeroAddress();
        if (owner == address(0)) revert ZeroAddress();
        (ENTRY_POINT, INTEGRATION, OWNER) = (entryPoint_, integration, owner);
    }

    /// @notice Takes coin: refunds, payments, and what operations need.
    receive() external payable {}

    /// @inheritdoc BaseAccount
    function entryPoint() public view override returns (IEntryPoint) {
        return ENTRY_POINT;
    }

    /// @dev Error: Unauthorized.
    function _requireForExecute() internal view override {
        if (msg.sender != address(ENTRY_POINT) && msg.sender != OWNER) revert Unauthorized(msg.sender);
    }

    /// @dev The library refuses lengths other than 65, s in the upper half, v other than 27 and 28, and signer zero.
    function _validateSignature(PackedUserOperation calldata operation, bytes32 operationHash)
        internal
        override
        returns (uint256 validationData)
    {
        // The third value only explains a fault further.
        // slither-disable-next-line unused-return
        (address signer, ECDSA.RecoverError fault,) = ECDSA.tryRecoverCalldata(operationHash, operation.signature);
        if (fault != ECDSA.RecoverError.NoError) return SIG_VALIDATION_FAILED;
        if (signer == OWNER) return SIG_VALIDATION_SUCCESS;
        uint256 validUntil = _charge(signer, operation);
        return validUntil == 0 ? SIG_VALIDATION_FAILED : validUntil << 160;
    }

    /// @dev Last second in which the key may do this; zero if it may not. The time itself is the EntryPoint's to check.
    function _charge(address key, PackedUserOperation calldata operation) private returns (uint256) {
        bytes calldata data = operation.callData;
        if (data.length < 4 || bytes4(data[:4]) != this.execute.selector) return 0;
        (address target, uint256 value, bytes memory inner) = abi.decode(data[4:], (address, uint256, bytes));
        if (target != address(INTEGRATION.MARKETPLACE()) || inner.length < 4) return 0;
        uint256 cost = operation.paymasterAndData.length == 0 ? _gasCost(operation) : 0;
        if (value > type(uint128).max || cost > type(uint128).max) return 0;
        return INTEGRATION.chargeSessionKey(key, bytes4(inner), value + cost);
    }

    /// @dev The most that the EntryPoint can take for an operation without paymaster.
    function _gasCost(PackedUserOperation calldata operation) private pure returns (uint256) {
        uint256 gas = operation.unpackVerificationGasLimit() + operation.unpackCallGasLimit();
        uint256 all = gas + operation.preVerificationGas;
        uint256 price = operation.unpackMaxFeePerGas();
        return all > type(uint120).max || price > type(uint120).max ? type(uint256).max : all * price;
    }
}
