// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64} from "@fhevm/solidity/lib/FHE.sol";

contract DecryptionCallbackFixed {
    mapping(uint256 id => euint64 amount) private _claims;
    mapping(uint256 id => address owner) private _owners;
    mapping(uint256 id => bool isPending) private _pending;

    function request(uint256 id) external {
        require(msg.sender == _owners[id], "not the owner");
        _pending[id] = true;
        FHE.makePubliclyDecryptable(_claims[id]);
    }

    function finish(uint256 id, bytes calldata clear, bytes calldata proof) external {
        require(_pending[id], "not pending");
        _pending[id] = false;
        bytes32[] memory handles = new bytes32[](1);
        handles[0] = FHE.toBytes32(_claims[id]);
        FHE.checkSignatures(handles, clear, proof);
        payable(_owners[id]).transfer(abi.decode(clear, (uint64)));
    }
}
