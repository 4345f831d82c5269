// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";
import {ERC20Votes} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Votes.sol";
import {Nonces} from "@openzeppelin/contracts/utils/Nonces.sol";

/// @title FAB: what hosts stake and models are voted with
/// @notice A fixed supply of 1,000,000 FAB (18 decimals), all of it minted at deployment. Votes are counted by block.
contract FabToken is ERC20, ERC20Permit, ERC20Votes {
    /// @notice All FAB there will ever be, in FAB wei.
    uint256 public constant TOTAL_SUPPLY = 1_000_000e18;

    /// @param holder Who gets the whole supply. Error: ERC20InvalidReceiver for address zero.
    constructor(address holder) ERC20("Fabstir", "FAB") ERC20Permit("Fabstir") {
        _mint(holder, TOTAL_SUPPLY);
    }

    /// @notice The next nonce of a permit or a delegation by signature.
    function nonces(address owner) public view override(ERC20Permit, Nonces) returns (uint256) {
        return super.nonces(owner);
    }

    function _update(address from, address to, uint256 value) internal override(ERC20, ERC20Votes) {
        super._update(from, to, value);
    }
}
