// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {JobDrawing} from "./JobDrawing.sol";
import {CLAIMED, DISPUTED, INVALID, Job, JobProof, POSTED, PROVEN, SUBMITTED, VERIFIED} from "./JobGhosts.sol";
import {IEscrow} from "./Market.sol";
import {Order} from "./PostingActions.sol";

/// @title What an engine may do with prompt jobs, with sense: each action by the right party on one that fits
/// @notice None of these ever reverts; where nothing fits, nothing happens.
abstract contract JobHandlers is JobDrawing {
    // ------------------------------------------------------------------ orders

    /// @dev Once, or several times in a second.
    function post_job(uint256 seed) public {
        Order memory o = _order(COIN, seed);
        uint256 who = _poster(_mix(seed, 130));
        uint256 times = _mix(seed, 161) % 12 == 0 ? 4 : 1;
        for (uint256 i; i < times; ++i) {
            _post(who, o, o.payment);
        }
    }

    function post_job_with_token(uint256 seed) public {
        uint256 asset = _someAsset(seed);
        if (asset == COIN) asset = STABLE;
        _postWithToken(_poster(_mix(seed, 130)), _order(asset, seed), _assetAt(asset));
    }

    function batch_post_jobs(uint256 seed) public {
        Order memory o = _order(COIN, seed);
        uint256 count = _mix(seed, 131) % 3 + 1;
        _postMany(_poster(_mix(seed, 130)), o, count, count * o.payment);
    }

    // ------------------------------------------------------------------ work

    /// @dev Sometimes around the last second.
    function claim_job(uint256 seed) public {
        uint256 jobId = _jobIn(POSTED, seed);
        if (jobId == 0) return;
        uint256 host = _hostFor(jobId, _mix(seed, 132));
        uint256 kind = _mix(seed, 133) % 16;
        if (kind == 0) _until(_jobs[jobId].deadline + seed % 2);
        if (_level != 0 && kind < 12) _until(_lastTaken[host] + 300 - (kind == 1 ? 1 : 0));
        _take(host, jobId);
    }

    function submit_result(uint256 seed) public {
        uint256 jobId = _jobIn(CLAIMED, seed);
        if (jobId == 0) return;
        if (_mix(seed, 133) % 16 == 0) _until(_jobs[jobId].deadline + seed % 2);
        _deliver(_jobs[jobId].host, jobId, _result(seed), _delivery(jobId, seed));
    }

    /// @dev Sometimes when the proof is final already.
    function complete_job(uint256 seed) public {
        uint256 jobId = _jobIn(CLAIMED, seed);
        if (jobId == 0) return;
        JobProof storage p = _jobProofs[jobId];
        uint256 end = p.verified + CHALLENGE_PERIOD + 1;
        if (p.status == VERIFIED && end <= _jobs[jobId].deadline) _until(end);
        _completeJob(_jobs[jobId].host, jobId, _result(seed), _delivery(jobId, seed));
    }

    function fail_job(uint256 seed) public {
        uint256 jobId = _jobIn(CLAIMED, seed);
        if (jobId != 0) _giveBack(_jobs[jobId].host, jobId);
    }

    // ------------------------------------------------------------------ ends

    /// @dev By the renter, or around the second from which anybody can.
    function release_payment(uint256 seed) public {
        uint256 jobId = _jobIn(_mix(seed, 134) % 6 == 0 ? DISPUTED : SUBMITTED, seed);
        if (jobId != 0) _release(_releaser(jobId, seed), jobId);
    }

    function batch_release_payments(uint256 seed) public {
        uint256 first = _jobIn(SUBMITTED, seed);
        if (first == 0) return;
        uint256[] memory ids = new uint256[](_mix(seed, 135) % 2 + 1);
        ids[0] = first;
        if (ids.length == 2) ids[1] = _jobIn(SUBMITTED, _mix(seed, 235));
        _releaseMany(_releaser(first, seed), ids);
    }

    /// @dev Around the second from which a job goes back to its renter.
    function expire_job(uint256 seed) public {
        uint256 kind = _mix(seed, 136) % 4;
        uint256 jobId = _jobIn(kind == 0 ? POSTED : kind == 1 ? CLAIMED : SUBMITTED, seed);
        if (jobId == 0) return;
        Job storage j = _jobs[jobId];
        _until((j.status == SUBMITTED ? j.submitted + ABANDONED : j.deadline) + _mix(seed, 137) % 2);
        _expire(OUTSIDER, jobId);
    }

    function release_escrow(uint256 seed) public {
        uint256 jobId = _jobIn(_mix(seed, 134) % 6 == 0 ? DISPUTED : SUBMITTED, seed);
        if (jobId == 0) return;
        _releaser(jobId, seed);
        _releaseEscrow(_jobs[jobId].renter, jobId);
    }

    // ------------------------------------------------------------------ proofs

    function submit_proof(uint256 seed) public {
        uint256 jobId = _worked(seed);
        if (jobId == 0) return;
        uint256 shape = _mix(seed, 138) % 12;
        _submitProof(_jobs[jobId].host, jobId, _mix(seed, 139) % 16 == 0 ? 1 : 0, shape == 0 ? seed % SHAPES : SHAPES);
    }

    function verify_proof(uint256 seed) public {
        uint256 jobId = _provenIn(PROVEN, seed);
        if (jobId != 0) _verify(_judgeOf(jobId, _mix(seed, 140)), jobId);
    }

    function batch_verify_proofs(uint256 seed) public {
        uint256 jobId = _provenIn(PROVEN, seed);
        if (jobId == 0) return;
        uint256 other = _provenIn(PROVEN, _mix(seed, 235));
        uint256[] memory ids = new uint256[](other == jobId ? 1 : 2);
        (ids[0], ids[ids.length - 1]) = (jobId, other);
        _verifyMany(_judgeOf(jobId, _mix(seed, 140)), ids);
    }

    function reject_proof(uint256 seed) public {
        uint256 jobId = _provenIn(PROVEN, seed);
        if (jobId != 0) _reject(_judgeOf(jobId, _mix(seed, 140)), jobId);
    }

    /// @dev Sometimes around the last second of the window.
    function challenge_proof(uint256 seed) public {
        uint256 jobId = _provenIn(VERIFIED, seed);
        if (jobId == 0) return;
        if (_mix(seed, 141) % 4 == 0) _until(_jobProofs[jobId].verified + CHALLENGE_PERIOD + seed % 2);
        uint256[4] memory doubters = [DEPOSITOR, VOTER, LATE_HOST, AUTHORITY];
        uint256 stake = LEAST_STAKE + _mix(seed, 142) % 3 - (_mix(seed, 143) % 12 == 0 ? 1 : 0);
        _challenge(doubters[_mix(seed, 144) % 4], jobId, _evidence(seed % 4), stake);
    }

    /// @dev Sometimes around the last second.
    function resolve_challenge(uint256 seed, bool isRight) public {
        uint256 id = _pendingDoubt(seed);
        if (id == 0) return;
        if (_mix(seed, 145) % 4 == 0) _until(_doubts[id].deadline + seed % 2);
        _resolve(_judgeOf(_doubts[id].jobId, _mix(seed, 140)), id, isRight);
    }

    function expire_challenge(uint256 seed) public {
        uint256 id = _pendingDoubt(seed);
        if (id == 0) return;
        _until(_doubts[id].deadline + _mix(seed, 146) % 2);
        _lapseDoubt(OUTSIDER, id);
    }

    function set_verifier(uint256 seed) public {
        uint256[3] memory parties = [DEPOSITOR, HOST, VOTER];
        if (seed % 2 == 0) _setVerifier(OWNER, parties[seed / 4 % 3], _mix(seed, 147) % 4 != 0);
        else _setVerifier(OWNER, seed % 2 == 0 ? AUTHORITY : RIVAL_VOTER, true);
    }

    // ------------------------------------------------------------------ disputes

    function dispute_escrow(uint256 seed) public {
        uint256 jobId = _jobIn(SUBMITTED, seed);
        if (jobId == 0) return;
        _dispute(_mix(seed, 148) % 2 == 0 ? _jobs[jobId].renter : _jobs[jobId].host, jobId);
    }

    /// @dev Sometimes around the last second.
    function resolve_dispute(uint256 seed) public {
        uint256 jobId = _jobIn(DISPUTED, seed);
        if (jobId == 0) return;
        if (_mix(seed, 149) % 4 == 0) _until(_jobs[jobId].disputed + RULING_TIME + seed % 2);
        _rule(_arbiter, jobId, _mix(seed, 150) % 2 == 0 ? _jobs[jobId].renter : _jobs[jobId].host);
    }

    function claim_dispute_default(uint256 seed) public {
        uint256 jobId = _jobIn(DISPUTED, seed);
        if (jobId == 0) return;
        _until(_jobs[jobId].disputed + RULING_TIME + _mix(seed, 151) % 2);
        _default(OUTSIDER, jobId);
    }

    // ------------------------------------------------------------------ fees, pool, credits, settings

    function withdraw_fees(uint256 seed) public {
        _takeEscrowFees(OUTSIDER, seed % ASSETS);
    }

    function fund_incentives(uint256 seed) public {
        _fundPool(OWNER, seed % 1 ether);
    }

    function withdraw_escrow_credit(uint256 seed) public {
        uint256 who = _withEscrowCredit(COIN, seed);
        if (who < ACTORS) _creditOut("withdraw_escrow_credit", who, who, COIN, abi.encodeCall(IEscrow.withdraw, ()));
    }

    function withdraw_escrow_credit_to(uint256 seed, uint256 to) public {
        uint256 who = _withEscrowCredit(COIN, seed);
        if (who >= ACTORS) return;
        bytes memory data = abi.encodeCall(IEscrow.withdrawTo, (_accountOf(to % ACTORS)));
        _creditOut("withdraw_escrow_credit_to", who, to % ACTORS, COIN, data);
    }

    function withdraw_escrow_token_credit(uint256 seed) public {
        uint256 asset = seed % 3 + 1;
        uint256 who = _withEscrowCredit(asset, seed);
        if (who >= ACTORS) return;
        bytes memory data = abi.encodeCall(IEscrow.withdrawTokenCredit, (_assetAt(asset)));
        _creditOut("withdraw_escrow_token_credit", who, who, asset, data);
    }

    function withdraw_escrow_token_credit_to(uint256 seed, uint256 to) public {
        uint256 asset = seed % 3 + 1;
        uint256 who = _withEscrowCredit(asset, seed);
        if (who >= ACTORS) return;
        bytes memory data = abi.encodeCall(IEscrow.withdrawTokenCreditTo, (_assetAt(asset), _accountOf(to % ACTORS)));
        _creditOut("withdraw_escrow_token_credit_to", who, to % ACTORS, asset, data);
    }

    function set_fee(uint256 seed) public {
        uint256[4] memory fees = [uint256(0), 250, 1_000, 1_001];
        _setFee(OWNER, fees[seed % 4]);
    }

    function set_arbiter(uint256 seed) public {
        _setArbiter(OWNER, seed % 4 == 0 ? OUTSIDER : AUTHORITY);
    }

    function set_escrow_treasury(uint256 seed) public {
        _setEscrowTreasury(OWNER, seed % 4 == 0 ? CONTRACT_DEPOSITOR : TREASURY);
    }

    function set_escrow_governance(uint256 seed) public {
        _setEscrowGovernance(OWNER, seed % 8 == 0 ? AUTHORITY : ACTORS + 1);
    }

    // ------------------------------------------------------------------ lives

    /// @dev The next step of some job's life.
    function carry_on_jobs(uint256 seed) public {
        uint256 drawn = _mix(seed, 152);
        uint256 next = _mix(seed, 153) % 16;
        if (_isPaused() && next < 6) return _resume(drawn);
        if (_stopped != 0 && next < 3) return _openFunction(drawn);
        uint256 jobId = _liveJob(drawn);
        if (jobId == 0 || next == 3) return _beginJob(drawn);
        if (next == 4) return _goOnAround(drawn);
        if (next == 5) return _takeEscrowCredit(drawn);
        uint8 status = _jobs[jobId].status;
        if (status == POSTED) claim_job(drawn);
        else if (status == CLAIMED) _goOnWorking(jobId, drawn);
        else if (status == SUBMITTED) _goOnDelivered(jobId, drawn);
        else if (next < 10) resolve_dispute(drawn);
        else if (next < 15) claim_dispute_default(drawn);
        else release_payment(drawn);
    }

    /// @dev One of the last jobs that is not over and not late; zero when there is none.
    function _liveJob(uint256 seed) private view returns (uint256) {
        uint256 count = _jobIds.length;
        for (uint256 i; i < 4; ++i) {
            uint256 back = (seed % 4 + i) % 4;
            if (back >= count) continue;
            uint256 jobId = _jobIds[count - 1 - back];
            Job storage j = _jobs[jobId];
            bool isLate = j.status < SUBMITTED && block.timestamp > j.deadline;
            if (j.status <= DISPUTED && !isLate) return jobId;
        }
        return 0;
    }

    /// @dev Fees, verifiers, and something that begins although it was stopped a moment ago.
    function _goOnAround(uint256 seed) private {
        uint256 way = _mix(seed, 162) % 6;
        if (way == 0) return withdraw_fees(seed);
        if (way == 1) return set_verifier(seed);
        if (way < 4) return set_fee(seed);
        uint256 number = 6 + seed % 6;
        if (!_isIn(_stopped, number)) _pauseFunction(OWNER, number, true);
        if (number < 10) _beginJob(seed);
        else claim_job(seed);
    }

    function _beginJob(uint256 seed) private {
        uint256 way = _mix(seed, 154) % 4;
        if (way == 0) batch_post_jobs(seed);
        else if (way == 1) post_job_with_token(seed);
        else post_job(seed);
    }

    /// @dev A job that a host works on.
    function _goOnWorking(uint256 jobId, uint256 seed) private {
        JobProof storage p = _jobProofs[jobId];
        uint256 next = _mix(seed, 155) % 16;
        bool isProven = p.status != 0 && p.host == _jobs[jobId].host;
        if (next == 0) return fail_job(seed);
        if (next == 1) return expire_job(seed);
        if (_jobs[jobId].needsProof && !isProven) return submit_proof(seed);
        if (isProven && next < 7 && p.status == PROVEN) return verify_proof(seed);
        if (isProven && next == 7) return challenge_proof(seed);
        if (next < 10) return complete_job(seed);
        submit_result(seed);
    }

    /// @dev A job that was delivered.
    function _goOnDelivered(uint256 jobId, uint256 seed) private {
        JobProof storage p = _jobProofs[jobId];
        uint256 next = _mix(seed, 156) % 16;
        if (next == 0) return expire_job(seed);
        if (next < 4) return dispute_escrow(seed);
        bool isOwn = p.host == _jobs[jobId].host;
        if (isOwn && p.status == PROVEN) return next == 3 ? reject_proof(seed) : verify_proof(seed);
        if (isOwn && p.challenge != 0) {
            if (next < 6) return challenge_proof(seed);
            return next < 11 ? resolve_challenge(seed, next % 2 == 0) : expire_challenge(seed);
        }
        if (isOwn && p.status == INVALID) return next < 12 ? _expire(OUTSIDER, jobId) : release_payment(seed);
        if (isOwn && p.status == VERIFIED && next < 8) return challenge_proof(seed);
        if (next == 15) return release_escrow(seed);
        if (next == 14) return batch_release_payments(seed);
        release_payment(seed);
    }

    // ------------------------------------------------------------------ parts

    /// @dev The renter, or, where a proof is there, somebody around the second from which anybody can.
    function _releaser(uint256 jobId, uint256 seed) private returns (uint256) {
        JobProof storage p = _jobProofs[jobId];
        bool isVerified = p.status == VERIFIED && p.host == _jobs[jobId].host;
        if (isVerified && _mix(seed, 157) % 4 != 0) {
            _until(p.verified + CHALLENGE_PERIOD + (_mix(seed, 158) % 6 == 0 ? 0 : 1));
            return seed % 3 == 0 ? OUTSIDER : seed % 3 == 1 ? _jobs[jobId].host : _jobs[jobId].renter;
        }
        if (_mix(seed, 159) % 4 == 0) _until(_jobs[jobId].submitted + 29 + seed % 3);
        return _mix(seed, 160) % 12 == 0 ? _jobs[jobId].host : _jobs[jobId].renter;
    }

    /// @dev The owner lets one function go on.
    function _openFunction(uint256 seed) internal {
        for (uint256 i; i < FUNCTIONS; ++i) {
            uint256 number = (seed % FUNCTIONS + i) % FUNCTIONS;
            if (!_isIn(_stopped, number)) continue;
            if (seed % 8 != 0) _until(_tightenedAt + COOLING - (seed % 16 == 1 ? 1 : 0));
            return _pauseFunction(OWNER, number, false);
        }
    }

    /// @dev Whoever has a credit takes it, mostly once the payment can be made again.
    function _takeEscrowCredit(uint256 seed) private {
        for (uint256 i; i < ASSETS; ++i) {
            uint256 asset = (seed % ASSETS + i) % ASSETS;
            uint256 who = _withEscrowCredit(asset, seed);
            if (who == ACTORS) continue;
            if (asset == COIN) {
                if (_isPuppet(who)) _setMood(who, ACCEPT, address(market), address(earnings));
                return withdraw_escrow_credit(seed);
            }
            _setTokenMood(asset, PLAIN, address(market), 0);
            return withdraw_escrow_token_credit(asset - 1);
        }
    }

    /// @dev Who has a credit of the escrow; `ACTORS` for nobody.
    function _withEscrowCredit(uint256 asset, uint256 seed) private view returns (uint256) {
        for (uint256 i; i < ACTORS; ++i) {
            uint256 who = (seed % ACTORS + i) % ACTORS;
            if (_escrowCredit(who, asset) != 0) return who;
        }
        return ACTORS;
    }
}
