// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64} from "@fhevm/solidity/lib/FHE.sol";

contract DecryptionCallbackVulnerable {
    mapping(uint256 id => euint64 amount) private _claims;
    mapping(uint256 id => address owner) private _owners;
    uint64 private _revealed;

    function request(uint256 id) external {
        require(msg.sender == _owners[id], "not the owner");
        FHE.makePubliclyDecryptable(_claims[id]);
    }

    function finishAny(bytes32[] calldata handles, bytes calldata clear, bytes calldata proof) external {
        FHE.checkSignatures(handles, clear, proof);
        payable(msg.sender).transfer(abi.decode(clear, (uint64)));
    }

    function finishAgain(uint256 id, bytes calldata clear, bytes calldata proof) external {
        bytes32[] memory handles = new bytes32[](1);
        handles[0] = FHE.toBytes32(_claims[id]);
        FHE.checkSignatures(handles, clear, proof);
        payable(_owners[id]).transfer(abi.decode(clear, (uint64)));
    }

    function revealCallback(uint64 clear) external {
        _revealed = clear;
    }
}
