// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Symbolic} from "../Symbolic.sol";
import {OneCount} from "./Others.sol";
import {Governance} from "../../../../contracts/compute/Governance.sol";
import {ParameterUpdate} from "../../../../contracts/compute/GovernanceTypes.sol";
import {IVotes} from "@openzeppelin/contracts/governance/utils/IVotes.sol";

/// @notice What sets the number of the block.
interface Blocks {
    function roll(uint256 number) external;
}

/// @title Something that votes can set, and that can be paused
contract OneSetting {
    uint256 public value;
    uint256 public pausedFor;
    address public pointed;

    function setValue(uint256 to) external {
        value = to;
    }

    function setPointed(address to) external {
        pointed = to;
    }

    function emergencyPauseFor(uint256 duration) external {
        pausedFor = duration;
    }
}

/// @title One proposal from its first step to its last, with any votes and at any times
contract VoteChecks is Symbolic {
    address private constant PROPOSER = address(0x9405);
    address private constant PRO = address(0x940);
    address private constant CONTRA = address(0xC04);
    address private constant ADMIN = address(0xAD);
    uint256 private constant START = 1_000;
    uint256 private constant BLOCK = 100;
    uint256 private constant PERIOD = 5;

    Blocks private chain;
    OneCount private count;
    OneSetting private target;
    Governance private governance;

    function setUp() public {
        chain = Blocks(address(vm));
        (count, target) = (new OneCount(), new OneSetting());
        governance = new Governance(IVotes(address(count)), PERIOD);
        governance.setAllowed(address(target), OneSetting.setValue.selector, true);
        governance.setPointer(address(target), OneSetting.setPointed.selector);
        governance.setEmergencyTarget(address(target), true);
        governance.setEmergencyAdmin(ADMIN, true);
        count.set(PROPOSER, BLOCK - 1, 10_000e18);
        vm.warp(START);
        chain.roll(BLOCK);
    }

    /// @custom:bound one proposal by somebody with any votes
    function check_JOB_GOV_01_proposers_have_ten_thousand_votes(uint128 votes, bool isUpgrade) external {
        count.set(PROPOSER, BLOCK - 1, votes);
        (bool proposed,) = _call(PROPOSER, _proposal(isUpgrade));
        assert(proposed == (votes >= 10_000e18));
    }

    /// @custom:bound a queued proposal, executed at any time
    function check_JOB_GOV_01_executed_two_to_sixteen_days_later(uint32 waited) external {
        _propose(false);
        _vote(1, 0);
        chain.roll(BLOCK + 2 + PERIOD);
        governance.queue(1);
        vm.warp(START + waited);
        (bool executed,) = _call(address(this), abi.encodeCall(governance.execute, (1)));
        assert(executed == (waited >= 2 days && waited <= 16 days) && target.value() == (executed ? 7 : 0));
    }

    /// @custom:bound a proposal after its vote, of 1,000,000 in all, around quorum and majority
    function check_JOB_GOV_01_a_tenth_has_voted_and_most_for_it(uint8 kind) external {
        uint256 pro = kind == 0 ? 98_999 : kind == 1 ? 99_000 : kind == 2 ? 50_000 : 50_001;
        count.setSupply(1_000_000);
        _propose(false);
        _vote(pro, kind < 2 ? 1_000 : 50_000);
        chain.roll(BLOCK + 2 + PERIOD);
        (bool queued,) = _call(address(this), abi.encodeCall(governance.queue, (1)));
        assert(queued == (kind == 1 || kind > 2));
    }

    /// @custom:bound an upgrade with votes around four fifths
    function check_JOB_GOV_01_an_upgrade_takes_four_fifths(uint8 kind) external {
        uint256 pro = kind == 0 ? 3_999 : kind == 1 ? 4_000 : 4_001;
        _propose(true);
        _vote(pro, 1_000);
        chain.roll(BLOCK + 2 + PERIOD);
        (bool queued,) = _call(address(this), abi.encodeCall(governance.queue, (1)));
        assert(queued == (pro >= 4_000));
    }

    /// @custom:bound one vote in any block
    function check_JOB_GOV_01_votes_count_in_the_period(uint32 number, uint96 votes) external {
        _propose(false);
        count.set(PRO, BLOCK + 1, votes);
        chain.roll(number);
        (bool counted,) = _call(PRO, abi.encodeCall(governance.castVote, (1, true)));
        assert(counted == (votes != 0 && number > BLOCK + 1 && number <= BLOCK + 1 + PERIOD));
    }

    /// @custom:bound a queued proposal about something that is taken off the list, or withdrawn
    function check_JOB_GOV_01_what_is_off_the_list_is_not_set(bool isOff, bool isWithdrawn) external {
        _propose(false);
        _vote(1, 0);
        chain.roll(BLOCK + 2 + PERIOD);
        governance.queue(1);
        if (isOff) governance.setAllowed(address(target), OneSetting.setValue.selector, false);
        if (isWithdrawn) _call(PROPOSER, abi.encodeCall(governance.cancel, (1)));
        vm.warp(START + 2 days);
        (bool executed,) = _call(address(this), abi.encodeCall(governance.execute, (1)));
        assert(executed == (!isOff && !isWithdrawn));
    }

    /// @custom:bound two votes of one account, which has any votes at the snapshot and any others later
    function check_JOB_GOV_02_the_snapshot_counts_once(uint96 then, uint96 later, bool support) external {
        _propose(false);
        count.set(PRO, BLOCK + 1, then);
        count.set(PRO, BLOCK + 2, later);
        chain.roll(BLOCK + 3);
        vm.prank(PRO);
        governance.castVote(1, support);
        (bool again,) = _call(PRO, abi.encodeCall(governance.castVote, (1, !support)));
        assert(!again);
        assert(governance.getProposal(1).forVotes == (support ? then : 0));
        assert(governance.getProposal(1).againstVotes == (support ? 0 : then));
    }

    /// @custom:bound two emergencies by any account, any time between them, of a listed contract or another
    function check_JOB_GOV_03_once_in_thirty_days(address caller, bool isListed, uint32 waited) external {
        if (!isListed) governance.setEmergencyTarget(address(target), false);
        bytes memory data = abi.encodeCall(governance.executeEmergencyAction, ("pause", address(target)));
        (bool paused,) = _call(caller, data);
        assert(paused == (caller == ADMIN && isListed) && target.pausedFor() == (paused ? 7 days : 0));
        if (!paused) return;
        vm.warp(START + waited);
        (bool again,) = _call(caller, data);
        assert(again == (waited >= 30 days));
    }

    /// @custom:bound one change of a list by any account but the owner
    function check_JOB_ACC_05_only_the_owner_keeps_lists(address caller, uint8 way) external {
        vm.assume(caller != address(this));
        bytes memory data = way == 0
            ? abi.encodeCall(governance.setAllowed, (PRO, 0x12345678, true))
            : way == 1
                ? abi.encodeCall(governance.setPointer, (PRO, 0x12345678))
                : way == 2
                    ? abi.encodeCall(governance.setEmergencyTarget, (PRO, true))
                    : abi.encodeCall(governance.setEmergencyAdmin, (PRO, true));
        (bool changed,) = _call(caller, data);
        assert(!changed);
    }

    function _proposal(bool isUpgrade) private view returns (bytes memory) {
        if (isUpgrade) return abi.encodeCall(governance.proposeContractUpgrade, (address(target), PRO, "why"));
        ParameterUpdate[] memory updates = new ParameterUpdate[](1);
        updates[0] = ParameterUpdate(address(target), OneSetting.setValue.selector, "value", 7);
        return abi.encodeCall(governance.proposeParameterUpdate, (updates, "why"));
    }

    function _propose(bool isUpgrade) private {
        (bool proposed,) = _call(PROPOSER, _proposal(isUpgrade));
        assert(proposed);
    }

    function _vote(uint256 pro, uint256 contra) private {
        count.set(PRO, BLOCK + 1, pro);
        count.set(CONTRA, BLOCK + 1, contra);
        chain.roll(BLOCK + 2);
        _call(PRO, abi.encodeCall(governance.castVote, (1, true)));
        _call(CONTRA, abi.encodeCall(governance.castVote, (1, false)));
    }

    function _call(address caller, bytes memory data) private returns (bool success, bytes memory answer) {
        vm.prank(caller);
        (success, answer) = address(governance).call(data);
    }
}
