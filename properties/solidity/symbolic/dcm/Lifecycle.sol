// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {OpenManager, Stage} from "./OpenManager.sol";
import {RequestStatus, RequestTerms} from "../../../../contracts/dcm/DcmTypes.sol";
import {IJobManager} from "../../../../contracts/dcm/IJobManager.sol";
import {IPayments} from "../../../../contracts/payments/IPayments.sol";

/// @title Who may act on a request
contract AccessChecks is Stage {
    /// @custom:bound one call by any account but the seller, on a request in any state
    function check_DCM_ACC_01_only_the_seller_acts_as_seller(uint8 choice, address caller) external {
        vm.assume(caller != address(seller));
        _putJob(REQUEST, 0, 1, false, false);
        bytes memory data;
        if (choice == 0) data = abi.encodeCall(manager.rejectRequest, (REQUEST));
        else if (choice == 1) data = abi.encodeCall(manager.acceptRequest, (REQUEST));
        else if (choice == 2) data = abi.encodeCall(manager.requestPayout, (REQUEST));
        else data = abi.encodeCall(manager.pushRow, (JOB, "", new bytes32[](0), 0));
        (bool success,) = _call(caller, data);
        assert(!success);
    }

    /// @custom:bound one call by any account but the buyer, on a request in any state
    function check_DCM_ACC_02_only_the_buyer_acts_as_buyer(uint8 choice, address caller, uint96 value) external {
        vm.assume(caller != address(buyer));
        bytes memory data;
        if (choice == 0) data = abi.encodeCall(manager.cancelRequest, (REQUEST));
        else if (choice == 1) data = abi.encodeCall(manager.reclaimStalled, (REQUEST));
        else data = abi.encodeCall(manager.topUpAllowance, (REQUEST));
        vm.deal(caller, value);
        vm.prank(caller);
        (bool success,) = address(manager).call{value: choice > 1 ? value : 0}(data);
        assert(!success);
    }
}

/// @title In which order, and until when
contract LifecycleChecks is Stage {
    function setUp() public override {
        super.setUp();
        _acceptAll();
    }

    /// @custom:bound one call that ends a request without a result, by its right party, in any state, parties accepting coin
    function check_DCM_SEQ_01_ends_only_from_the_right_status(uint8 choice) external {
        vm.prank(choice == 0 ? address(seller) : address(buyer));
        if (choice == 0) manager.rejectRequest(REQUEST);
        else if (choice == 1) manager.cancelRequest(REQUEST);
        else manager.reclaimStalled(REQUEST);
        assert(before.status == (choice > 1 ? RequestStatus.ACCEPTED : RequestStatus.PENDING));
        assert(manager.booksOf(REQUEST).status == RequestStatus.REJECTED);
    }

    /// @custom:bound one acceptance by the seller, in any state, the seller accepting coin
    function check_DCM_SEQ_01_only_a_waiting_request_is_accepted() external {
        vm.prank(address(seller));
        manager.acceptRequest(REQUEST);
        assert(before.status == RequestStatus.PENDING);
        OpenManager.Books memory books = manager.booksOf(REQUEST);
        assert(books.status == RequestStatus.ACCEPTED && books.timestamp == block.timestamp);
        assert(manager.termsOf(REQUEST).acceptedAt == block.timestamp);
    }

    /// @custom:bound one reclaim by the buyer at any time, in any state, parties accepting coin
    function check_DCM_TIM_01_reclaim_works_exactly_when_stalled() external {
        (bool success, bytes memory answer) = _call(address(buyer), abi.encodeCall(manager.reclaimStalled, (REQUEST)));
        bool isLate = block.timestamp > before.timestamp + 24 hours || block.timestamp > terms.acceptedAt + 30 days;
        bool mayReclaim = before.status == RequestStatus.ACCEPTED && isLate;
        assert(!success || mayReclaim);
        assert(success || !mayReclaim || _selectorOf(answer) == IPayments.InsufficientGasForPayment.selector);
    }

    /// @custom:bound one reclaim by the buyer a second after the hard deadline, on any books
    function check_DCM_TIM_02_nothing_holds_coin_after_thirty_days() external {
        vm.assume(before.status == RequestStatus.ACCEPTED);
        vm.warp(terms.acceptedAt + 30 days + 1);
        (bool success, bytes memory answer) = _call(address(buyer), abi.encodeCall(manager.reclaimStalled, (REQUEST)));
        assert(success || _selectorOf(answer) == IPayments.InsufficientGasForPayment.selector);
    }

    /// @custom:bound the buyer's own way out of a request in any open state, at any time that allows it
    function check_DCM_LIV_02_the_buyer_can_always_leave() external {
        bool isWaiting = before.status == RequestStatus.PENDING;
        vm.assume(isWaiting || before.status == RequestStatus.ACCEPTED);
        vm.assume(block.timestamp > before.timestamp + 24 hours);
        bytes memory data = isWaiting
            ? abi.encodeCall(manager.cancelRequest, (REQUEST))
            : abi.encodeCall(manager.reclaimStalled, (REQUEST));
        (bool success, bytes memory answer) = _call(address(buyer), data);
        assert(success || _selectorOf(answer) == IPayments.InsufficientGasForPayment.selector);
        if (success) assert(_got(address(buyer)) == before.baseFee + before.allowance);
    }
}

/// @title Rows in order, one result, nothing after the end
contract JobChecks is Stage {
    /// @custom:bound one row without columns, at any index, on a direct job with at most two rows
    function check_DCM_SEQ_02_rows_come_in_order(uint8 processed, uint8 rowCount, uint256 rowIndex, bool deep)
        external
    {
        vm.assume(rowCount <= 2);
        _putJob(0, processed, rowCount, false, false);
        vm.prank(address(seller));
        manager.pushRow(JOB, "", new bytes32[](deep ? 1 : 0), rowIndex);
        assert(rowIndex == processed && rowIndex < rowCount);
        (uint256 after_,,) = manager.progressOf(JOB);
        assert(after_ == uint256(processed) + 1);
    }

    /// @custom:bound two finalizations by either party, on a direct job with any number of rows in
    function check_DCM_SEQ_03_finalizes_once_and_complete(uint32 processed, uint32 rowCount, bool byBuyer) external {
        bool wasFinal = any.createBool("wasFinal");
        _putJob(0, processed, rowCount, wasFinal, false);
        address caller = byBuyer ? address(buyer) : address(seller);
        (bool first,) = _call(caller, abi.encodeCall(manager.finalize, (JOB)));
        vm.assume(first);
        assert(!wasFinal && processed == rowCount);
        (bool second,) = _call(caller, abi.encodeCall(manager.finalize, (JOB)));
        assert(!second);
    }

    /// @custom:bound one row or finalization on a job whose request has left ACCEPTED, or that is final or closed
    function check_DCM_SEQ_04_closed_jobs_take_nothing(bool isRow, bool isFinal, bool isClosed) external {
        vm.assume(before.status != RequestStatus.ACCEPTED || isFinal || isClosed);
        _putJob(REQUEST, isRow ? 0 : 1, 1, isFinal, isClosed);
        bytes memory data = isRow
            ? abi.encodeCall(manager.pushRow, (JOB, "", new bytes32[](0), 0))
            : abi.encodeCall(manager.finalize, (JOB));
        (bool success, bytes memory answer) = _call(address(seller), data);
        assert(!success && _selectorOf(answer) == IJobManager.JobClosed.selector);
    }
}
