// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Put, Stage} from "./OpenMarket.sol";
import {SessionStatus} from "../../../../contracts/compute/ComputeTypes.sol";
import {IPayments} from "../../../../contracts/payments/IPayments.sol";

/// @title Settlement arithmetic: who gets what when a session ends
contract SettlementChecks is Stage {
    /// @custom:bound one completion or timeout of an active session with any books, coin accepted or refused
    function check_SES_CON_01_the_deposit_is_divided(bool completes) external {
        _assumeActive();
        vm.prank(host);
        if (completes) market.completeSessionJob(session);
        else market.triggerSessionTimeout(session);
        _assertDivided(_gross());
    }

    /// @custom:bound one completion of a session of 1 ether with fewer than 2^16 tokens, at 1.5 each, coin accepted
    function check_SES_CON_01_small_sums_are_divided_too(uint16 tokens) external {
        Put memory p = before;
        (p.status, p.price, p.tokens, p.funds) = (SessionStatus.Active, 1_500, tokens, 1 ether);
        depositor.setRefuses(false);
        vm.deal(address(market), 1 ether);
        market.putSession(3, address(depositor), host, p, 0);
        vm.prank(host);
        market.completeSessionJob(3);
        uint256 gross = (uint256(tokens) * 1_500) / 1_000;
        uint256 fee = (gross * FEE_BPS) / 10_000;
        assert(market.accumulatedTreasury(address(0)) == fee && _earned() == gross - fee);
        assert(_got(address(depositor)) == 1 ether - gross);
    }

    /// @custom:bound a cancellation without proofs, at intervals of 100, due or with no host that serves, coin accepted
    function check_SES_CON_07_nothing_is_charged_where_waiting_or_nobody_serves(bool isServed) external {
        _unproven(before.price, 100);
        vm.assume(!isServed || _isDue());
        depositor.setRefuses(false);
        _setHost(isServed, true, 0);
        vm.prank(address(depositor));
        market.cancelSession(session);
        _assertDivided(0);
    }

    /// @custom:bound a cancellation without proofs, with a host that serves, not due, at 1.5 a token, coin accepted
    function check_SES_CON_07_leaving_early_costs_an_interval_at_most() external {
        _unproven(1_500, before.interval);
        vm.assume(!_isDue());
        depositor.setRefuses(false);
        _setHost(true, true, 0);
        vm.prank(address(depositor));
        market.cancelSession(session);
        uint256 extra = (uint256(before.interval) * 1_500) / 1_000;
        _assertDivided(extra < before.funds ? extra : before.funds);
    }

    /// @custom:bound one extension of a coin session with any books and times, by any deposit and duration
    function check_SES_CON_07_an_extension_only_adds(uint96 deposit, uint32 duration) external {
        vm.deal(address(depositor), deposit);
        vm.prank(address(depositor));
        market.extendSession{value: deposit}(session, deposit, duration);
        assert(market.fundsOf(session) == uint256(before.funds) + deposit);
        assert(market.durationOf(session) == uint256(before.duration) + duration);
        assert(_got(address(depositor)) == 0);
    }

    /// @custom:bound one end without proofs, at intervals of 100 and one unit a token, by each way, coin refused
    function check_SES_LIV_02_a_refusal_stops_no_end(uint8 way) external {
        _unproven(1_000, 100);
        depositor.setRefuses(true);
        bool isOpen = way == 0 || (way == 1 ? _isLate() : _isDue());
        bytes memory data = way == 0
            ? abi.encodeCall(market.cancelSession, (session))
            : way == 1
                ? abi.encodeCall(market.completeSessionJob, (session))
                : abi.encodeCall(market.triggerSessionTimeout, (session));
        (bool success, bytes memory answer) = _call(address(depositor), data);
        assert(success || !isOpen || _selectorOf(answer) == IPayments.InsufficientGasForPayment.selector);
        if (success) assert(market.credits(address(depositor)) == before.funds);
    }

    function _isLate() private view returns (bool) {
        return block.timestamp >= _since() + before.window;
    }
}

/// @title Who may end a session, when, and once only
contract EndChecks is Stage {
    function setUp() public override {
        super.setUp();
        before.tokens = 0; // what is paid is the matter of SES-CON-01
        _put(0);
        depositor.setRefuses(false);
    }

    /// @custom:bound one completion, cancellation or extension by any account that may not, of a session in any state
    function check_SES_ACC_01_only_parties_end(address caller, uint8 way) external {
        vm.assume(caller != address(depositor) && (way != 1 || caller != host)); // the host may complete, no more
        bytes memory data = way == 0
            ? abi.encodeCall(market.cancelSession, (session))
            : way == 1
                ? abi.encodeCall(market.completeSessionJob, (session))
                : abi.encodeCall(market.extendSession, (session, 0, 1));
        (bool success,) = _call(caller, data);
        assert(!success);
    }

    /// @custom:bound one proof by any account but the host, of a session in any state
    function check_SES_ACC_01_only_the_host_proves(address caller, uint40 tokens) external {
        vm.assume(caller != host);
        proofs.setTakes(true);
        (bool success,) = _call(caller, abi.encodeCall(market.submitProofOfWork, (session, tokens, new bytes(97))));
        assert(!success);
    }

    /// @custom:bound two ends of a session by the depositor, each in any way, in any state
    function check_SES_SEQ_01_a_session_ends_once(uint8 first, uint8 second) external {
        (bool ended,) = _call(address(depositor), _end(first));
        vm.assume(ended);
        assert(before.status == SessionStatus.Active);
        SessionStatus status = market.statusOf(session);
        assert(
            status
                == (first == 0
                        ? SessionStatus.Cancelled
                        : first == 1 ? SessionStatus.Completed : SessionStatus.TimedOut)
        );
        (bool again,) = _call(address(depositor), _end(second));
        assert(!again && market.statusOf(session) == status);
    }

    /// @custom:bound one completion by either party at any time, in any state
    function check_SES_TIM_02_no_completion_before_the_window_is_over(bool byHost) external {
        (bool success,) =
            _call(byHost ? host : address(depositor), abi.encodeCall(market.completeSessionJob, (session)));
        if (success) assert(block.timestamp >= uint256(before.last) + before.window);
    }

    /// @custom:bound one timeout by anybody at any time, of an active session, without pauses
    function check_SES_TIM_03_times_out_exactly_when_due(address caller) external {
        _assumeActive();
        (bool success, bytes memory answer) = _call(caller, abi.encodeCall(market.triggerSessionTimeout, (session)));
        if (success) assert(_isDue());
        else assert(!_isDue() || _selectorOf(answer) == IPayments.InsufficientGasForPayment.selector);
    }

    function _end(uint8 way) private view returns (bytes memory) {
        if (way == 0) return abi.encodeCall(market.cancelSession, (session));
        return way == 1
            ? abi.encodeCall(market.completeSessionJob, (session))
            : abi.encodeCall(market.triggerSessionTimeout, (session));
    }
}

/// @title What a host may claim
contract ClaimChecks is Stage {
    function setUp() public override {
        super.setUp();
        proofs.setTakes(true);
    }

    /// @custom:bound one proof by the host of any claim, on a session with any books and times
    function check_SES_TIM_01_no_claim_after_the_end(uint40 tokens) external {
        _claim(tokens);
        assert(block.timestamp <= uint256(before.start) + before.duration);
    }

    /// @custom:bound one proof by the host of any claim, on a session with any books and times
    function check_SES_ARI_02_claims_are_within_the_rate(uint40 tokens) external {
        _claim(tokens);
        assert(tokens != 0 && tokens <= 2_000 * (block.timestamp - before.last));
    }

    /// @custom:bound one proof by the host, on a session with any books; fewer than 2^40 tokens, as rate and time allow
    function check_SES_ARI_01_claims_are_paid_for(uint40 tokens) external {
        uint256 total = uint256(before.tokens) + tokens;
        vm.assume(total < 2 ** 40);
        _claim(tokens);
        assert(market.tokensOf(session) == total);
        assert(total <= (uint256(before.funds) * 1_000) / before.price);
    }

    /// @custom:bound two proofs by the host, the first of fewer than 100 tokens
    function check_SES_ARI_01_a_small_claim_is_the_last(uint40 first, uint40 second) external {
        vm.assume(first < 100);
        _claim(first);
        assert(!before.isFinal);
        vm.prank(host);
        (bool again,) = address(market).call(abi.encodeCall(market.submitProofOfWork, (session, second, new bytes(97))));
        assert(!again);
    }

    /// @custom:bound one proof by the host that the proof system does not take
    function check_SES_SEQ_02_no_claim_without_a_good_proof(uint40 tokens) external {
        proofs.setTakes(false);
        (bool success,) = _call(host, abi.encodeCall(market.submitProofOfWork, (session, tokens, new bytes(97))));
        assert(!success);
    }

    function _claim(uint40 tokens) private {
        vm.prank(host);
        market.submitProofOfWork(session, tokens, new bytes(97));
    }
}
