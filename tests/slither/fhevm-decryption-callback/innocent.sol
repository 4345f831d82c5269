// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64} from "@fhevm/solidity/lib/FHE.sol";

/// A result that is only written down may be written again; a request that is deleted is answered once.
contract DecryptionCallbackInnocent {
    struct Claim {
        address owner;
        euint64 amount;
    }

    euint64 private _sum;
    uint64 private _clearSum;
    mapping(bytes32 handle => Claim claim) private _claims;

    event Revealed(uint64 sum);

    function revealSum(bytes calldata clear, bytes calldata proof) external {
        bytes32[] memory handles = new bytes32[](1);
        handles[0] = euint64.unwrap(_sum);
        FHE.checkSignatures(handles, clear, proof);
        _clearSum = abi.decode(clear, (uint64));
        emit Revealed(_clearSum);
    }

    function request(bytes32 handle) external {
        require(msg.sender == _claims[handle].owner, "not the owner");
        FHE.makePubliclyDecryptable(_claims[handle].amount);
    }

    function finish(bytes32 handle, bytes calldata clear, bytes calldata proof) external {
        Claim memory claim = _claims[handle];
        require(claim.owner != address(0), "no claim");
        delete _claims[handle];
        bytes32[] memory handles = new bytes32[](1);
        handles[0] = FHE.toBytes32(claim.amount);
        FHE.checkSignatures(handles, clear, proof);
        payable(claim.owner).transfer(abi.decode(clear, (uint64)));
    }
}
