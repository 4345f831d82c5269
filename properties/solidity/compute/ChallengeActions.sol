// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import "./Ids.sol" as Id;
import {CLAIMED, DISPUTED, INVALID, Job, JobProof, PROVEN, SUBMITTED, VERIFIED} from "./JobGhosts.sol";
import {IJobProofs, ZkProof} from "./Market.sol";
import {WorkActions} from "./WorkActions.sol";

/// @title Proofs of prompt jobs, who judges them, and stakes on their being wrong
abstract contract ChallengeActions is WorkActions {
    uint256 private constant REWARD = 20 * FAB_UNIT;
    uint256 internal constant LEAST_STAKE = 10 * FAB_UNIT;
    uint256 internal constant SHAPES = 5;

    /// @dev Somebody doubts a proof.
    struct Doubt {
        bool isPending;
        uint256 jobId;
        uint256 host;
        uint256 challenger;
        uint256 stake;
        uint256 deadline;
    }

    mapping(uint256 id => Doubt) internal _doubts;
    uint256 internal _doubtCount;
    uint256 private _staked;
    uint256 internal _verifiers = (1 << AUTHORITY) | (1 << RIVAL_VOTER);

    // ------------------------------------------------------------------ proofs

    /// @param shape What is wrong with the proof's form; `SHAPES` and more: nothing.
    function _submitProof(uint256 who, uint256 jobId, uint256 content, uint256 shape) internal {
        ZkProof memory proof = _proofOf(jobId, content, shape);
        Job storage j = _jobs[jobId];
        bytes memory data = abi.encodeCall(IJobProofs.submitProof, (jobId, proof));
        bool ok = _act(who, address(jobProofs), 0, data).ok;
        if (ok) {
            JobProof storage p = _jobProofs[jobId];
            bool isFirst = p.status == 0 || p.host != who;
            _claim(Id.JOB_SEQ_02, who == j.host && _isWorking(j.status) && shape >= SHAPES && isFirst);
            (p.host, p.status, p.verified, p.challenge) = (who, PROVEN, 0, 0);
            p.hash = keccak256(abi.encode(proof));
            _claimProof(jobId);
        }
        _note("submit_proof", who, data, 0, ok);
    }

    function _verify(uint256 who, uint256 jobId) internal {
        bytes memory data = abi.encodeCall(IJobProofs.verifyProof, (jobId));
        bool ok = _act(who, address(jobProofs), 0, data).ok;
        if (ok) _judged(who, jobId, true);
        _note("verify_proof", who, data, 0, ok);
    }

    function _verifyMany(uint256 who, uint256[] memory ids) internal {
        bytes memory data = abi.encodeCall(IJobProofs.batchVerifyProofs, (ids));
        bool ok = _act(who, address(jobProofs), 0, data).ok;
        for (uint256 i; ok && i < ids.length; ++i) {
            _judged(who, ids[i], true);
        }
        _note("batch_verify_proofs", who, data, 0, ok);
    }

    function _reject(uint256 who, uint256 jobId) internal {
        bytes memory data = abi.encodeCall(IJobProofs.rejectProof, (jobId));
        bool ok = _act(who, address(jobProofs), 0, data).ok;
        if (ok) _judged(who, jobId, false);
        _note("reject_proof", who, data, 0, ok);
    }

    /// @dev Verifiers judge, and never a job of their own.
    function _judged(uint256 who, uint256 jobId, bool isGood) private {
        Job storage j = _jobs[jobId];
        JobProof storage p = _jobProofs[jobId];
        _claim(Id.JOB_ACC_02, _isIn(_verifiers, who) && who != j.host && who != j.renter);
        _claim(Id.JOB_SEQ_02, p.status == PROVEN && p.host == j.host && _isWorking(j.status));
        if (isGood) {
            (p.status, p.verified) = (VERIFIED, block.timestamp);
        } else {
            p.status = INVALID;
            _noteOutcome(p.host, jobId, false);
            _claimScore(p.host);
        }
        _claimProof(jobId);
    }

    // ------------------------------------------------------------------ challenges

    function _challenge(uint256 who, uint256 jobId, bytes32 evidence, uint256 stake) internal {
        uint256 had = _fabOf(who);
        uint256 held = fab.balanceOf(address(jobProofs));
        bytes memory data = abi.encodeCall(IJobProofs.challengeProof, (jobId, evidence, stake));
        bool ok = _act(who, address(jobProofs), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_CON_03, _fabOf(who) + stake == had && stake >= LEAST_STAKE);
            _claim(Id.JOB_CON_03, fab.balanceOf(address(jobProofs)) == held + stake);
            JobProof storage p = _jobProofs[jobId];
            uint8 status = _jobs[jobId].status;
            bool isOpen = p.status == VERIFIED && p.host == _jobs[jobId].host && p.host != who;
            _claim(Id.JOB_SEQ_02, isOpen && (_isWorking(status) || status == DISPUTED));
            _claim(Id.JOB_TIM_02, block.timestamp <= p.verified + CHALLENGE_PERIOD && p.challenge == 0);
            p.challenge = ++_doubtCount;
            _staked += stake;
            _doubts[_doubtCount] = Doubt(true, jobId, p.host, who, stake, block.timestamp + CHALLENGE_PERIOD);
            _claimStaked(jobId);
        }
        _note("challenge_proof", who, data, 0, ok);
    }

    function _resolve(uint256 who, uint256 id, bool isRight) internal {
        Doubt storage d = _doubts[id];
        (uint256 had, uint256 hostHad) = (_fabOf(d.challenger), _fabOf(d.host));
        uint256 held = fab.balanceOf(address(jobProofs));
        bytes memory data = abi.encodeCall(IJobProofs.resolveChallenge, (id, isRight));
        bool ok = _act(who, address(jobProofs), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_TIM_02, d.isPending && block.timestamp <= d.deadline);
            bool isParty = who == d.challenger || who == d.host || who == _jobs[d.jobId].renter;
            _claim(Id.JOB_ACC_02, _isIn(_verifiers, who) && !isParty);
            _endDoubt(id, isRight);
            uint256 reward = isRight ? _punish(d.host, d.jobId) : 0;
            _claim(Id.JOB_CON_03, held == fab.balanceOf(address(jobProofs)) + d.stake);
            _claim(Id.JOB_CON_03, _fabOf(d.challenger) == had + (isRight ? d.stake + reward : 0));
            _claim(Id.JOB_CON_03, _fabOf(d.host) == hostHad + (isRight ? 0 : d.stake));
        }
        _note("resolve_challenge", who, data, 0, ok);
    }

    function _lapseDoubt(uint256 who, uint256 id) internal {
        Doubt storage d = _doubts[id];
        uint256 had = _fabOf(d.challenger);
        bool isDue = d.isPending && block.timestamp > d.deadline;
        bytes memory data = abi.encodeCall(IJobProofs.expireChallenge, (id));
        bool ok = _act(who, address(jobProofs), 0, data).ok;
        _claim(Id.JOB_TIM_02, ok == isDue);
        if (ok) {
            _endDoubt(id, false);
            _claim(Id.JOB_CON_03, _fabOf(d.challenger) == had + d.stake);
        }
        _note("expire_challenge", who, data, 0, ok);
    }

    function _setVerifier(uint256 who, uint256 to, bool isVerifier) internal {
        bytes memory data = abi.encodeCall(IJobProofs.setVerifier, (_accountOf(to), isVerifier));
        bool ok = _act(who, address(jobProofs), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_ACC_05, who == OWNER && to < ACTORS);
            _verifiers = _with(_verifiers, to, isVerifier);
        }
        _note("set_verifier", who, data, 0, ok);
    }

    // ------------------------------------------------------------------ parts

    function _isWorking(uint8 status) internal pure returns (bool) {
        return status == CLAIMED || status == SUBMITTED;
    }

    function _fabOf(uint256 who) internal view returns (uint256) {
        return who < ACTORS ? fab.balanceOf(_actors[who].account) : 0;
    }

    /// @dev A challenge leaves, with its stake; one that was right makes the proof invalid that it was about.
    function _endDoubt(uint256 id, bool isRight) private {
        Doubt storage d = _doubts[id];
        if (!d.isPending) return;
        d.isPending = false;
        _staked -= d.stake;
        JobProof storage p = _jobProofs[d.jobId];
        if (p.challenge == id) (p.challenge, p.status) = (0, isRight ? INVALID : p.status);
        _claimStaked(d.jobId);
    }

    function _claimStaked(uint256 jobId) private {
        _claimProof(jobId);
        bool isCovered = fab.balanceOf(address(jobProofs)) >= _staked;
        _claim(Id.JOB_CON_03, jobProofs.totalStaked() == _staked && isCovered);
    }

    /// @dev The reward out of the host's stake, at most a half of it and once a day.
    function _punish(uint256 host, uint256 jobId) private returns (uint256 paid) {
        _noteOutcome(host, jobId, false);
        _claimScore(host);
        paid = _nodes[host].stake / 2 < REWARD ? _nodes[host].stake / 2 : REWARD;
        bool isSoon = _nodes[host].slashed != 0 && block.timestamp < _nodes[host].slashed + DAY;
        if (paid == 0 || isSoon) return 0;
        _nodes[host].stake -= paid;
        _nodes[host].slashed = block.timestamp;
        if (_nodes[host].isActive && _nodes[host].stake < MIN_STAKE / 10) _gone(host);
        _claimStakes();
        _claimNodeLists();
    }

    /// @dev The proof of a job; `content` tells several apart.
    function _proofOf(uint256 jobId, uint256 content, uint256 shape) internal pure returns (ZkProof memory proof) {
        (proof.proof, proof.vk) = (abi.encode("proof", content), "key");
        proof.modelCommitment = _evidence(3 * (jobId % 1_000));
        proof.inputHash = _evidence(3 * (jobId % 1_000) + 1);
        proof.outputHash = _evidence(3 * (jobId % 1_000) + 2);
        proof.instances = new uint256[](shape == 0 ? 2 : shape == 1 ? 4 : 3);
        for (uint256 i; i < proof.instances.length && i < 3; ++i) {
            proof.instances[i] = uint256(_evidence(3 * (jobId % 1_000) + i));
        }
        if (shape == 2) ++proof.instances[1];
        if (shape == 3) proof.proof = "";
        if (shape == 4) proof.vk = "";
    }
}
