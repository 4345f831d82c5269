// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Tester} from "./Tester.sol";

/// @title The property contracts under Echidna, in property mode
/// @notice Echidna's configuration sets the chain id to 31337.
contract EchidnaAdapter is Tester {
    constructor() payable {}

    function echidna_DCM_CON_01() public view returns (bool) {
        return property_DCM_CON_01();
    }

    function echidna_DCM_CON_02() public view returns (bool) {
        return property_DCM_CON_02();
    }

    function echidna_DCM_CON_03() public view returns (bool) {
        return property_DCM_CON_03();
    }

    function echidna_DCM_CON_04() public view returns (bool) {
        return property_DCM_CON_04();
    }

    function echidna_DCM_CON_05() public view returns (bool) {
        return property_DCM_CON_05();
    }

    function echidna_DCM_CON_06() public view returns (bool) {
        return property_DCM_CON_06();
    }

    function echidna_DCM_ACC_01() public view returns (bool) {
        return property_DCM_ACC_01();
    }

    function echidna_DCM_ACC_02() public view returns (bool) {
        return property_DCM_ACC_02();
    }

    function echidna_DCM_SEQ_01() public view returns (bool) {
        return property_DCM_SEQ_01();
    }

    function echidna_DCM_SEQ_02() public view returns (bool) {
        return property_DCM_SEQ_02();
    }

    function echidna_DCM_SEQ_03() public view returns (bool) {
        return property_DCM_SEQ_03();
    }

    function echidna_DCM_SEQ_04() public view returns (bool) {
        return property_DCM_SEQ_04();
    }

    function echidna_DCM_SEQ_05() public view returns (bool) {
        return property_DCM_SEQ_05();
    }

    function echidna_DCM_TIM_01() public view returns (bool) {
        return property_DCM_TIM_01();
    }

    function echidna_DCM_TIM_02() public view returns (bool) {
        return property_DCM_TIM_02();
    }

    function echidna_DCM_PRI_01() public view returns (bool) {
        return property_DCM_PRI_01();
    }

    function echidna_DCM_PRI_02() public view returns (bool) {
        return property_DCM_PRI_02();
    }

    function echidna_DCM_PRI_03() public view returns (bool) {
        return property_DCM_PRI_03();
    }

    function echidna_DCM_PRI_05() public view returns (bool) {
        return property_DCM_PRI_05();
    }

    function echidna_DCM_LIV_01() public view returns (bool) {
        return property_DCM_LIV_01();
    }

    function echidna_DCM_LIV_02() public view returns (bool) {
        return property_DCM_LIV_02();
    }

    function echidna_DCM_LIV_03() public view returns (bool) {
        return property_DCM_LIV_03();
    }

    function echidna_DCM_LIV_04() public view returns (bool) {
        return property_DCM_LIV_04();
    }

    function echidna_DCM_ARI_01() public view returns (bool) {
        return property_DCM_ARI_01();
    }

    function echidna_DCM_ARI_02() public view returns (bool) {
        return property_DCM_ARI_02();
    }

    function echidna_DCM_ARI_03() public view returns (bool) {
        return property_DCM_ARI_03();
    }

    function echidna_DCM_ARI_04() public view returns (bool) {
        return property_DCM_ARI_04();
    }

    function echidna_DCM_ARI_05() public view returns (bool) {
        return property_DCM_ARI_05();
    }

    function echidna_DCM_ARI_06() public view returns (bool) {
        return property_DCM_ARI_06();
    }

    function echidna_DCM_ARI_07() public view returns (bool) {
        return property_DCM_ARI_07();
    }
}

/// @title The same in assertion mode: the call that breaks a property fails an assertion
contract EchidnaAssertions is Tester {
    constructor() payable {}

    function _onBroken(uint8) internal pure override {
        assert(false);
    }
}
