// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

contract GrantToCallerVulnerable {
    mapping(uint256 id => euint64 secret) private _records;
    euint64 private _reserve;
    uint256 private immutable _END = block.timestamp + 1 days;

    function store(uint256 id, externalEuint64 input, bytes calldata proof) external {
        _records[id] = FHE.fromExternal(input, proof);
        FHE.allowThis(_records[id]);
    }

    function share(uint256 id, address reader) external {
        require(reader != address(0), "no reader");
        FHE.allow(_records[id], reader);
    }

    function peek(uint256 id) external returns (euint64 shifted) {
        shifted = FHE.xor(_records[id], 1);
        FHE.allowTransient(shifted, msg.sender);
    }

    function bid(externalEuint64 input, bytes calldata proof) external {
        require(block.timestamp < _END, "closed");
        _reserve = FHE.max(_reserve, FHE.fromExternal(input, proof));
        FHE.allowThis(_reserve);
        FHE.allow(_reserve, msg.sender);
    }

    function publish() external {
        FHE.makePubliclyDecryptable(_reserve);
    }
}
