// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ghosts, Node} from "./Ghosts.sol";
import "./Ids.sol" as Id;
import {EscrowRecord, JobRecord, ProofRecord} from "./Market.sol";

uint8 constant POSTED = 1;
uint8 constant CLAIMED = 2;
uint8 constant SUBMITTED = 3;
uint8 constant DISPUTED = 4;
uint8 constant PAID = 5;
uint8 constant REFUNDED = 6;

uint8 constant UNPROVEN = 0;
uint8 constant PROVEN = 1;
uint8 constant VERIFIED = 2;
uint8 constant INVALID = 3;

/// @dev What a job's end says about its host.
enum Verdict {
    NOTHING,
    SUCCESS,
    FAILURE
}

/// @dev A prompt job as the model knows it. @param host `ACTORS` for nobody. @param paid What arrived for it.
/// @param failed Hosts that gave it back, as bits.
struct Job {
    uint8 status;
    bool needsProof;
    bool isRated;
    uint256 renter;
    uint256 host;
    uint256 asset;
    uint256 paid;
    uint256 feeBps;
    uint256 deadline;
    uint256 submitted;
    uint256 disputed;
    uint256 minScore;
    uint256 failed;
}

/// @dev The proof of a job: that of the host who submitted last. @param challenge The pending one, or zero.
struct JobProof {
    uint8 status;
    uint256 host;
    uint256 verified;
    uint256 challenge;
    bytes32 hash;
}

struct Score {
    uint256 score;
    uint256 since;
    uint256 sum;
    uint256 count;
}

/// @title The model of prompt jobs beside the contracts: jobs, their money, proofs and scores
/// @notice Actors are numbers; sets of actors are bits.
abstract contract JobGhosts is Ghosts {
    uint256 internal constant CHALLENGE_PERIOD = 3 days;
    uint256 private constant MONTH = 30 days;
    uint256 private constant ELIGIBLE = 150;

    mapping(uint256 jobId => Job) internal _jobs;
    uint256[] internal _jobIds;
    mapping(uint256 jobId => JobProof) internal _jobProofs;
    mapping(uint256 jobId => uint256 hosts) private _outcomes;
    mapping(uint256 who => Score) internal _scores;
    mapping(uint256 who => uint256) internal _lastTaken;

    /// @dev By asset: what records in escrow hold, and the escrow's fees.
    uint256[4] internal _inEscrow;
    uint256[4] internal _escrowFees;
    uint256 internal _pool;
    uint256 internal _feeBps = FEE_BPS;

    /// @dev What was paid to the contract of accounts and not taken out: streams and deposits for keys.
    uint256 internal _inStreams;
    uint256 internal _inWallets;

    // ------------------------------------------------------------------ judgement

    /// @dev What each actor has of an asset, with everything that escrow and accounts owe it.
    function _purse(uint256 asset) internal view returns (uint256[13] memory purse) {
        address token = _assetAt(asset);
        bool isOwed = (asset == COIN ? escrow.totalCredits() : escrow.totalTokenCredits(token)) != 0;
        bool isOwedByAccounts = asset == COIN && accounts.totalCredits() != 0;
        for (uint256 i; i < ACTORS; ++i) {
            address account = _actors[i].account;
            purse[i] = _balance(asset, account);
            if (isOwed) purse[i] += asset == COIN ? escrow.credits(account) : escrow.tokenCredits(token, account);
            if (isOwedByAccounts) purse[i] += accounts.credits(account);
        }
    }

    /// @dev Everybody has what they are expected to have.
    function _claimPurse(uint8 property, uint256 asset, uint256[13] memory expected) internal {
        uint256[13] memory found = _purse(asset);
        bool isRight = true;
        for (uint256 i; i < ACTORS; ++i) {
            if (found[i] != expected[i]) isRight = false;
        }
        _claim(property, isRight);
        _claimEscrow(asset);
    }

    /// @dev The escrow, and for coin the contract of accounts, hold exactly what they owe.
    function _claimEscrow(uint256 asset) internal {
        address token = _assetAt(asset);
        uint256 credits = asset == COIN ? escrow.totalCredits() : escrow.totalTokenCredits(token);
        uint256 owed = _inEscrow[asset] + _escrowFees[asset] + credits + (asset == COIN ? _pool : 0);
        bool isRight = _balance(asset, address(escrow)) == owed;
        if (asset == COIN) _claim(Id.JOB_CON_05, isRight);
        isRight = isRight && escrow.totalEscrowed(token) == _inEscrow[asset];
        _claim(Id.JOB_CON_02, isRight && escrow.accruedFees(token) == _escrowFees[asset]);
        if (asset == COIN) _claimAccounts();
    }

    function _claimAccounts() internal {
        bool isRight = address(accounts).balance == _inStreams + _inWallets + accounts.totalCredits();
        _claim(Id.JOB_CON_05, isRight);
        isRight = isRight && accounts.totalStreamed() == _inStreams;
        _claim(Id.JOB_CON_04, isRight && accounts.totalWalletDeposits() == _inWallets);
    }

    /// @dev A job and its record in escrow say what the model says; once over, for ever.
    function _claimJob(uint256 jobId) internal {
        Job storage j = _jobs[jobId];
        if (j.status == 0) return;
        JobRecord memory r = jobs.getJob(jobId);
        address host = j.host < ACTORS ? _actors[j.host].account : address(0);
        _claim(Id.JOB_SEQ_01, r.status == j.status && r.deadline == j.deadline && r.submittedAt == j.submitted);
        _claim(Id.JOB_ACC_01, r.host == host && r.renter == _actors[j.renter].account);
        EscrowRecord memory e = escrow.getEscrow(bytes32(jobId));
        bool isOver = j.status == PAID || j.status == REFUNDED;
        bool isRight = e.amount == (isOver ? 0 : j.paid) && e.token == _assetAt(j.asset) && e.host == host;
        _claim(Id.JOB_CON_01, isRight && e.feeBps == j.feeBps && e.renter == r.renter);
        _claim(Id.JOB_TIM_01, e.disputedAt == j.disputed);
    }

    /// @dev Whether the assigned host's proof can't be challenged any more.
    function _isDue(uint256 jobId) internal view returns (bool) {
        JobProof storage p = _jobProofs[jobId];
        bool isFinal = p.status == VERIFIED && p.challenge == 0 && block.timestamp > p.verified + CHALLENGE_PERIOD;
        return isFinal && p.host == _jobs[jobId].host;
    }

    /// @dev The proof says what the model says.
    function _claimProof(uint256 jobId) internal {
        JobProof storage p = _jobProofs[jobId];
        ProofRecord memory r = jobProofs.getProof(jobId);
        _claim(Id.JOB_SEQ_02, r.status == p.status && r.verifiedAt == p.verified && r.proofHash == p.hash);
        _claim(Id.JOB_TIM_02, r.challengeId == p.challenge);
    }

    function _isIn(uint256 set, uint256 who) internal pure returns (bool) {
        return set >> who & 1 == 1;
    }

    function _with(uint256 set, uint256 who, bool isIn) internal pure returns (uint256) {
        return isIn ? set | (1 << who) : set & ~(uint256(1) << who);
    }

    // ------------------------------------------------------------------ bookkeeping: ends

    /// @dev Ends a job, for everybody's books but the escrow's.
    function _closeJob(uint256 jobId, bool toHost, Verdict verdict) internal {
        Job storage j = _jobs[jobId];
        j.status = toHost ? PAID : REFUNDED;
        if (verdict != Verdict.NOTHING) _countOutcome(verdict == Verdict.SUCCESS);
        if (j.host < ACTORS) _leaveHost(jobId, j.host, verdict);
    }

    function _leaveHost(uint256 jobId, uint256 host, Verdict verdict) internal {
        --_nodes[host].jobs;
        _nodes[host].ended = block.timestamp;
        if (verdict != Verdict.NOTHING) _noteOutcome(host, jobId, verdict == Verdict.SUCCESS);
    }

    /// @dev The record of a closed job pays one side; `purse` becomes what everybody is to have then.
    function _payOut(uint256 jobId, uint256[13] memory purse) internal {
        Job storage j = _jobs[jobId];
        (uint256 asset, uint256 amount) = (j.asset, j.paid);
        _inEscrow[asset] -= amount;
        if (j.status == REFUNDED) {
            purse[j.renter] += _arriving(asset, amount);
            return;
        }
        uint256 fee = amount * j.feeBps / 10_000;
        uint256 bonus = asset == COIN ? _bonus(j.host, amount - fee, fee) : 0;
        _escrowFees[asset] += fee;
        _pool -= bonus;
        purse[j.host] += _arriving(asset, amount - fee + bonus);
    }

    /// @dev A tenth for a host of good repute, at most the fee, as far as the pool goes.
    function _bonus(uint256 host, uint256 net, uint256 fee) private view returns (uint256 bonus) {
        if (_scoreOf(host) < ELIGIBLE) return 0;
        bonus = net / 10 < fee ? net / 10 : fee;
        if (bonus > _pool) bonus = _pool;
    }

    // ------------------------------------------------------------------ bookkeeping: scores

    function _scoreOf(uint256 who) internal view returns (uint256) {
        if (_scores[who].since != 0) return _scores[who].score;
        return _mayServe(who) ? 100 : 0;
    }

    function _hasOutcome(uint256 host, uint256 jobId) internal view returns (bool) {
        return _isIn(_outcomes[jobId], host);
    }

    /// @dev The first outcome of a host in a job counts.
    function _noteOutcome(uint256 host, uint256 jobId, bool isSuccess) internal {
        if (_hasOutcome(host, jobId)) return;
        _outcomes[jobId] = _with(_outcomes[jobId], host, true);
        Score storage s = _activeScore(host);
        s.score = isSuccess ? s.score + 10 : _excess(s.score, 20);
    }

    /// @dev A host works, or is rated, now.
    function _activeScore(uint256 host) internal returns (Score storage s) {
        s = _scores[host];
        if (s.since == 0) s.score = 100;
        else _takeDecay(s);
        s.since = block.timestamp;
    }

    function _monthsOf(Score storage s) internal view returns (uint256) {
        return s.since == 0 ? 0 : (block.timestamp - s.since) / MONTH;
    }

    /// @dev Five hundredths of the score for each full month.
    function _takeDecay(Score storage s) internal {
        uint256 months = _monthsOf(s);
        s.score = _excess(s.score, s.score * 5 * months / 100);
        s.since += months * MONTH;
    }

    function _claimScore(uint256 who) internal {
        if (who >= ACTORS) return;
        address account = _actors[who].account;
        bool isRight = reputation.getReputation(account) == _scoreOf(who);
        _claim(Id.JOB_ARI_01, isRight && reputation.lastActivity(account) == _scores[who].since);
    }
}
