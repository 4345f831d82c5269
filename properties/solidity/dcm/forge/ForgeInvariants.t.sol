// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {forgeVm} from "../../ForgeVm.sol";
import {ExactHandlers} from "../Exact.sol";

/// @title The property contracts under forge
/// @notice One campaign for all properties: forge gives each invariant function one of its own, so there is only one.
/// Where the bytecode lies, and what to leave out, comes from the environment.
contract ForgeInvariants is ExactHandlers {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    /// @dev Bits of properties that are not asked for.
    uint256 private _ignored;

    /// @dev What was told before the first call of a replay.
    bytes private _scene;

    function setUp() public {
        _ignored = forgeVm.envUint("LOCKSTEP_IGNORED");
        bool isReplay = bytes(forgeVm.envString("LOCKSTEP_CALLS")).length != 0;
        if (isReplay) forgeVm.recordLogs();
        _setUpMarket();
        _setUpScene();
        if (isReplay) _scene = abi.encode(forgeVm.getRecordedLogs());
    }

    /// @dev Fails with the bits of the properties that are broken.
    function invariant_properties() public view {
        uint256 found = _broken & ~_ignored;
        if (found != 0) revert(forgeVm.toString(bytes32(found)));
    }

    /// @dev After each run: how often each property had something to say.
    function afterInvariant() public {
        string memory line = "";
        for (uint256 i; i < 64; ++i) {
            line = string.concat(line, forgeVm.toString(_exercised[i]), " ");
        }
        forgeVm.writeLine(forgeVm.envString("LOCKSTEP_EXERCISED"), line);
    }

    /// @dev The calls of a file, one after the other, and what handlers told of them: how a finding becomes a trace.
    function test_replay() public {
        string memory file = forgeVm.envString("LOCKSTEP_CALLS");
        bytes[] memory calls = abi.decode(forgeVm.readFileBinary(file), (bytes[]));
        for (uint256 i; i < calls.length; ++i) {
            (bool ok,) = address(this).call(calls[i]);
            assert(ok);
        }
        forgeVm.writeFileBinary(string.concat(file, ".told"), abi.encode(_scene, forgeVm.getRecordedLogs()));
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(this);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(this), _handlers());
    }

    /// @dev One account of nobody: forge charges the gas of a call to its sender, who might be a contract under test.
    function targetSenders() public pure returns (address[] memory senders) {
        senders = new address[](1);
        senders[0] = address(0x5e4de4);
    }

    function _code(string memory name) internal override returns (bytes memory) {
        return forgeVm.readFileBinary(string.concat(forgeVm.envString("LOCKSTEP_CODE"), "/", name, ".bin"));
    }

    function _setGasPrice(uint256 price) internal override {
        forgeVm.txGasPrice(price);
    }

    /// @dev Every third call carries a life on, so that late states are reached.
    function _handlers() private pure returns (bytes4[] memory selectors) {
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
