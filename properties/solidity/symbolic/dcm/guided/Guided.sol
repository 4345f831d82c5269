// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {JobRequest, RequestStatus} from "../../../../../contracts/dcm/DcmTypes.sol";
import {IDatasetRegistry} from "../../../../../contracts/dcm/IDatasetRegistry.sol";
import {JobStore} from "../../../../../contracts/dcm/JobStore.sol";
import {RequestEscrow} from "../../../../../contracts/dcm/RequestEscrow.sol";
import {Payments} from "../../../../../contracts/payments/Payments.sol";

/// @notice Guided sequences for an engine without cheat codes: a contract whose functions `step1…`, `step2…`, `step3…`
/// are called once each, in order, with arguments and coin of which nothing is known; a step that reverts ends the
/// sequence. Then `holds()` must return true. The tags say which property, and over what.

/// @title A party that takes or refuses coin, and acts when told to
contract Party {
    bool private refuses;

    function setRefuses(bool itRefuses) external {
        refuses = itRefuses;
    }

    function withdraw(OpenPayments payments) external {
        try payments.withdraw() {} catch {}
    }

    function reclaim(OpenEscrow escrow) external {
        escrow.reclaimStalled(1);
    }

    function cancel(OpenEscrow escrow) external {
        escrow.cancelRequest(1);
    }

    function reject(OpenEscrow escrow) external {
        escrow.rejectRequest(1);
    }

    receive() external payable {
        require(!refuses);
    }
}

/// @title The payments base with one way in
contract OpenPayments is Payments {
    function pay(address payee) external payable {
        _pay(payee, msg.value);
    }
}

/// @title The request escrow without jobs, and so without ciphertexts: its own code, and a way to put a request in place
contract OpenEscrow is RequestEscrow {
    constructor() JobStore(IDatasetRegistry(address(0))) Ownable(msg.sender) {}

    function put(address buyer, address seller, RequestStatus status, uint256 baseFee, uint256 debt) external payable {
        JobRequest storage r = _requests[1];
        (r.buyer, r.status, r.baseFee, r.gasDebtToSeller) = (buyer, status, baseFee, debt);
        r.computeAllowance = msg.value - baseFee - debt;
        _terms[1].seller = seller;
        (nextRequestId, obligations[0]) = (2, 1);
    }

    function pushRow(uint256, bytes calldata, bytes32[] calldata, uint256) external pure {
        revert();
    }

    function finalize(uint256) external pure {
        revert();
    }

    function held() external view returns (uint256) {
        return _requests[1].baseFee + _requests[1].computeAllowance + _requests[1].gasDebtToSeller;
    }
}

/// @custom:property DCM-LIV-01
/// @custom:bound a refused payment of any size, and two withdrawals, of which the first may be refused too
contract GuidedCredit {
    OpenPayments private immutable payments = new OpenPayments();
    Party private immutable payee = new Party();
    uint256 private paid;

    function step1_pay() external payable {
        paid = msg.value;
        payee.setRefuses(true);
        payments.pay{value: msg.value}(address(payee));
    }

    function step2_withdraw(bool refuses) external {
        payee.setRefuses(refuses);
        payee.withdraw(payments);
    }

    function step3_withdraw() external {
        payee.setRefuses(false);
        payee.withdraw(payments);
    }

    function holds() external view returns (bool) {
        return address(payee).balance == paid && address(payments).balance == 0 && payments.totalCredits() == 0;
    }
}

/// @custom:property DCM-CON-05
/// @custom:bound a request of any books, reclaimed after its timeout, each party accepting or refusing coin
contract GuidedReclaim {
    OpenEscrow private immutable escrow = new OpenEscrow();
    Party private immutable buyer = new Party();
    Party private immutable seller = new Party();
    uint256 private deposit;
    uint256 private debt;

    function step1_put(uint64 baseFee, uint64 owed) external payable {
        (deposit, debt) = (msg.value, owed);
        escrow.put{value: msg.value}(address(buyer), address(seller), RequestStatus.ACCEPTED, baseFee, owed);
    }

    function step2_reclaim(bool refuses) external {
        buyer.setRefuses(refuses);
        buyer.reclaim(escrow);
    }

    function holds() external view returns (bool) {
        uint256 toBuyer = address(buyer).balance + escrow.credits(address(buyer));
        return address(seller).balance == debt && toBuyer == deposit - debt && escrow.held() == 0;
    }
}

/// @custom:property DCM-CON-02
/// @custom:bound a waiting request of any books, cancelled, then cancelled or rejected once more
contract GuidedRefund {
    OpenEscrow private immutable escrow = new OpenEscrow();
    Party private immutable buyer = new Party();
    Party private immutable seller = new Party();
    uint256 private deposit;

    function step1_put(uint64 baseFee) external payable {
        deposit = msg.value;
        escrow.put{value: msg.value}(address(buyer), address(seller), RequestStatus.PENDING, baseFee, 0);
    }

    function step2_cancel() external {
        buyer.cancel(escrow);
    }

    function step3_again(bool rejects) external {
        if (rejects) try seller.reject(escrow) {} catch {} else try buyer.cancel(escrow) {} catch {}
    }

    function holds() external view returns (bool) {
        return address(buyer).balance == deposit && address(seller).balance == 0 && escrow.held() == 0;
    }
}
