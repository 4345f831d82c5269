// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Payee, Symbolic} from "../Symbolic.sol";
import {AccountIntegration} from "../../../../contracts/compute/AccountIntegration.sol";
import {IPromptJobs} from "../../../../contracts/compute/IPromptJobs.sol";
import {Operation} from "../../../../contracts/compute/IAccountIntegration.sol";
import {JobDetails, JobRequirements} from "../../../../contracts/compute/PromptTypes.sol";

/// @title A marketplace that takes whatever the integration sends
contract OneTaker {
    address public lastFor;

    function createJobFor(address renter, JobDetails calldata, JobRequirements calldata, uint256)
        external
        payable
        returns (uint256)
    {
        lastFor = renter;
        return 1;
    }

    function claimJobFor(address host, uint256) external {
        lastFor = host;
    }
}

/// @title Session keys, deposits and streams of one wallet
contract KeyChecks is Symbolic {
    address private constant KEY = address(0x5E7);
    uint256 private constant START = 1_000;
    uint256 private constant LONGEST = 30 days;

    OneTaker private taker;
    AccountIntegration private accounts;
    Payee private wallet;
    Payee private other;

    function setUp() public {
        (taker, wallet, other) = (new OneTaker(), new Payee(), new Payee());
        accounts = new AccountIntegration(IPromptJobs(address(taker)));
        vm.deal(address(wallet), ALL_COIN);
        vm.deal(address(other), 0);
        vm.warp(START);
    }

    /// @custom:bound one claim by any account for a wallet that has named a key for any time, at any time
    function check_JOB_ACC_04_a_key_works_until_its_last_second(address caller, uint40 expires, uint32 waited)
        external
    {
        (bool named,) = _call(address(wallet), abi.encodeCall(accounts.addSessionKey, (KEY, expires)));
        assert(named == (expires > START && expires <= START + LONGEST));
        vm.warp(START + waited);
        (bool claimed,) = _call(caller, abi.encodeCall(accounts.claimJobViaSessionKey, (address(wallet), 1)));
        assert(claimed == (named && caller == KEY && block.timestamp <= expires));
        if (claimed) assert(taker.lastFor() == address(wallet));
    }

    /// @custom:bound one order by a key with any budget, out of a deposit of 1 ether
    function check_JOB_ACC_04_keys_spend_their_budget_at_most(uint96 budget, uint96 payment) external {
        _deposit(1 ether);
        _name(budget, true);
        vm.assume(_order(KEY, payment));
        assert(payment <= budget && payment <= 1 ether && address(taker).balance == payment);
        assert(address(accounts).balance == 1 ether - uint256(payment));
        (, uint256 left,) = accounts.getSessionKey(address(wallet), KEY);
        assert(left == uint256(budget) - payment);
    }

    /// @custom:bound one order by a key that was named for claims, or was revoked, or by another account
    function check_JOB_ACC_04_keys_do_what_they_were_named_for(address caller, bool isRevoked, bool mayPost) external {
        _deposit(1 ether);
        _name(1 ether, mayPost);
        if (isRevoked) _call(address(wallet), abi.encodeCall(accounts.revokeSessionKey, (KEY)));
        assert(_order(caller, 1) == (caller == KEY && mayPost && !isRevoked));
    }

    /// @custom:bound one order or claim for a wallet without keys, by any account
    function check_JOB_ACC_01_nobody_acts_for_a_wallet(address caller, bool claims) external {
        _deposit(1 ether);
        bool acted = claims;
        if (claims) (acted,) = _call(caller, abi.encodeCall(accounts.claimJobViaSessionKey, (address(wallet), 1)));
        else acted = _order(caller, 1);
        assert(!acted);
    }

    /// @custom:bound a deposit of any size, two withdrawals of any amounts, by the wallet or by another account
    function check_JOB_CON_04_deposits_come_back_once(uint96 deposit, uint96 first, uint96 second, bool byOther)
        external
    {
        vm.assume(deposit != 0);
        _deposit(deposit);
        uint256 left = deposit;
        address caller = byOther ? address(other) : address(wallet);
        (bool took,) = _call(caller, abi.encodeCall(accounts.withdrawDeposit, (first)));
        if (took) left -= first;
        (took,) = _call(caller, abi.encodeCall(accounts.withdrawDeposit, (second)));
        if (took) left -= second;
        assert(address(accounts).balance == left && accounts.totalWalletDeposits() == left);
        assert(!byOther || left == deposit);
    }

    /// @custom:bound a stream of 1 ether over 1,000 seconds, fetched after any part of the time, or cancelled
    function check_JOB_CON_04_a_stream_pays_what_has_vested(uint16 waited, bool isCancelled) external {
        vm.prank(address(wallet));
        accounts.createPaymentStream{value: 1 ether}(address(other), 1 ether, 1_000);
        vm.warp(START + waited);
        uint256 vested = waited >= 1_000 ? 1 ether : (1 ether * uint256(waited)) / 1_000;
        address caller = isCancelled ? address(wallet) : address(other);
        bytes memory data = isCancelled
            ? abi.encodeCall(accounts.cancelPaymentStream, (1))
            : abi.encodeCall(accounts.withdrawFromStream, (1));
        (bool success,) = _call(caller, data);
        vm.assume(success);
        assert(isCancelled ? vested < 1 ether : vested != 0);
        assert(address(accounts).balance == (isCancelled ? vested : 1 ether - vested));
        assert(address(other).balance == (isCancelled ? 0 : vested));
        assert(accounts.totalStreamed() == address(accounts).balance && accounts.vestedAmount(1) == vested);
    }

    /// @custom:bound a batch of one order and one claim, with any coin for each and any coin along
    function check_JOB_CON_04_a_batch_spends_what_came(uint96 value, uint96 forOrder, uint96 forClaim) external {
        Operation[] memory operations = new Operation[](2);
        (JobDetails memory details, JobRequirements memory demands) = _details();
        bytes memory order = abi.encodeCall(IPromptJobs.postJob, (details, demands, 1));
        operations[0] = Operation(address(taker), forOrder, order);
        operations[1] = Operation(address(taker), forClaim, abi.encodeCall(IPromptJobs.claimJob, (1)));
        vm.prank(address(wallet));
        accounts.executeBatch{value: value}(operations);
        assert(value == forOrder && forClaim == 0 && address(taker).balance == value);
        assert(address(accounts).balance == 0 && taker.lastFor() == address(wallet));
    }

    /// @custom:bound a batch of one call of any function of any contract
    function check_JOB_ACC_01_a_batch_only_posts_and_claims(bool isOther, bytes4 selector) external {
        Operation[] memory operations = new Operation[](1);
        address target = isOther ? address(other) : address(taker);
        operations[0] = Operation(target, 0, abi.encodeWithSelector(selector, uint256(1)));
        vm.prank(address(wallet));
        accounts.executeBatch(operations);
        assert(!isOther && selector == IPromptJobs.claimJob.selector);
    }

    function _details() private pure returns (JobDetails memory details, JobRequirements memory demands) {
        details = JobDetails("llama", "why?", 100, 700, 7, "");
        demands = JobRequirements(16, 0, 1 days, true);
    }

    function _deposit(uint256 value) private {
        vm.prank(address(wallet));
        accounts.depositForKeys{value: value}();
    }

    function _name(uint256 budget, bool mayPost) private {
        bytes4[] memory selectors = new bytes4[](1);
        selectors[0] = mayPost ? IPromptJobs.postJob.selector : IPromptJobs.claimJob.selector;
        vm.prank(address(wallet));
        accounts.addScopedSessionKey(KEY, START + 1 days, selectors, budget);
    }

    function _order(address caller, uint256 payment) private returns (bool ordered) {
        (JobDetails memory details, JobRequirements memory demands) = _details();
        bytes memory data =
            abi.encodeCall(accounts.createJobViaSessionKey, (address(wallet), details, demands, payment));
        (ordered,) = _call(caller, data);
    }

    function _call(address caller, bytes memory data) private returns (bool success, bytes memory answer) {
        vm.prank(caller);
        (success, answer) = address(accounts).call(data);
    }
}
