// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Symbolic} from "../Symbolic.sol";
import {AnyToken} from "./Hosts.sol";
import {OneJob, OneNode, OneScore} from "./Others.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {INodeRegistry} from "../../../../contracts/compute/INodeRegistry.sol";
import {IReputationSystem} from "../../../../contracts/compute/IReputationSystem.sol";
import {JobProofs} from "../../../../contracts/compute/JobProofs.sol";
import {Challenge, ChallengeStatus, JobStatus, ProofStatus} from "../../../../contracts/compute/PromptTypes.sol";

/// @title The contract of proofs with its records laid open
contract OpenProofs is JobProofs {
    constructor(address fab, address nodes, address scores)
        JobProofs(IERC20(fab), INodeRegistry(nodes), IReputationSystem(scores))
    {}

    function putProof(address host, ProofStatus status, uint40 verified, uint64 challenge) external {
        StoredProof storage p = _proofs[1];
        (p.host, p.status, p.verifiedAt, p.challengeId) = (host, status, verified, challenge);
    }

    function putChallenge(address host, address challenger, uint256 stake, uint256 deadline, ChallengeStatus status)
        external
    {
        _challenges[1] = Challenge(1, host, challenger, stake, deadline, status, bytes32(uint256(1)));
        (totalStaked, nextChallengeId) = (stake, 2);
    }
}

/// @title A proof and a challenge in any state: who judges, until when, and where the stake goes
contract ChallengeChecks is Symbolic {
    address private constant RENTER = address(0x4E47);
    address private constant HOST = address(0x4057);
    address private constant CHALLENGER = address(0xC4A);
    address private constant VERIFIER = address(0x7E4);

    AnyToken private fab;
    OneScore private scores;
    OpenProofs private proofs;
    ProofStatus private status;
    ChallengeStatus private pending;
    uint40 private verified;
    uint40 private deadline;
    uint96 private stake;

    function setUp() public {
        (fab, scores) = (new AnyToken(), new OneScore());
        OneJob job = new OneJob();
        proofs = new OpenProofs(address(fab), address(new OneNode()), address(scores));
        proofs.setMarketplace(address(job));
        proofs.setVerifier(VERIFIER, true);
        job.put(RENTER, HOST, JobStatus.Submitted);
        (status, verified) = (ProofStatus(any.createUint(2, "proof")), uint40(any.createUint(36, "verified")));
        (pending, deadline) = (ChallengeStatus(any.createUint(2, "challenge")), uint40(any.createUint(36, "deadline")));
        stake = uint96(_amount("stake"));
        vm.warp(any.createUint(37, "now"));
        vm.assume(block.timestamp >= verified);
        proofs.putProof(HOST, status, verified, 1);
        proofs.putChallenge(HOST, CHALLENGER, stake, deadline, pending);
        fab.give(address(proofs), stake);
    }

    /// @custom:bound one judgement or ruling by any account, of a proof and a challenge in any state
    function check_JOB_ACC_02_only_verifiers_judge(address caller, bool rules) external {
        vm.assume(caller != VERIFIER);
        bytes memory data =
            rules ? abi.encodeCall(proofs.resolveChallenge, (1, true)) : abi.encodeCall(proofs.verifyProof, (1));
        (bool success,) = _call(caller, data);
        assert(!success);
    }

    /// @custom:bound one judgement or ruling by a party that is a verifier
    function check_JOB_ACC_02_nobody_judges_what_is_its_own(bool isHost, bool rules) external {
        address party = isHost ? HOST : RENTER;
        proofs.setVerifier(party, true);
        bytes memory data =
            rules ? abi.encodeCall(proofs.resolveChallenge, (1, true)) : abi.encodeCall(proofs.verifyProof, (1));
        (bool success,) = _call(party, data);
        assert(!success);
    }

    /// @custom:bound one ruling by a verifier at any time, either way
    function check_JOB_TIM_02_rulings_come_in_time(bool isRight) external {
        vm.prank(VERIFIER);
        proofs.resolveChallenge(1, isRight);
        assert(pending == ChallengeStatus.Pending && block.timestamp <= deadline);
        assert(fab.balanceOf(isRight ? CHALLENGER : HOST) == stake && proofs.totalStaked() == 0);
    }

    /// @custom:bound one end by silence at anybody's call, at any time
    function check_JOB_TIM_02_silence_gives_the_stake_back(address caller) external {
        (bool success,) = _call(caller, abi.encodeCall(proofs.expireChallenge, (1)));
        assert(success == (pending == ChallengeStatus.Pending && block.timestamp > deadline));
        if (success) assert(fab.balanceOf(CHALLENGER) == stake && fab.balanceOf(address(proofs)) == 0);
    }

    /// @custom:bound one challenge with any stake at any time, of a proof in any state, with a challenge pending or not
    function check_JOB_TIM_02_one_challenge_in_three_days(uint96 amount, bool isDoubted) external {
        proofs.putProof(HOST, status, verified, isDoubted ? 1 : 0);
        fab.give(CHALLENGER, amount);
        vm.prank(CHALLENGER);
        proofs.challengeProof(1, bytes32(uint256(1)), amount);
        assert(!isDoubted && status == ProofStatus.Verified && block.timestamp <= uint256(verified) + 3 days);
        assert(amount >= 10e18 && fab.balanceOf(address(proofs)) == uint256(stake) + amount);
        assert(proofs.getChallenge(2).deadline == block.timestamp + 3 days);
    }

    /// @custom:bound two ends of a challenge, each by ruling or by silence, at any time
    function check_JOB_CON_03_a_stake_leaves_once(bool first, bool second, bool isRight) external {
        (bool ended,) = _call(VERIFIER, _end(first, isRight));
        vm.assume(ended);
        assert(fab.balanceOf(CHALLENGER) + fab.balanceOf(HOST) == stake && fab.balanceOf(address(proofs)) == 0);
        fab.give(address(proofs), stake);
        (bool again,) = _call(VERIFIER, _end(second, isRight));
        assert(!again);
    }

    function _end(bool byRuling, bool isRight) private view returns (bytes memory) {
        return
            byRuling
                ? abi.encodeCall(proofs.resolveChallenge, (1, isRight))
                : abi.encodeCall(proofs.expireChallenge, (1));
    }

    function _call(address caller, bytes memory data) private returns (bool success, bytes memory answer) {
        vm.prank(caller);
        (success, answer) = address(proofs).call(data);
    }
}
