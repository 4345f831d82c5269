// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Tester} from "./Tester.sol";

/// @title The property contracts under Medusa
/// @notice Medusa's property mode asks every function whose name starts with `property_`.
contract MedusaTester is Tester {
    constructor() payable {}
}

/// @title The same in assertion mode: the call that breaks a property fails an assertion
contract MedusaAssertions is MedusaTester {
    constructor() payable {}

    function _onBroken(uint8) internal pure override {
        assert(false);
    }
}
