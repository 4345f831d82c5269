// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Tester} from "./Tester.sol";

/// @title The property contracts under Echidna, in property mode
contract EchidnaAdapter is Tester {
    constructor() payable {}

    function echidna_SES_CON_01() public view returns (bool) {
        return property_SES_CON_01();
    }

    function echidna_SES_CON_02() public view returns (bool) {
        return property_SES_CON_02();
    }

    function echidna_SES_CON_03() public view returns (bool) {
        return property_SES_CON_03();
    }

    function echidna_SES_CON_04() public view returns (bool) {
        return property_SES_CON_04();
    }

    function echidna_SES_CON_05() public view returns (bool) {
        return property_SES_CON_05();
    }

    function echidna_SES_CON_06() public view returns (bool) {
        return property_SES_CON_06();
    }

    function echidna_SES_CON_07() public view returns (bool) {
        return property_SES_CON_07();
    }

    function echidna_SES_ACC_01() public view returns (bool) {
        return property_SES_ACC_01();
    }

    function echidna_SES_ACC_02() public view returns (bool) {
        return property_SES_ACC_02();
    }

    function echidna_SES_SEQ_01() public view returns (bool) {
        return property_SES_SEQ_01();
    }

    function echidna_SES_SEQ_02() public view returns (bool) {
        return property_SES_SEQ_02();
    }

    function echidna_SES_SEQ_03() public view returns (bool) {
        return property_SES_SEQ_03();
    }

    function echidna_SES_TIM_01() public view returns (bool) {
        return property_SES_TIM_01();
    }

    function echidna_SES_TIM_02() public view returns (bool) {
        return property_SES_TIM_02();
    }

    function echidna_SES_TIM_03() public view returns (bool) {
        return property_SES_TIM_03();
    }

    function echidna_SES_TIM_04() public view returns (bool) {
        return property_SES_TIM_04();
    }

    function echidna_SES_LIV_01() public view returns (bool) {
        return property_SES_LIV_01();
    }

    function echidna_SES_LIV_02() public view returns (bool) {
        return property_SES_LIV_02();
    }

    function echidna_SES_LIV_03() public view returns (bool) {
        return property_SES_LIV_03();
    }

    function echidna_SES_ARI_01() public view returns (bool) {
        return property_SES_ARI_01();
    }

    function echidna_SES_ARI_02() public view returns (bool) {
        return property_SES_ARI_02();
    }

    function echidna_SES_ARI_03() public view returns (bool) {
        return property_SES_ARI_03();
    }

    function echidna_SES_ARI_04() public view returns (bool) {
        return property_SES_ARI_04();
    }

    function echidna_SES_ARI_05() public view returns (bool) {
        return property_SES_ARI_05();
    }

    function echidna_SES_GOV_01() public view returns (bool) {
        return property_SES_GOV_01();
    }

    function echidna_SES_GOV_02() public view returns (bool) {
        return property_SES_GOV_02();
    }

    function echidna_SES_GOV_03() public view returns (bool) {
        return property_SES_GOV_03();
    }

    function echidna_JOB_CON_01() public view returns (bool) {
        return property_JOB_CON_01();
    }

    function echidna_JOB_CON_02() public view returns (bool) {
        return property_JOB_CON_02();
    }

    function echidna_JOB_CON_03() public view returns (bool) {
        return property_JOB_CON_03();
    }

    function echidna_JOB_CON_04() public view returns (bool) {
        return property_JOB_CON_04();
    }

    function echidna_JOB_CON_05() public view returns (bool) {
        return property_JOB_CON_05();
    }

    function echidna_JOB_ACC_01() public view returns (bool) {
        return property_JOB_ACC_01();
    }

    function echidna_JOB_ACC_02() public view returns (bool) {
        return property_JOB_ACC_02();
    }

    function echidna_JOB_ACC_03() public view returns (bool) {
        return property_JOB_ACC_03();
    }

    function echidna_JOB_ACC_04() public view returns (bool) {
        return property_JOB_ACC_04();
    }

    function echidna_JOB_ACC_05() public view returns (bool) {
        return property_JOB_ACC_05();
    }

    function echidna_JOB_SEQ_01() public view returns (bool) {
        return property_JOB_SEQ_01();
    }

    function echidna_JOB_SEQ_02() public view returns (bool) {
        return property_JOB_SEQ_02();
    }

    function echidna_JOB_SEQ_03() public view returns (bool) {
        return property_JOB_SEQ_03();
    }

    function echidna_JOB_TIM_01() public view returns (bool) {
        return property_JOB_TIM_01();
    }

    function echidna_JOB_TIM_02() public view returns (bool) {
        return property_JOB_TIM_02();
    }

    function echidna_JOB_ARI_01() public view returns (bool) {
        return property_JOB_ARI_01();
    }

    function echidna_JOB_GOV_01() public view returns (bool) {
        return property_JOB_GOV_01();
    }

    function echidna_JOB_GOV_02() public view returns (bool) {
        return property_JOB_GOV_02();
    }

    function echidna_JOB_GOV_03() public view returns (bool) {
        return property_JOB_GOV_03();
    }
}

/// @title The same in assertion mode: the call that breaks a property fails an assertion
contract EchidnaAssertions is Tester {
    constructor() payable {}

    function _onBroken(uint8) internal pure override {
        assert(false);
    }
}
