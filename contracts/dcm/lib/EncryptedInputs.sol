// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FheType} from "@fhevm/solidity/lib/FheType.sol";

/// @notice Why an encrypted input without a proof is refused, in the names that the FHE host and its library use.
interface EncryptedInputErrors {
    error SenderNotAllowedToUseHandle(bytes32 handle, address sender);
    error InvalidType();
}

/// @title What the FHE library leaves unchecked about an input without a proof
/// @notice With an empty proof a sender may pass a ciphertext it is already allowed. The library then asks the host
/// neither for the ciphertext's type, so that a wrong one would make a later step revert for ever, nor anything about
/// the handle zero, for which it encrypts a zero that every job shares and that no user is ever granted.
library EncryptedInputs {
    /// @notice Refuses the handle zero and a handle of another type than `expected`, if `proof` is empty.
    /// @dev Errors in this order: SenderNotAllowedToUseHandle, InvalidType. Byte 30 of a handle is its type.
    function verify(bytes32 handle, bytes calldata proof, FheType expected) internal view {
        if (proof.length != 0) return;
        if (handle == 0) revert EncryptedInputErrors.SenderNotAllowedToUseHandle(handle, msg.sender);
        if (uint8(handle[30]) != uint8(expected)) revert EncryptedInputErrors.InvalidType();
    }
}
