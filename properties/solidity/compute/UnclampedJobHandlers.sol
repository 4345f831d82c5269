// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {AccountHandlers} from "./AccountHandlers.sol";
import "./Ids.sol" as Id;
import {IEscrow, IJobs, ILinked, INodes} from "./Market.sol";
import {Order} from "./PostingActions.sol";

/// @title What an engine may do with prompt jobs, their money and proofs, without sense
/// @notice Most of these calls are refused, and that is what is claimed about them.
abstract contract UnclampedJobHandlers is AccountHandlers {
    // ------------------------------------------------------------------ orders

    /// @dev What is sent is what is said, or one wei more or less.
    function _near(uint256 amount, uint256 seed) internal pure returns (uint256) {
        uint256 kind = _mix(seed, 230) % 4;
        return kind == 0 ? amount + 1 : kind == 1 && amount != 0 ? amount - 1 : amount;
    }

    function any_post_job(uint256 who, uint256 seed) public {
        Order memory o = _order(COIN, seed);
        _post(who % ACTORS, o, _near(o.payment, seed));
    }

    function any_post_job_with_token(uint256 who, uint256 asset, uint256 seed) public {
        Order memory o = _order(STABLE, seed);
        o.payment %= 10 ** 21;
        _postWithToken(who % ACTORS, o, _assetAt(asset % ASSETS));
    }

    function any_batch_post_jobs(uint256 who, uint256 count, uint256 seed) public {
        Order memory o = _order(COIN, seed);
        _postMany(who % ACTORS, o, count % 4, _near(count % 4 * o.payment, seed));
    }

    function any_create_job_for(uint256 who, uint256 renter, uint256 seed) public {
        Order memory o = _order(COIN, seed);
        bytes memory data =
            abi.encodeCall(IJobs.createJobFor, (_actors[renter % ACTORS].account, o.details, o.demands, o.payment));
        _closed("create_job_for", who % ACTORS, address(market), data, o.payment, Id.JOB_ACC_01);
    }

    // ------------------------------------------------------------------ work and ends

    function any_claim_job(uint256 who, uint256 id) public {
        _take(who % ACTORS, _someJob(id));
    }

    function any_claim_job_for(uint256 who, uint256 host, uint256 id) public {
        bytes memory data = abi.encodeCall(IJobs.claimJobFor, (_actors[_hostNumber(host)].account, _someJob(id)));
        _closed("claim_job_for", who % ACTORS, address(market), data, 0, Id.JOB_ACC_01);
    }

    function any_submit_result(uint256 who, uint256 id, uint256 seed) public {
        uint256 jobId = _someJob(id);
        uint256 by = seed % 2 == 0 && _jobs[jobId].host < ACTORS ? _jobs[jobId].host : who % ACTORS;
        _deliver(by, jobId, _result(seed), _delivery(jobId, seed));
    }

    function any_complete_job(uint256 who, uint256 id, uint256 seed) public {
        uint256 jobId = _someJob(id);
        uint256 by = seed % 2 == 0 && _jobs[jobId].host < ACTORS ? _jobs[jobId].host : who % ACTORS;
        _completeJob(by, jobId, _result(seed), _delivery(jobId, seed));
    }

    function any_fail_job(uint256 who, uint256 id) public {
        _giveBack(who % ACTORS, _someJob(id));
    }

    function any_release_payment(uint256 who, uint256 id) public {
        _release(who % ACTORS, _someJob(id));
    }

    function any_batch_release_payments(uint256 who, uint256 first, uint256 second, bool both) public {
        uint256[] memory ids = new uint256[](both ? 2 : first % 8 == 0 ? 0 : 1);
        if (ids.length != 0) ids[0] = _someJob(first);
        if (both) ids[1] = _someJob(second);
        _releaseMany(who % ACTORS, ids);
    }

    function any_expire_job(uint256 who, uint256 id) public {
        _expire(who % ACTORS, _someJob(id));
    }

    // ------------------------------------------------------------------ proofs

    function any_submit_proof(uint256 who, uint256 id, uint256 content, uint256 shape) public {
        _submitProof(who % ACTORS, _someJob(id), content % 2, shape % (2 * SHAPES));
    }

    function any_verify_proof(uint256 who, uint256 id) public {
        _verify(who % ACTORS, _someJob(id));
    }

    function any_batch_verify_proofs(uint256 who, uint256 id) public {
        uint256[] memory ids = new uint256[](id % 8 == 0 ? 0 : 1);
        if (ids.length != 0) ids[0] = _someJob(id);
        _verifyMany(who % ACTORS, ids);
    }

    function any_reject_proof(uint256 who, uint256 id) public {
        _reject(who % ACTORS, _someJob(id));
    }

    function any_challenge_proof(uint256 who, uint256 id, uint256 evidence, uint256 stake) public {
        _challenge(who % ACTORS, _someJob(id), bytes32(evidence % 4), stake % (20 * FAB_UNIT));
    }

    function any_resolve_challenge(uint256 who, uint256 id, bool isRight) public {
        _resolve(who % ACTORS, id % (_doubtCount + 2), isRight);
    }

    function any_expire_challenge(uint256 who, uint256 id) public {
        _lapseDoubt(who % ACTORS, id % (_doubtCount + 2));
    }

    function any_set_verifier(uint256 who, uint256 to, bool isVerifier) public {
        _setVerifier(who % ACTORS, to % (ACTORS + 1), isVerifier);
    }

    // ------------------------------------------------------------------ escrow

    function any_release_escrow(uint256 who, uint256 id) public {
        _releaseEscrow(who % ACTORS, _someJob(id));
    }

    function any_dispute_escrow(uint256 who, uint256 id) public {
        _dispute(who % ACTORS, _someJob(id));
    }

    function any_resolve_dispute(uint256 who, uint256 id, uint256 winner) public {
        uint256 jobId = _someJob(id);
        _rule(who % ACTORS, jobId, winner % 2 == 0 ? winner / 2 % (ACTORS + 1) : _jobs[jobId].host);
    }

    function any_claim_dispute_default(uint256 who, uint256 id) public {
        _default(who % ACTORS, _someJob(id));
    }

    function any_withdraw_fees(uint256 who, uint256 asset) public {
        _takeEscrowFees(who % ACTORS, asset % ASSETS);
    }

    function any_fund_incentives(uint256 who, uint256 value) public {
        _fundPool(who % ACTORS, value % 10 ** 17);
    }

    function any_withdraw_escrow_credit(uint256 who) public {
        who %= ACTORS;
        _creditOut("withdraw_escrow_credit", who, who, COIN, abi.encodeCall(IEscrow.withdraw, ()));
    }

    function any_withdraw_escrow_credit_to(uint256 who, uint256 to) public {
        to %= ACTORS + 1;
        bytes memory data = abi.encodeCall(IEscrow.withdrawTo, (_accountOf(to)));
        _creditOut("withdraw_escrow_credit_to", who % ACTORS, to, COIN, data);
    }

    function any_withdraw_escrow_token_credit(uint256 who, uint256 asset) public {
        (who, asset) = (who % ACTORS, asset % 3 + 1);
        bytes memory data = abi.encodeCall(IEscrow.withdrawTokenCredit, (_assetAt(asset)));
        _creditOut("withdraw_escrow_token_credit", who, who, asset, data);
    }

    function any_withdraw_escrow_token_credit_to(uint256 who, uint256 asset, uint256 to) public {
        (asset, to) = (asset % 3 + 1, to % (ACTORS + 1));
        bytes memory data = abi.encodeCall(IEscrow.withdrawTokenCreditTo, (_assetAt(asset), _accountOf(to)));
        _creditOut("withdraw_escrow_token_credit_to", who % ACTORS, to, asset, data);
    }

    function any_set_fee(uint256 who, uint256 feeBps) public {
        _setFee(who % ACTORS, feeBps % 1_100);
    }

    function any_set_arbiter(uint256 who, uint256 to) public {
        _setArbiter(who % ACTORS, to % (ACTORS + 1));
    }

    function any_set_escrow_treasury(uint256 who, uint256 to) public {
        _setEscrowTreasury(who % ACTORS, to % (ACTORS + 1));
    }

    function any_set_escrow_governance(uint256 who, uint256 to) public {
        _setEscrowGovernance(who % ACTORS, to % (ACTORS + 2));
    }

    // ------------------------------------------------------------------ between the contracts

    function any_create_escrow(uint256 who, uint256 id, uint256 value) public {
        value %= 1 ether;
        address renter = _actors[who % ACTORS].account;
        bytes memory data = abi.encodeCall(IEscrow.createEscrow, (bytes32(_someJob(id)), renter, value, address(0)));
        _closed("create_escrow", who % ACTORS, address(escrow), data, value, Id.JOB_CON_01);
    }

    function any_assign_host(uint256 who, uint256 id, uint256 host) public {
        bytes memory data =
            abi.encodeCall(IEscrow.assignHost, (bytes32(_someJob(id)), _actors[_hostNumber(host)].account));
        _closed("assign_host", who % ACTORS, address(escrow), data, 0, Id.JOB_CON_01);
    }

    function any_refund_escrow(uint256 who, uint256 id) public {
        bytes memory data = abi.encodeCall(IEscrow.refundEscrow, (bytes32(_someJob(id))));
        _closed("refund_escrow", who % ACTORS, address(escrow), data, 0, Id.JOB_CON_01);
    }

    function any_escrow_releasing(uint256 who, uint256 id, uint256 renter) public {
        bytes memory data = abi.encodeCall(IJobs.escrowReleasing, (_someJob(id), _actors[renter % ACTORS].account));
        _closed("escrow_releasing", who % ACTORS, address(market), data, 0, Id.JOB_ACC_02);
    }

    function any_escrow_disputed(uint256 who, uint256 id, uint256 by) public {
        bytes memory data = abi.encodeCall(IJobs.escrowDisputed, (_someJob(id), _actors[by % ACTORS].account));
        _closed("escrow_disputed", who % ACTORS, address(market), data, 0, Id.JOB_ACC_02);
    }

    function any_escrow_settled(uint256 who, uint256 id, bool toHost, uint256 outcome) public {
        bytes memory data = abi.encodeCall(IJobs.escrowSettled, (_someJob(id), toHost, uint8(outcome % 3)));
        _closed("escrow_settled", who % ACTORS, address(market), data, 0, Id.JOB_ACC_02);
    }

    function any_job_opened(uint256 who, uint256 host) public {
        bytes memory data = abi.encodeCall(INodes.jobOpened, (_actors[_hostNumber(host)].account));
        _closed("job_opened", who % ACTORS, address(nodes), data, 0, Id.JOB_SEQ_01);
    }

    function any_job_closed(uint256 who, uint256 host) public {
        bytes memory data = abi.encodeCall(INodes.jobClosed, (_actors[_hostNumber(host)].account));
        _closed("job_closed", who % ACTORS, address(nodes), data, 0, Id.JOB_SEQ_01);
    }

    function any_slash_for_challenge(uint256 who, uint256 host, uint256 amount) public {
        address account = _actors[_hostNumber(host)].account;
        bytes memory data =
            abi.encodeCall(INodes.slashForChallenge, (account, amount % (100 * FAB_UNIT), _accountOf(who % ACTORS)));
        _closed("slash_for_challenge", who % ACTORS, address(nodes), data, 0, Id.JOB_CON_03);
    }

    function any_set_job_proofs(uint256 who, uint256 to) public {
        bytes memory data = abi.encodeCall(INodes.setJobProofs, (_accountOf(to % (ACTORS + 1))));
        _closed("set_job_proofs", who % ACTORS, address(nodes), data, 0, Id.JOB_ACC_05);
    }

    function any_set_account_integration(uint256 who, uint256 to) public {
        bytes memory data = abi.encodeCall(IJobs.setAccountIntegration, (_accountOf(to % (ACTORS + 1))));
        _closed("set_account_integration", who % ACTORS, address(market), data, 0, Id.JOB_ACC_05);
    }

    function any_set_escrow_marketplace(uint256 who, uint256 to) public {
        _relink("set_escrow_marketplace", who, address(escrow), to);
    }

    function any_set_job_proofs_marketplace(uint256 who, uint256 to) public {
        _relink("set_job_proofs_marketplace", who, address(jobProofs), to);
    }

    function any_set_reputation_marketplace(uint256 who, uint256 to) public {
        _relink("set_reputation_marketplace", who, address(reputation), to);
    }

    function _relink(string memory action, uint256 who, address linked, uint256 to) private {
        bytes memory data = abi.encodeCall(ILinked.setMarketplace, (_accountOf(to % (ACTORS + 1))));
        _closed(action, who % ACTORS, linked, data, 0, Id.JOB_ACC_05);
    }
}
