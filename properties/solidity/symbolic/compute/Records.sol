// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Payee, Symbolic} from "../Symbolic.sol";
import {OneJob, OneScore} from "./Others.sol";
import {IReputationSystem} from "../../../../contracts/compute/IReputationSystem.sol";
import {PaymentEscrow} from "../../../../contracts/compute/PaymentEscrow.sol";
import {EscrowStatus} from "../../../../contracts/compute/PromptTypes.sol";
import {IPayments} from "../../../../contracts/payments/IPayments.sol";

/// @title The escrow, all of it, with its records laid open
contract OpenEscrow is PaymentEscrow {
    constructor(address scores, address treasury, address arbiter)
        PaymentEscrow(IReputationSystem(scores), treasury, arbiter, 1_000)
    {}

    function put(address renter, address host, uint96 amount, uint16 feeBps, EscrowStatus status, uint40 disputed)
        external
    {
        StoredEscrow storage e = _escrows[bytes32(uint256(1))];
        (e.renter, e.host, e.amount, e.feeBps) = (renter, host, amount, feeBps);
        (e.status, e.disputedAt) = (status, disputed);
        totalEscrowed[address(0)] = amount;
    }

    function putBooks(uint256 fees, uint256 pool) external {
        (accruedFees[address(0)], incentivePool) = (fees, pool);
    }

    function statusOf() external view returns (EscrowStatus) {
        return _escrows[bytes32(uint256(1))].status;
    }
}

/// @title The money of one job: who gets it, how often, at whose call and until when
contract RecordChecks is Symbolic {
    bytes32 private constant KEY = bytes32(uint256(1));
    address private constant ARBITER = address(0xA4B);
    address private constant HOST = address(0x4057);

    OneJob private job;
    OneScore private scores;
    OpenEscrow private escrow;
    Payee private renter;
    Payee private treasury;
    uint96 private amount;
    EscrowStatus private status;
    uint40 private disputed;

    function setUp() public {
        (job, scores, renter, treasury) = (new OneJob(), new OneScore(), new Payee(), new Payee());
        escrow = new OpenEscrow(address(scores), address(treasury), ARBITER);
        escrow.setMarketplace(address(job));
        (amount, status) = (uint96(_amount("amount")), EscrowStatus(any.createUint(2, "status")));
        disputed = uint40(any.createUint(36, "disputed"));
        vm.warp(any.createUint(37, "now"));
        vm.assume(block.timestamp >= disputed && amount != 0);
        _put(1_000);
        vm.deal(address(escrow), amount);
        vm.deal(address(renter), 0);
        vm.deal(address(treasury), 0);
    }

    /// @custom:bound one release by the marketplace of any amount, at a fee of 0, 2.5 or 10 %, without a pool
    function check_JOB_CON_01_the_host_gets_all_but_the_fee(uint8 kind) external {
        uint16 feeBps = kind == 0 ? 0 : kind == 1 ? 250 : 1_000;
        _put(feeBps);
        vm.prank(address(job));
        escrow.releaseEscrow(KEY);
        uint256 fee = (uint256(amount) * feeBps) / 10_000;
        assert(escrow.accruedFees(address(0)) == fee && _got(HOST) == amount - fee);
        assert(escrow.totalEscrowed(address(0)) == 0);
    }

    /// @custom:bound one release by the marketplace to an eligible host, of 1 ether at a fee of 2.5 %, with any pool
    function check_JOB_CON_01_a_bonus_is_at_most_the_fee(uint96 pool) external {
        scores.set(true, 0);
        escrow.put(address(renter), HOST, 1 ether, 250, EscrowStatus.Active, 0);
        escrow.putBooks(0, pool);
        vm.deal(address(escrow), 2 * ALL_COIN);
        vm.prank(address(job));
        escrow.releaseEscrow(KEY);
        uint256 bonus = uint256(pool) - escrow.incentivePool();
        assert(escrow.accruedFees(address(0)) == 0.025 ether && bonus <= 0.025 ether);
        assert(_got(HOST) == 0.975 ether + bonus);
    }

    /// @custom:bound one refund by the marketplace of any amount, coin accepted or refused
    function check_JOB_CON_01_the_renter_gets_everything_back(bool refuses) external {
        renter.setRefuses(refuses);
        vm.prank(address(job));
        escrow.refundEscrow(KEY);
        assert(_got(address(renter)) == amount && escrow.totalEscrowed(address(0)) == 0);
    }

    /// @custom:bound two ends of a record of any status, each in any way
    function check_JOB_CON_01_a_record_pays_once(uint8 first, uint8 second) external {
        vm.assume(_end(first));
        assert(status == EscrowStatus.Active || status == EscrowStatus.Disputed);
        EscrowStatus over = escrow.statusOf();
        assert(over != EscrowStatus.Active && over != EscrowStatus.Disputed);
        assert(!_end(second) && escrow.statusOf() == over);
    }

    /// @custom:bound fees and pool of any size; one withdrawal by anybody, and another
    function check_JOB_CON_02_fees_leave_to_the_treasury_once(uint96 fees, uint96 pool, address caller) external {
        escrow.putBooks(fees, pool);
        vm.deal(address(escrow), 2 * ALL_COIN);
        vm.prank(caller);
        escrow.withdrawFees(address(0));
        assert(_got(address(treasury)) == fees && escrow.accruedFees(address(0)) == 0);
        assert(escrow.incentivePool() == pool && escrow.totalEscrowed(address(0)) == amount);
        vm.prank(caller);
        (bool again,) = address(escrow).call(abi.encodeCall(escrow.withdrawFees, (address(0))));
        assert(!again);
    }

    /// @custom:bound one funding of the pool with any amount
    function check_JOB_CON_02_the_pool_grows_by_what_comes(uint96 pool, uint96 value) external {
        escrow.putBooks(0, pool);
        vm.deal(address(renter), value);
        vm.prank(address(renter));
        escrow.fundIncentives{value: value}();
        assert(value != 0 && escrow.incentivePool() == uint256(pool) + value);
    }

    /// @custom:bound one release or refund by any account but the marketplace; the renter may release where it may there
    function check_JOB_ACC_02_only_renter_and_marketplace_pay(address caller, bool isRelease, bool refuses) external {
        job.setRefuses(refuses);
        vm.assume(caller != address(job) && (caller != address(renter) || !isRelease || refuses));
        bytes memory data =
            isRelease ? abi.encodeCall(escrow.releaseEscrow, (KEY)) : abi.encodeCall(escrow.refundEscrow, (KEY));
        assert(!_call(caller, data));
    }

    /// @custom:bound one ruling by any account but the arbiter, for either side, in any state
    function check_JOB_ACC_02_only_the_arbiter_rules(address caller, bool forHost) external {
        vm.assume(caller != ARBITER);
        address winner = forHost ? HOST : address(renter);
        assert(!_call(caller, abi.encodeCall(escrow.resolveDispute, (KEY, winner))));
    }

    /// @custom:bound one ruling by the arbiter at any time, for any account
    function check_JOB_TIM_01_rulings_come_in_time(address winner) external {
        vm.prank(ARBITER);
        escrow.resolveDispute(KEY, winner);
        assert(status == EscrowStatus.Disputed && block.timestamp <= uint256(disputed) + 14 days);
        assert(winner == HOST || winner == address(renter));
    }

    /// @custom:bound one default by anybody at any time, in any state
    function check_JOB_TIM_01_the_default_is_due_exactly_after_them(address caller) external {
        vm.prank(caller);
        (bool success, bytes memory answer) = address(escrow).call(abi.encodeCall(escrow.claimDisputeDefault, (KEY)));
        bool isDue = status == EscrowStatus.Disputed && block.timestamp > uint256(disputed) + 14 days;
        assert(success == isDue || _selectorOf(answer) == IPayments.InsufficientGasForPayment.selector);
        if (success) assert(_got(address(renter)) == amount);
    }

    /// @custom:bound one change of arbiter, fee, treasury or governance by any account but the owner
    function check_JOB_ACC_05_only_the_owner_names(address caller, uint8 way) external {
        vm.assume(caller != address(this) && caller != escrow.governance());
        bytes memory data = way == 0
            ? abi.encodeCall(escrow.setArbiter, (HOST))
            : way == 1
                ? abi.encodeCall(escrow.setFee, (1))
                : way == 2 ? abi.encodeCall(escrow.setTreasury, (HOST)) : abi.encodeCall(escrow.setGovernance, (HOST));
        assert(!_call(caller, data));
    }

    function _put(uint16 feeBps) private {
        escrow.put(address(renter), HOST, amount, feeBps, status, disputed);
    }

    function _end(uint8 way) private returns (bool) {
        if (way == 0) return _call(address(job), abi.encodeCall(escrow.releaseEscrow, (KEY)));
        if (way == 1) return _call(address(job), abi.encodeCall(escrow.refundEscrow, (KEY)));
        if (way == 2) return _call(address(this), abi.encodeCall(escrow.claimDisputeDefault, (KEY)));
        return _call(ARBITER, abi.encodeCall(escrow.resolveDispute, (KEY, HOST)));
    }

    function _call(address caller, bytes memory data) private returns (bool success) {
        vm.prank(caller);
        (success,) = address(escrow).call(data);
    }

    /// @dev Coin and credit: what an account has got, however it was paid.
    function _got(address account) private view returns (uint256) {
        return account.balance + escrow.credits(account);
    }
}
