// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {forgeVm} from "../../ForgeVm.sol";
import {UnclampedHandlers} from "../UnclampedHandlers.sol";

/// @title The property contracts under forge
/// @notice One campaign for all properties: forge gives each invariant function one of its own, so there is only one.
/// Where the bytecode lies, and what to leave out, comes from the environment.
contract ForgeInvariants is UnclampedHandlers {
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

    /// @dev Every second call carries a life on, so that late states are reached.
    function _handlers() private pure returns (bytes4[] memory selectors) {
        bytes4[133] memory all = [
            this.create_session_job_for_model.selector,
            this.create_session_job_for_model_with_token.selector,
            this.create_session_from_deposit.selector,
            this.extend_session.selector,
            this.submit_proof_of_work.selector,
            this.complete_session_job.selector,
            this.cancel_session.selector,
            this.trigger_session_timeout.selector,
            this.deposit_native.selector,
            this.deposit_token.selector,
            this.withdraw_native.selector,
            this.withdraw_token.selector,
            this.withdraw.selector,
            this.withdraw_to.selector,
            this.withdraw_token_credit.selector,
            this.withdraw_token_credit_to.selector,
            this.withdraw_earnings.selector,
            this.withdraw_earnings_to.selector,
            this.withdraw_token_earnings.selector,
            this.withdraw_token_earnings_to.selector,
            this.withdraw_amount.selector,
            this.withdraw_treasury_native.selector,
            this.withdraw_treasury_tokens.selector,
            this.withdraw_all_treasury_fees.selector,
            this.leave_in_a_pause.selector,
            this.change_mood.selector,
            this.change_token.selector,
            this.pass_time.selector,
            this.register_node.selector,
            this.unregister_node.selector,
            this.withdraw_stake.selector,
            this.stake.selector,
            this.update_metadata.selector,
            this.update_api_url.selector,
            this.update_supported_models.selector,
            this.update_pricing_native.selector,
            this.update_pricing_stable.selector,
            this.set_model_pricing.selector,
            this.clear_model_pricing.selector,
            this.set_token_pricing.selector,
            this.slash_stake.selector,
            this.set_slashing_authority.selector,
            this.set_nodes_treasury.selector,
            this.add_trusted_model.selector,
            this.batch_add_trusted_models.selector,
            this.deactivate_model.selector,
            this.reactivate_model.selector,
            this.propose_model.selector,
            this.vote_on_proposal.selector,
            this.execute_proposal.selector,
            this.lapse_proposal.selector,
            this.withdraw_votes.selector,
            this.sweep_fees.selector,
            this.set_models_treasury.selector,
            this.go_on_voting.selector,
            this.go_on_hosting.selector,
            this.transfer.selector,
            this.approve.selector,
            this.transfer_from.selector,
            this.pause.selector,
            this.unpause.selector,
            this.add_accepted_token.selector,
            this.remove_accepted_token.selector,
            this.set_token_limits.selector,
            this.set_dispute_window.selector,
            this.set_treasury.selector,
            this.any_create_session_job_for_model.selector,
            this.any_create_session_job_for_model_with_token.selector,
            this.any_create_session_from_deposit.selector,
            this.any_extend_session.selector,
            this.any_submit_proof_of_work.selector,
            this.any_complete_session_job.selector,
            this.any_cancel_session.selector,
            this.any_trigger_session_timeout.selector,
            this.any_deposit_native.selector,
            this.any_deposit_token.selector,
            this.any_withdraw_native.selector,
            this.any_withdraw_token.selector,
            this.any_withdraw.selector,
            this.any_withdraw_to.selector,
            this.any_withdraw_token_credit.selector,
            this.any_withdraw_token_credit_to.selector,
            this.any_withdraw_earnings.selector,
            this.any_withdraw_earnings_to.selector,
            this.any_withdraw_token_earnings.selector,
            this.any_withdraw_token_earnings_to.selector,
            this.any_withdraw_amount.selector,
            this.any_credit_earnings.selector,
            this.any_withdraw_treasury_native.selector,
            this.any_withdraw_treasury_tokens.selector,
            this.any_withdraw_all_treasury_fees.selector,
            this.any_register_node.selector,
            this.any_unregister_node.selector,
            this.any_withdraw_stake.selector,
            this.any_stake.selector,
            this.any_update_metadata.selector,
            this.any_update_api_url.selector,
            this.any_update_supported_models.selector,
            this.any_update_pricing_native.selector,
            this.any_update_pricing_stable.selector,
            this.any_set_model_pricing.selector,
            this.any_clear_model_pricing.selector,
            this.any_set_token_pricing.selector,
            this.any_session_opened.selector,
            this.any_session_closed.selector,
            this.any_slash_stake.selector,
            this.any_set_slashing_authority.selector,
            this.any_set_nodes_treasury.selector,
            this.any_add_trusted_model.selector,
            this.any_batch_add_trusted_models.selector,
            this.any_deactivate_model.selector,
            this.any_reactivate_model.selector,
            this.any_propose_model.selector,
            this.any_vote_on_proposal.selector,
            this.any_execute_proposal.selector,
            this.any_lapse_proposal.selector,
            this.any_withdraw_votes.selector,
            this.any_sweep_fees.selector,
            this.any_set_models_treasury.selector,
            this.any_transfer.selector,
            this.any_approve.selector,
            this.any_transfer_from.selector,
            this.any_pause.selector,
            this.any_unpause.selector,
            this.any_add_accepted_token.selector,
            this.any_remove_accepted_token.selector,
            this.any_set_token_limits.selector,
            this.any_set_dispute_window.selector,
            this.any_set_treasury.selector,
            this.any_set_nodes_marketplace.selector,
            this.any_set_earnings_marketplace.selector,
            this.any_set_proofs_marketplace.selector,
            this.any_consume.selector
        ];
        selectors = new bytes4[](2 * all.length);
        for (uint256 i; i < selectors.length; ++i) {
            selectors[i] = i < all.length ? all[i] : this.carry_on.selector;
        }
    }
}
