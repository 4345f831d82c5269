// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {EmbeddedCode} from "../../generated/compute/Code.sol";
import {UnclampedHandlers} from "../UnclampedHandlers.sol";

/// @title The property contracts for engines that deploy one contract and call its functions
/// @notice Needs no file and no argument: the bytecode under test is in the generated contract. Everything is set up by
/// the constructor, on any chain id.
abstract contract Tester is UnclampedHandlers, EmbeddedCode {
    constructor() payable {
        _prepareEngine();
        _setUpMarket();
        _setUpScene();
    }

    /// @dev What an engine needs before anything is deployed.
    function _prepareEngine() internal virtual {}

    // Engines that choose functions evenly carry lives on more often by having more of these.

    function carry_on_again(uint256 seed) public {
        carry_on(seed);
    }

    function carry_on_further(uint256 seed) public {
        carry_on(seed);
    }

    /// @dev Several steps at once.
    function carry_on_twice(uint256 seed) public {
        carry_on(seed);
        carry_on(_mix(seed, 110));
    }

    function carry_on_and_on(uint256 seed) public {
        for (uint256 i; i < 4; ++i) {
            carry_on(_mix(seed, 111 + i));
        }
    }

    function carry_on_to_the_end(uint256 seed) public {
        carry_on_and_on(seed);
    }
}
