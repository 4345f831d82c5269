// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Payee, Symbolic} from "../Symbolic.sol";
import {AnyToken} from "./Hosts.sol";
import {Stage} from "./OpenMarket.sol";
import {HostEarnings} from "../../../../contracts/compute/HostEarnings.sol";
import {IPayments} from "../../../../contracts/payments/IPayments.sol";

/// @title Deposits for later, credits and fees, in the coin and in a token
contract DepositChecks is Stage {
    uint256 private deposited;

    function setUp() public override {
        super.setUp();
        deposited = _amount("deposited");
        market.putToken(address(token), 1, type(uint96).max);
    }

    /// @custom:bound a deposit of any size, one withdrawal of any amount, and one of more than is left, coin accepted
    function check_SES_CON_02_coin_comes_back_once(uint96 amount) external {
        depositor.setRefuses(false);
        market.putDeposit(address(depositor), address(0), deposited);
        vm.deal(address(market), 2 * ALL_COIN);
        vm.prank(address(depositor));
        market.withdrawNative(amount);
        assert(amount != 0 && amount <= deposited && _got(address(depositor)) == amount);
        assert(market.totalUserDeposits(address(0)) == deposited - amount);
        assert(market.userDeposits(address(depositor), address(0)) == deposited - amount);
        uint256 more = deposited - amount + 1;
        (bool again,) = _call(address(depositor), abi.encodeCall(market.withdrawNative, (more)));
        assert(!again);
    }

    /// @custom:bound one withdrawal of coin by any account but the depositor
    function check_SES_CON_02_deposits_are_their_users(address caller, uint96 amount) external {
        vm.assume(caller != address(depositor));
        market.putDeposit(address(depositor), address(0), deposited);
        vm.deal(address(market), deposited);
        (bool success,) = _call(caller, abi.encodeCall(market.withdrawNative, (amount)));
        assert(!success);
    }

    /// @custom:bound one deposit of a token that keeps any part of it, or refuses
    function check_SES_CON_03_books_what_arrived(uint96 amount, uint96 kept, bool refuses) external {
        token.give(address(depositor), amount);
        token.setMood(kept, refuses);
        (bool success,) = _call(address(depositor), abi.encodeCall(market.depositToken, (address(token), amount)));
        uint256 booked = market.userDeposits(address(depositor), address(token));
        assert(booked == token.balanceOf(address(market)) && booked == market.totalUserDeposits(address(token)));
        if (success) assert(!refuses && booked == uint256(amount) - kept && booked != 0);
    }

    /// @custom:bound a withdrawal of any amount in a token that refuses, then two withdrawals of the credit
    function check_SES_CON_03_token_credit_is_paid_once(uint96 amount) external {
        market.putDeposit(address(depositor), address(token), deposited);
        token.give(address(market), deposited);
        token.setMood(0, true);
        vm.prank(address(depositor));
        market.withdrawToken(address(token), amount);
        assert(market.tokenCredits(address(token), address(depositor)) == amount && amount <= deposited);
        token.setMood(0, false);
        bytes memory data = abi.encodeCall(market.withdrawTokenCredit, (address(token)));
        (bool first,) = _call(address(depositor), data);
        (bool second,) = _call(address(depositor), data);
        assert(!second && token.balanceOf(address(depositor)) == (first ? amount : 0));
        assert(market.totalTokenCredits(address(token)) == (first ? 0 : amount));
    }

    /// @custom:bound one withdrawal of a deposit of any size while the marketplace is paused
    function check_SES_LIV_03_deposits_come_back_during_a_pause(bool ofToken) external {
        address asset = ofToken ? address(token) : address(0);
        vm.assume(deposited != 0);
        market.putDeposit(address(depositor), asset, deposited);
        vm.deal(address(market), deposited);
        market.putPause();
        bytes memory data = ofToken
            ? abi.encodeCall(market.withdrawToken, (asset, deposited))
            : abi.encodeCall(market.withdrawNative, (deposited));
        (bool success, bytes memory answer) = _call(address(depositor), data);
        assert(success || _selectorOf(answer) == IPayments.InsufficientGasForPayment.selector);
    }
}

/// @title What the treasury may take
contract TreasuryChecks is Stage {
    uint256 private fees;

    function setUp() public override {
        super.setUp();
        fees = _amount("fees");
        market.putFees(address(0), fees);
        vm.deal(address(market), fees + before.funds);
    }

    /// @custom:bound one withdrawal of fees by any account but the treasury, by each way
    function check_SES_ACC_02_only_the_treasury_takes_fees(address caller, uint8 way) external {
        vm.assume(caller != address(treasury));
        bytes memory data = way == 0
            ? abi.encodeCall(market.withdrawTreasuryNative, ())
            : way == 1
                ? abi.encodeCall(market.withdrawTreasuryTokens, (address(token)))
                : abi.encodeCall(market.withdrawAllTreasuryFees, (new address[](1)));
        (bool success,) = _call(caller, data);
        assert(!success);
    }

    /// @custom:bound two withdrawals of fees of any size, the treasury accepting or refusing coin
    function check_SES_ACC_02_fees_are_taken_once(bool refuses) external {
        treasury.setRefuses(refuses);
        bytes memory data = abi.encodeCall(market.withdrawTreasuryNative, ());
        (bool first,) = _call(address(treasury), data);
        vm.assume(first);
        (bool second,) = _call(address(treasury), data);
        assert(!second && _got(address(treasury)) == fees && market.accumulatedTreasury(address(0)) == 0);
        assert(address(market).balance == before.funds + market.credits(address(treasury)));
    }
}

/// @title What hosts have earned
contract EarningsChecks is Symbolic {
    HostEarnings private earnings;
    Payee private host;

    function setUp() public {
        (earnings, host) = (new HostEarnings(), new Payee());
        earnings.setMarketplace(address(this));
        vm.deal(address(this), 2 * ALL_COIN);
        vm.deal(address(host), 0);
    }

    /// @custom:bound one booking of coin by any account but the marketplace
    function check_SES_CON_04_only_the_marketplace_books(address caller, uint96 amount) external {
        vm.assume(caller != address(this));
        vm.deal(caller, amount);
        vm.prank(caller);
        (bool success,) = address(earnings).call{value: amount}(
            abi.encodeCall(earnings.creditEarnings, (address(host), amount, address(0)))
        );
        assert(!success);
    }

    /// @custom:bound a booking of any amount, one withdrawal of a part, and one of all, the host calling back or not
    function check_SES_CON_04_coin_is_paid_out_once(uint96 amount, uint96 part, bool callsBack) external {
        earnings.creditEarnings{value: amount}(address(host), amount, address(0));
        if (callsBack) host.setCall(address(earnings), abi.encodeCall(earnings.withdraw, ()));
        vm.prank(address(host));
        (bool first,) = address(earnings).call(abi.encodeCall(earnings.withdrawAmount, (part, address(0))));
        vm.prank(address(host));
        (bool second,) = address(earnings).call(abi.encodeCall(earnings.withdraw, ()));
        assert(address(host).balance <= amount);
        if (first) assert(part <= amount);
        if (second) assert(address(host).balance == amount);
        assert(earnings.totalEarnings(address(0)) == address(earnings).balance);
        assert(earnings.getEarnings(address(host), address(0)) == address(earnings).balance);
    }

    /// @custom:bound a booking of a token that keeps any part of it, or refuses
    function check_SES_CON_04_books_what_arrived(uint96 amount, uint96 kept, bool refuses) external {
        AnyToken token = new AnyToken();
        token.give(address(this), amount);
        token.setMood(kept, refuses);
        earnings.creditEarnings(address(host), amount, address(token));
        uint256 booked = earnings.getEarnings(address(host), address(token));
        assert(booked == token.balanceOf(address(earnings)) && booked == earnings.totalEarnings(address(token)));
    }
}
