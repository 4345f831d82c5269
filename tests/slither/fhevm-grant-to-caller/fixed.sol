// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

contract GrantToCallerFixed {
    mapping(uint256 id => euint64 secret) private _records;
    mapping(uint256 id => address owner) private _owners;
    euint64 private _reserve;
    address private immutable _OPERATOR = msg.sender;

    modifier onlyOwnerOf(uint256 id) {
        require(msg.sender == _owners[id], "not the owner");
        _;
    }

    function store(uint256 id, externalEuint64 input, bytes calldata proof) external {
        require(_owners[id] == address(0), "taken");
        _owners[id] = msg.sender;
        _records[id] = FHE.fromExternal(input, proof);
        FHE.allowThis(_records[id]);
    }

    function share(uint256 id, address reader) external onlyOwnerOf(id) {
        FHE.allow(_records[id], reader);
    }

    function peek(uint256 id) external returns (euint64 shifted) {
        require(FHE.isSenderAllowed(_records[id]), "not allowed");
        shifted = FHE.xor(_records[id], 1);
        FHE.allowTransient(shifted, msg.sender);
    }

    function publish() external {
        require(msg.sender == _OPERATOR, "not the operator");
        FHE.makePubliclyDecryptable(_reserve);
    }
}
