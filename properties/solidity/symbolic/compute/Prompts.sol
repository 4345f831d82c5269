// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Symbolic} from "../Symbolic.sol";
import {OneEscrow, OneNode, OneScore, OneState} from "./Others.sol";
import {IJobProofs} from "../../../../contracts/compute/IJobProofs.sol";
import {INodeRegistry} from "../../../../contracts/compute/INodeRegistry.sol";
import {IPaymentEscrow} from "../../../../contracts/compute/IPaymentEscrow.sol";
import {IReputationSystem} from "../../../../contracts/compute/IReputationSystem.sol";
import {PromptJobs} from "../../../../contracts/compute/PromptJobs.sol";
import {JobDetails, JobRequirements, JobStatus, ProofStatus} from "../../../../contracts/compute/PromptTypes.sol";

/// @title The code of prompt jobs and of the breaker, with an owner and with its records laid open
contract OpenPrompts is PromptJobs {
    address public owner;

    constructor(address nodes, address escrow, address scores, address proofs)
        PromptJobs(INodeRegistry(nodes), IPaymentEscrow(escrow), IReputationSystem(scores), IJobProofs(proofs))
    {
        owner = msg.sender;
    }

    function putJob(address renter, address host, JobStatus status, uint40 deadline, uint40 submitted, bool needs)
        external
    {
        StoredJob storage j = _store().jobs[1];
        (j.renter, j.host, j.status) = (renter, host, status);
        (j.deadline, j.submittedAt, j.requiresProof) = (deadline, submitted, needs);
    }

    function putBreaker(uint8 level_, uint40 tightened, bool automatic, uint32 recovery) external {
        PromptStorage storage s = _store();
        (_level, s.tightenedAt, s.automatic, s.recoveryPeriod) = (level_, tightened, automatic, recovery);
    }

    function putPause(uint40 since, uint40 ends, uint16 stopped) external {
        (_pausedAt, _pauseEnds, _pausedFunctions) = (since, ends, stopped);
    }

    function putPeople(address guardian_, address governance_, address integration) external {
        PromptStorage storage s = _store();
        (s.guardian, s.governance, s.integration) = (guardian_, governance_, integration);
    }

    function statusOf() external view returns (JobStatus) {
        return _store().jobs[1].status;
    }

    function level() external view returns (uint8) {
        return _level;
    }
}

/// @title The stage: one job in any state, whose proof is in any state, and everybody by name
abstract contract PromptStage is Symbolic {
    address internal constant RENTER = address(0x4E47);
    address internal constant HOST = address(0x4057);
    address internal constant GUARDIAN = address(0x60A4);
    address internal constant GOVERNANCE = address(0x60F);
    address internal constant INTEGRATION = address(0x147E);

    OneNode internal nodes;
    OneEscrow internal escrow;
    OneScore internal scores;
    OneState internal proofs;
    OpenPrompts internal jobs;
    JobStatus internal status;
    uint40 internal deadline;
    uint40 internal submitted;
    bool internal needsProof;
    bool internal isDue;
    ProofStatus internal proof;

    function setUp() public virtual {
        (nodes, escrow, scores, proofs) = (new OneNode(), new OneEscrow(), new OneScore(), new OneState());
        jobs = new OpenPrompts(address(nodes), address(escrow), address(scores), address(proofs));
        jobs.putPeople(GUARDIAN, GOVERNANCE, INTEGRATION);
        uint256 number = any.createUint(3, "status");
        vm.assume(number <= uint256(type(JobStatus).max));
        status = JobStatus(number);
        deadline = uint40(any.createUint(36, "deadline"));
        submitted = uint40(any.createUint(36, "submitted"));
        (needsProof, isDue) = (any.createBool("needsProof"), any.createBool("due"));
        proof = ProofStatus(any.createUint(2, "proof"));
        vm.warp(any.createUint(37, "now"));
        jobs.putJob(RENTER, HOST, status, deadline, submitted, needsProof);
        proofs.set(proof, isDue, false, keccak256("proof"));
    }

    function _call(address caller, bytes memory data) internal returns (bool success) {
        vm.prank(caller);
        (success,) = address(jobs).call(data);
    }

    function _order() internal pure returns (JobDetails memory details, JobRequirements memory demands) {
        details = JobDetails("llama", "why?", 100, 700, 7, "");
        demands = JobRequirements(16, 0, 1 days, true);
    }
}

/// @title Who may have a job end, when, and once only
contract PromptEndChecks is PromptStage {
    /// @custom:bound one release by anybody, of a job and a proof in any state
    function check_JOB_SEQ_02_no_payment_before_the_proof_is_final(address caller) external {
        bool paid = _call(caller, abi.encodeCall(jobs.releasePayment, (1)));
        if (paid) assert((!needsProof || isDue) && escrow.released() == 1);
        else assert(escrow.released() == 0);
    }

    /// @custom:bound one release by anybody but the renter, or one delivery by the host, in any state
    function check_JOB_ACC_02_without_renter_or_proof_nobody_is_paid(address caller, bool delivers) external {
        vm.assume(caller != RENTER && !isDue);
        bytes memory data = delivers
            ? abi.encodeCall(jobs.completeJob, (1, "result", "proof"))
            : abi.encodeCall(jobs.releasePayment, (1));
        _call(delivers ? HOST : caller, data);
        assert(escrow.released() == 0);
    }

    /// @custom:bound one expiry by anybody at any time, of a job and a proof in any state, without a challenge
    function check_JOB_SEQ_01_expires_exactly_when_it_is_late(address caller) external {
        bool expired = _call(caller, abi.encodeCall(jobs.expireJob, (1)));
        bool isLate = block.timestamp > deadline;
        bool isAbandoned = block.timestamp > uint256(submitted) + 30 days && !isDue;
        bool isInvalid = needsProof && proof == ProofStatus.Invalid;
        bool isOpen = status == JobStatus.Posted || status == JobStatus.Claimed;
        assert(expired == ((isOpen && isLate) || (status == JobStatus.Submitted && (isAbandoned || isInvalid))));
        assert(escrow.refunded() == (expired ? 1 : 0) && escrow.released() == 0);
    }

    /// @custom:bound two ends of a job by the renter, each a release or an expiry, in any state
    function check_JOB_SEQ_01_a_job_ends_once(bool first, bool second) external {
        vm.assume(_call(RENTER, _end(first)));
        JobStatus over = jobs.statusOf();
        assert(over == JobStatus.Paid || over == JobStatus.Refunded);
        assert(!_call(RENTER, _end(second)) && jobs.statusOf() == over);
    }

    /// @custom:bound one claim by any account at any time, of a job in any state, with a host of any state
    function check_JOB_SEQ_01_claims_are_of_posted_jobs_in_time(address caller, bool isActive) external {
        nodes.set(isActive, 0);
        if (!_call(caller, abi.encodeCall(jobs.claimJob, (1)))) return;
        assert(status == JobStatus.Posted && block.timestamp <= deadline && isActive && caller != RENTER);
    }

    /// @custom:bound one call for the escrow or for the integration, by any other account
    function check_JOB_ACC_01_nobody_acts_for_others(address caller, uint8 way) external {
        vm.assume(caller != INTEGRATION && caller != address(escrow));
        (JobDetails memory details, JobRequirements memory demands) = _order();
        bytes memory data = way == 0
            ? abi.encodeCall(jobs.claimJobFor, (HOST, 1))
            : way == 1
                ? abi.encodeCall(jobs.createJobFor, (RENTER, details, demands, 0))
                : way == 2
                    ? abi.encodeCall(jobs.escrowReleasing, (1, RENTER))
                    : abi.encodeCall(jobs.escrowDisputed, (1, HOST));
        assert(!_call(caller, data));
    }

    /// @custom:bound one order for any payment with any coin
    function check_JOB_CON_05_the_coin_is_the_payment(uint96 payment, uint96 value) external {
        (JobDetails memory details, JobRequirements memory demands) = _order();
        vm.deal(address(this), value);
        jobs.postJob{value: value}(details, demands, payment);
        assert(value == payment && payment != 0 && address(escrow).balance == value && address(jobs).balance == 0);
    }

    function _end(bool isRelease) private view returns (bytes memory) {
        return isRelease ? abi.encodeCall(jobs.releasePayment, (1)) : abi.encodeCall(jobs.expireJob, (1));
    }
}

/// @title What tightens and what loosens the breaker
contract BreakerChecks is PromptStage {
    uint40 private tightened;
    uint8 private before;
    bool private isAutomatic;
    uint32 private recovery;

    function setUp() public override {
        super.setUp();
        (tightened, before) = (uint40(any.createUint(36, "tightened")), uint8(any.createUint(2, "level")));
        (isAutomatic, recovery) = (any.createBool("automatic"), uint32(1 hours + any.createUint(21, "recovery")));
        vm.assume(before <= 2);
        vm.assume(block.timestamp >= tightened);
        jobs.putBreaker(before, tightened, isAutomatic, recovery);
    }

    /// @custom:bound one change of the level by anybody to any level at any time
    function check_JOB_SEQ_03_one_step_up_and_down_after_an_hour(address caller, uint8 level) external {
        if (!_call(caller, abi.encodeCall(jobs.setCircuitBreakerLevel, (level)))) return;
        assert(jobs.level() == level && level <= 2);
        bool isOwner = caller == address(this);
        if (level > before) assert(level == before + 1 && (isOwner || caller == GUARDIAN));
        else assert(level < before && isOwner && block.timestamp >= uint256(tightened) + 1 hours);
    }

    /// @custom:bound one end of a pause or recovery by anybody at any time, at any level
    function check_JOB_SEQ_03_nothing_is_loosened_within_the_hour(address caller, uint8 way) external {
        bytes memory data = way == 0
            ? abi.encodeCall(jobs.unpause, ())
            : way == 1 ? abi.encodeCall(jobs.unpauseFunction, ("postJob")) : abi.encodeCall(jobs.autoRecover, ());
        jobs.putPause(before == 2 ? 1 : 0, 0, 1 << 6);
        if (!_call(caller, data)) return;
        assert(block.timestamp >= uint256(tightened) + 1 hours);
        assert(caller == address(this) || (way > 1 && isAutomatic && before != 0));
    }

    /// @custom:bound one order or claim by anybody, while paused for any time, or with some functions stopped
    function check_JOB_SEQ_03_nothing_begins_while_paused(address caller, uint40 ends, bool claims, uint16 stopped)
        external
    {
        nodes.set(true, 0);
        jobs.putPause(1, ends, stopped);
        (JobDetails memory details, JobRequirements memory demands) = _order();
        bytes memory data =
            claims ? abi.encodeCall(jobs.claimJob, (1)) : abi.encodeCall(jobs.postJob, (details, demands, 1));
        vm.deal(caller, 1);
        vm.prank(caller);
        (bool success,) = address(jobs).call{value: claims ? 0 : 1}(data);
        if (success) assert(ends != 0 && block.timestamp >= ends && stopped & (claims ? 1 << 10 : 1 << 6) == 0);
    }

    /// @custom:bound one pause for any time by anybody, at any level
    function check_JOB_GOV_03_only_the_governance_pauses_for_a_time(address caller, uint256 duration) external {
        if (!_call(caller, abi.encodeCall(jobs.emergencyPauseFor, (duration)))) return;
        assert(caller == GOVERNANCE && duration >= 1 hours && duration <= 7 days && jobs.level() == before);
        assert(jobs.pauseEnds() == block.timestamp + duration);
    }

    /// @custom:bound one change of guardian, governance or integration by any account but the owner
    function check_JOB_ACC_05_only_the_owner_names_whom_jobs_listen_to(address caller, uint8 way) external {
        vm.assume(caller != address(this));
        bytes memory data = way == 0
            ? abi.encodeCall(jobs.setGuardian, (HOST))
            : way == 1 ? abi.encodeCall(jobs.setGovernance, (HOST)) : abi.encodeCall(jobs.setAccountIntegration, (HOST));
        assert(!_call(caller, data));
    }
}
