// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Stage} from "./OpenMarket.sol";

/// @title How sessions begin: each path enforces what the others do
contract OpeningChecks is Stage {
    struct Asked {
        uint96 price;
        uint40 duration;
        uint40 interval;
        uint96 deposit;
    }

    bool private isActive;
    bool private isSupported;
    bool private isApproved;
    uint96 private least;

    function setUp() public override {
        super.setUp();
        (isActive, isSupported) = (any.createBool("active"), any.createBool("supported"));
        (isApproved, least) = (any.createBool("approved"), uint96(_amount("least")));
        _setHost(isActive, isSupported, least);
        models.setApproved(isApproved);
        market.putToken(address(token), 1_000, 2 ** 64);
    }

    /// @custom:bound one creation with coin, of any terms, with a host and a model of any state
    function check_SES_ARI_03_creation_with_coin_is_in_bounds(Asked calldata a) external {
        vm.deal(address(depositor), a.deposit);
        vm.prank(address(depositor));
        market.createSessionJobForModel{value: a.deposit}(host, a.price, a.duration, a.interval, 0);
        _assertInBounds(a, a.deposit, 10 ** 14, 1_000 ether);
    }

    /// @custom:bound one creation with a token that keeps any part, of any terms, with a host and a model of any state
    function check_SES_ARI_03_creation_with_a_token_is_in_bounds(Asked calldata a, uint96 kept) external {
        token.give(address(depositor), a.deposit);
        token.setMood(kept, false);
        vm.prank(address(depositor));
        market.createSessionJobForModelWithToken(host, a.price, a.duration, a.interval, 0, address(token), a.deposit);
        assert(token.balanceOf(address(market)) == a.deposit - kept);
        _assertInBounds(a, uint256(a.deposit) - kept, 1_000, 2 ** 64);
    }

    /// @custom:bound one creation from a deposit of any size, of any terms, with a host and a model of any state
    function check_SES_ARI_03_creation_from_a_deposit_is_in_bounds(Asked calldata a, uint96 had) external {
        market.putDeposit(address(depositor), address(0), had);
        vm.prank(address(depositor));
        market.createSessionFromDeposit(host, a.price, a.duration, a.interval, 0, address(0), a.deposit);
        assert(market.userDeposits(address(depositor), address(0)) + a.deposit == had);
        _assertInBounds(a, a.deposit, 10 ** 14, 1_000 ether);
    }

    /// @custom:bound one creation for 1 ether from a deposit of any size, by its user or by somebody else
    function check_SES_CON_02_a_session_uses_its_deposit_up(uint96 had, bool byUser) external {
        _setHost(true, true, 1);
        models.setApproved(true);
        market.putDeposit(address(depositor), address(0), had);
        vm.prank(byUser ? address(depositor) : address(0xB0B));
        market.createSessionFromDeposit(host, 1, 1 days, 100, 0, address(0), 1 ether);
        assert(byUser && market.fundsOf(1) == 1 ether);
        assert(market.userDeposits(address(depositor), address(0)) + 1 ether == had);
        assert(market.totalUserDeposits(address(0)) + 1 ether == had);
    }

    function _assertInBounds(Asked calldata a, uint256 paid, uint256 min, uint256 max) private view {
        assert(isActive && isSupported && isApproved && a.price >= least && a.price != 0);
        assert(paid >= min && paid <= max && market.fundsOf(1) == paid);
        assert(a.duration != 0 && a.duration <= 365 days && a.interval >= 100);
        assert((paid * 1_000) / a.price >= a.interval);
    }
}
