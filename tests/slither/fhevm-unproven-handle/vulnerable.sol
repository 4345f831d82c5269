// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {FHE, euint64, externalEuint64} from "@fhevm/solidity/lib/FHE.sol";

contract UnprovenHandleVulnerable {
    mapping(address owner => euint64 balance) private _balances;

    function deposit(euint64 amount) external {
        require(FHE.isInitialized(amount), "empty");
        _balances[msg.sender] = FHE.add(_balances[msg.sender], FHE.min(amount, 1000));
        FHE.allowThis(_balances[msg.sender]);
        FHE.allow(_balances[msg.sender], msg.sender);
    }

    function depositAll(euint64[] calldata amounts) external {
        require(amounts.length <= 4, "too many");
        for (uint256 i; i < amounts.length; ++i) {
            _balances[msg.sender] = FHE.max(_balances[msg.sender], amounts[i]);
        }
        FHE.allowThis(_balances[msg.sender]);
        FHE.allow(_balances[msg.sender], msg.sender);
    }

    function skipProof(externalEuint64 input) external {
        euint64 amount = euint64.wrap(externalEuint64.unwrap(input));
        _balances[msg.sender] = FHE.max(_balances[msg.sender], amount);
        FHE.allowThis(_balances[msg.sender]);
        FHE.allow(_balances[msg.sender], msg.sender);
    }

    function keep(bytes32 handle) external {
        euint64 value = euint64.wrap(handle);
        FHE.allow(value, msg.sender);
    }
}
