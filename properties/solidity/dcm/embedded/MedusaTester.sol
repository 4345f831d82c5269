// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Tester} from "./Tester.sol";

interface MedusaVm {
    function chainId(uint256 id) external;
}

/// @title The property contracts under Medusa
/// @notice Medusa's property mode asks every function whose name starts with `property_`.
contract MedusaTester is Tester {
    MedusaVm private constant MEDUSA = MedusaVm(0x7109709ECfa91a80626fF3989D68f67F5b1DD12D);

    constructor() payable {}

    /// @dev The FHE library finds its hosts by the chain id at deployment; later any will do.
    function _prepareEngine() internal override {
        if (block.chainid != 31337) MEDUSA.chainId(31337);
    }
}

/// @title The same in assertion mode: the call that breaks a property fails an assertion
contract MedusaAssertions is MedusaTester {
    constructor() payable {}

    function _onBroken(uint8) internal pure override {
        assert(false);
    }
}
