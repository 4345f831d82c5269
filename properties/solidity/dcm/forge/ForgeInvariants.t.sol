// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Campaign} from "../../Campaign.sol";
import {forgeVm} from "../../ForgeVm.sol";
import {ExactHandlers} from "../Exact.sol";

/// @title The property contracts of the dataset marketplace under forge
contract ForgeInvariants is ExactHandlers, Campaign {
    function _begin() internal override {
        _setUpMarket();
        _setUpScene();
    }

    function _setGasPrice(uint256 price) internal override {
        forgeVm.txGasPrice(price);
    }

    /// @dev Every third call carries a life on, so that late states are reached.
    function _handlers() internal pure override returns (bytes4[] memory selectors) {
        bytes4[43] memory all = [
            this.commit_dataset.selector,
            this.delete_dataset.selector,
            this.set_dataset_description.selector,
            this.submit_request.selector,
            this.submit_request_with_gas_price.selector,
            this.accept_request.selector,
            this.reject_request.selector,
            this.cancel_request.selector,
            this.top_up_allowance.selector,
            this.request_payout.selector,
            this.reclaim_stalled.selector,
            this.set_direct_consent.selector,
            this.open_job.selector,
            this.push_row.selector,
            this.finalize.selector,
            this.close_direct_job.selector,
            this.withdraw.selector,
            this.withdraw_to.selector,
            this.set_payment_threshold.selector,
            this.set_default_max_gas_price.selector,
            this.change_mood.selector,
            this.pass_time.selector,
            this.any_set_job_manager.selector,
            this.any_commit_dataset.selector,
            this.any_delete_dataset.selector,
            this.any_set_dataset_description.selector,
            this.any_submit_request.selector,
            this.any_submit_request_with_gas_price.selector,
            this.any_accept_request.selector,
            this.any_reject_request.selector,
            this.any_cancel_request.selector,
            this.any_top_up_allowance.selector,
            this.any_request_payout.selector,
            this.any_reclaim_stalled.selector,
            this.any_set_direct_consent.selector,
            this.any_open_job.selector,
            this.any_push_row.selector,
            this.any_finalize.selector,
            this.any_close_direct_job.selector,
            this.any_withdraw.selector,
            this.any_withdraw_to.selector,
            this.any_set_payment_threshold.selector,
            this.any_set_default_max_gas_price.selector
        ];
        selectors = new bytes4[](all.length + all.length / 2);
        for (uint256 i; i < selectors.length; ++i) {
            selectors[i] = i < all.length ? all[i] : this.carry_on.selector;
        }
    }
}
