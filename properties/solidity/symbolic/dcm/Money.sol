// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {OpenManager, Stage} from "./OpenManager.sol";
import {RequestStatus, RequestTerms} from "../../../../contracts/dcm/DcmTypes.sol";
import {IPayments} from "../../../../contracts/payments/IPayments.sol";

/// @title Settlement arithmetic: who gets what when a request ends
contract MoneyChecks is Stage {
    /// @custom:bound one call on a request with any books, each party accepting or refusing coin
    function check_DCM_CON_05_reclaim_pays_the_debt_and_the_rest() external {
        vm.prank(address(buyer));
        manager.reclaimStalled(REQUEST);
        assert(_got(address(seller)) == before.debt);
        assert(_got(address(buyer)) == before.baseFee + before.allowance);
    }

    /// @custom:bound one call that ends a request without a result, on any books, by either party
    function check_DCM_CON_06_ended_request_holds_nothing(uint8 choice, bool bySeller) external {
        vm.prank(bySeller ? address(seller) : address(buyer));
        if (choice == 0) manager.rejectRequest(REQUEST);
        else if (choice == 1) manager.cancelRequest(REQUEST);
        else manager.reclaimStalled(REQUEST);
        OpenManager.Books memory books = manager.booksOf(REQUEST);
        assert(books.status == RequestStatus.REJECTED);
        assert(books.baseFee == 0 && books.allowance == 0 && books.debt == 0);
    }

    /// @custom:bound one call that refunds a waiting request, on any books, the buyer accepting or refusing coin
    function check_DCM_CON_02_refund_is_the_whole_deposit(bool byBuyer) external {
        vm.prank(byBuyer ? address(buyer) : address(seller));
        if (byBuyer) manager.cancelRequest(REQUEST);
        else manager.rejectRequest(REQUEST);
        assert(_got(address(buyer)) == before.baseFee + before.allowance);
        assert(_got(address(seller)) == 0);
    }

    /// @custom:bound one finalization by the seller, on any books, at a cap of zero, both parties accepting coin
    function check_DCM_CON_04_completion_pays_fee_and_charges() external {
        _acceptAll();
        _capGasPriceAt(0); // what a charge moves is the matter of DCM-CON-03
        _putJob(REQUEST, 1, 1, false, false);
        vm.prank(address(seller));
        manager.finalize(JOB);
        assert(_got(address(seller)) == before.baseFee + before.debt);
        assert(_got(address(buyer)) == before.allowance);
    }

    /// @custom:bound one finalization by the buyer, on any books, at any gas cost, both parties accepting coin
    function check_DCM_CON_04_completion_by_the_buyer_pays_the_books() external {
        _acceptAll();
        _putJob(REQUEST, 1, 1, false, false);
        vm.prank(address(buyer));
        manager.finalize(JOB);
        assert(_got(address(seller)) == before.baseFee + before.debt);
        assert(_got(address(buyer)) == before.allowance);
    }
}

/// @title The payments base, reached through the manager
contract PaymentChecks is Stage {
    /// @custom:bound one ending call with both parties refusing coin, on any books
    function check_DCM_LIV_01_nobody_blocks_the_payment_of_another(uint8 choice) external {
        seller.setRefuses(true);
        address caller = choice == 0 ? address(seller) : address(buyer);
        bytes memory data = choice == 0
            ? abi.encodeCall(manager.rejectRequest, (REQUEST))
            : choice == 1
                ? abi.encodeCall(manager.cancelRequest, (REQUEST))
                : abi.encodeCall(manager.reclaimStalled, (REQUEST));
        (bool success, bytes memory answer) = _call(caller, data);
        if (success) {
            assert(manager.credits(address(seller)) == (choice > 1 ? before.debt : 0));
            assert(manager.totalCredits() == manager.credits(address(seller)) + manager.credits(address(buyer)));
        } else {
            bytes4 selector = _selectorOf(answer);
            assert(selector != IPayments.WithdrawalFailed.selector && selector != bytes4(keccak256("Panic(uint256)")));
        }
    }

    /// @custom:bound a refused refund of any size, then a withdrawal that calls back, then another withdrawal
    function check_DCM_CON_01_credit_is_paid_once() external {
        vm.assume(before.status == RequestStatus.PENDING && before.debt == 0);
        vm.deal(address(manager), 2 * (before.baseFee + before.allowance));
        buyer.setRefuses(true);
        vm.prank(address(buyer));
        manager.cancelRequest(REQUEST);
        uint256 owed = manager.credits(address(buyer));
        assert(owed == before.baseFee + before.allowance && manager.totalCredits() == owed);

        buyer.setRefuses(false);
        buyer.setCall(address(manager), abi.encodeCall(manager.withdraw, ()));
        (bool first,) = _call(address(buyer), abi.encodeCall(manager.withdraw, ()));
        (bool second,) = _call(address(buyer), abi.encodeCall(manager.withdraw, ()));
        assert(!second && (!first || address(buyer).balance == owed));
        assert(manager.credits(address(buyer)) == (first ? 0 : owed) && manager.totalCredits() == (first ? 0 : owed));
    }
}

/// @title What the seller's gas costs the buyer
contract ChargeChecks is Stage {
    /// @custom:bound one charge on any books, at any gas price and use of gas, with or without a payment that is accepted
    function check_DCM_CON_03_charge_moves_allowance_to_debt(uint64 gasAtEntry, bool mustAfford) external {
        seller.setRefuses(false);
        manager.charge(REQUEST, gasAtEntry, mustAfford);
        OpenManager.Books memory books = manager.booksOf(REQUEST);
        assert(books.allowance <= before.allowance);
        uint256 cost = before.allowance - books.allowance;
        assert(books.debt + _got(address(seller)) == before.debt + cost);
        assert(_got(address(buyer)) == 0);
    }

    /// @custom:bound one charge on any books, at any transaction price, with an agreed cap of zero
    function check_DCM_ARI_06_price_is_capped(uint64 gasAtEntry) external {
        _capGasPriceAt(0);
        manager.charge(REQUEST, gasAtEntry, true);
        assert(manager.booksOf(REQUEST).allowance == before.allowance);
    }

    /// @custom:bound one finalization by the buyer, on any books, at a cap of one wei, both parties accepting coin
    function check_DCM_ARI_06_the_buyers_own_gas_costs_nothing() external {
        _acceptAll();
        _capGasPriceAt(1);
        _putJob(REQUEST, 1, 1, false, false);
        vm.prank(address(buyer));
        manager.finalize(JOB);
        assert(_got(address(buyer)) == before.allowance);
    }

    /// @custom:bound one charge on any books, at any gas price and use of gas, with the threshold of deployment
    function check_DCM_ARI_07_debt_stays_below_the_threshold(uint64 gasAtEntry) external {
        manager.charge(REQUEST, gasAtEntry, true);
        assert(manager.booksOf(REQUEST).debt < manager.paymentThreshold());
    }
}
