// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ACCEPTED, Ask, Look, PENDING, REJECTED, Set} from "./Ghosts.sol";
import "./Ids.sol" as Id;
import {IMarket, JobParams} from "./Market.sol";
import {Programs} from "./Programs.sol";
import {Properties} from "./Properties.sol";
import {AVG_P, Question, Reference} from "./Reference.sol";

/// @dev A submission. @param spoilt Zero for parameters in order; otherwise what is wrong with them.
struct Submission {
    uint256 datasetId;
    Question question;
    uint256 fee;
    uint256 value;
    bool isCapped;
    uint256 cap;
    uint8 spoilt;
}

/// @title Every call of the request's life: made, written down, booked, judged
/// @notice The model decides beforehand whether a call has to succeed or to be refused, and both are claimed.
abstract contract RequestActions is Properties {
    uint8 internal constant REVERSED_CLAMP = 1;
    uint8 internal constant NO_DIVISOR = 2;
    uint8 internal constant BAD_FILTER = 3;
    uint8 internal constant SPOILT = BAD_FILTER + Programs.MALFORMED;

    /// @dev Gas that no accepting or pushing call ever needs.
    uint256 internal constant MUCH_GAS = 8_000_000;

    function _submit(uint256 who, Submission memory s) internal {
        Set storage set = _sets[s.datasetId];
        JobParams memory params = _spoil(Reference.params(s.question, _columns(s.datasetId)), s.spoilt);
        bytes memory arguments =
            s.isCapped ? abi.encode(s.datasetId, params, s.fee, s.cap) : abi.encode(s.datasetId, params, s.fee);
        bytes4 selector = s.isCapped ? IMarket.submitRequestWithGasPrice.selector : IMarket.submitRequest.selector;
        uint256 cap = s.isCapped ? s.cap : market.defaultMaxGasPrice();
        Look memory b = _look(0);
        Answer memory answer = _act(who, address(market), s.value, bytes.concat(selector, arguments));
        if (answer.ok) {
            _claimWellFormed(s);
            uint256 requestId = abi.decode(answer.data, (uint256));
            _claim(Id.DCM_SEQ_05, set.isLive);
            _openAsk(requestId, who, s, cap);
            Look memory a = _look(requestId);
            _book(requestId, b, a, s.value);
            _claim(Id.DCM_CON_02, a.fee == s.fee && a.fee + a.allowance == s.value);
            _claimAfter(requestId, b, a);
        }
        _tell(s.isCapped ? "submit_request_with_gas_price" : "submit_request", who, arguments, s.value, answer.ok);
    }

    function _accept(uint256 who, uint256 requestId) internal {
        Ask storage r = _asks[requestId];
        Look memory b = _look(requestId);
        bool isDue = _isKnown(requestId) && r.status == PENDING && who == r.seller;
        bool isFree = _isPlaceFree(r.datasetId, r.buyer);
        bool isAffordable = _isAffordable(r, b.allowance);
        Answer memory answer = _act(who, address(market), 0, abi.encodeCall(IMarket.acceptRequest, (requestId)));
        if (isDue && isFree && isAffordable) {
            if (_sets[r.datasetId].cooldown != 0) _claim(Id.DCM_PRI_03, answer.ok);
            _claim(Id.DCM_LIV_01, answer.ok);
        }
        if (answer.ok) {
            _claim(Id.DCM_ACC_01, who == r.seller);
            _claim(Id.DCM_SEQ_01, r.status == PENDING);
            _claim(Id.DCM_PRI_03, isFree);
            (r.status, r.activity, r.acceptedAt) = (ACCEPTED, block.timestamp, block.timestamp);
            r.jobId = abi.decode(answer.data, (uint256));
            _newWork(r.jobId, r.datasetId, r.buyer, r.seller, requestId);
            _works[r.jobId].question = r.question;
            Look memory a = _look(requestId);
            _book(requestId, b, a, 0);
            _claimReimbursed(requestId, who, b, a, answer.gas);
            _claimAfter(requestId, b, a);
        }
        _tell("accept_request", who, abi.encode(requestId), 0, answer.ok);
    }

    function _reject(uint256 who, uint256 requestId) internal {
        Ask storage r = _asks[requestId];
        Look memory b = _look(requestId);
        bool isDue = _isKnown(requestId) && r.status == PENDING && who == r.seller;
        Answer memory answer = _act(who, address(market), 0, abi.encodeCall(IMarket.rejectRequest, (requestId)));
        if (isDue) _claim(Id.DCM_LIV_01, answer.ok);
        if (answer.ok) {
            _claim(Id.DCM_ACC_01, who == r.seller);
            _refunded(requestId, b);
        }
        _tell("reject_request", who, abi.encode(requestId), 0, answer.ok);
    }

    function _cancel(uint256 who, uint256 requestId) internal {
        Ask storage r = _asks[requestId];
        Look memory b = _look(requestId);
        bool isDue = _isKnown(requestId) && r.status == PENDING && who == r.buyer;
        Answer memory answer = _act(who, address(market), 0, abi.encodeCall(IMarket.cancelRequest, (requestId)));
        if (isDue) {
            _claim(Id.DCM_LIV_01, answer.ok);
            _claim(Id.DCM_LIV_02, answer.ok);
        }
        if (answer.ok) {
            _claim(Id.DCM_ACC_02, who == r.buyer);
            _refunded(requestId, b);
        }
        _tell("cancel_request", who, abi.encode(requestId), 0, answer.ok);
    }

    function _topUp(uint256 who, uint256 requestId, uint256 amount) internal {
        Ask storage r = _asks[requestId];
        Look memory b = _look(requestId);
        Answer memory answer = _act(who, address(market), amount, abi.encodeCall(IMarket.topUpAllowance, (requestId)));
        if (answer.ok) {
            _claim(Id.DCM_ACC_02, who == r.buyer);
            _claim(Id.DCM_SEQ_01, _isOpenAsk(r));
            r.deposited += amount;
            Look memory a = _look(requestId);
            _book(requestId, b, a, amount);
            _claimAfter(requestId, b, a);
        }
        _tell("top_up_allowance", who, abi.encode(requestId), amount, answer.ok);
    }

    function _payout(uint256 who, uint256 requestId) internal {
        Ask storage r = _asks[requestId];
        Look memory b = _look(requestId);
        bool isDue = _isKnown(requestId) && r.status == ACCEPTED && who == r.seller;
        Answer memory answer = _act(who, address(market), 0, abi.encodeCall(IMarket.requestPayout, (requestId)));
        if (isDue) _claim(Id.DCM_LIV_01, answer.ok);
        if (answer.ok) {
            _claim(Id.DCM_ACC_01, who == r.seller);
            _claim(Id.DCM_SEQ_01, r.status == ACCEPTED);
            Look memory a = _look(requestId);
            _book(requestId, b, a, 0);
            _claimAfter(requestId, b, a);
        }
        _tell("request_payout", who, abi.encode(requestId), 0, answer.ok);
    }

    function _reclaim(uint256 who, uint256 requestId) internal {
        Ask storage r = _asks[requestId];
        Look memory b = _look(requestId);
        bool isBuyers = _isKnown(requestId) && r.status == ACCEPTED && who == r.buyer;
        bool isLate = block.timestamp > _sellerHasUntil(r);
        Answer memory answer = _act(who, address(market), 0, abi.encodeCall(IMarket.reclaimStalled, (requestId)));
        if (isBuyers) _claimReclaimable(r, isLate, answer.ok);
        if (answer.ok) {
            _claim(Id.DCM_ACC_02, who == r.buyer);
            _claim(Id.DCM_TIM_01, r.status == ACCEPTED && isLate);
            _claim(Id.DCM_SEQ_01, r.status == ACCEPTED);
            _endAsk(r, REJECTED);
            if (r.jobId != 0) _leavePlace(_works[r.jobId]);
            Look memory a = _look(requestId);
            _book(requestId, b, a, 0);
            _claimReclaimed(requestId, b, a);
            _claimAfter(requestId, b, a);
        }
        _tell("reclaim_stalled", who, abi.encode(requestId), 0, answer.ok);
    }

    // ------------------------------------------------------------------ parts

    function _claimReclaimable(Ask storage r, bool isLate, bool ok) private {
        _claim(Id.DCM_TIM_01, ok == isLate);
        if (isLate) {
            _claim(Id.DCM_LIV_01, ok);
            _claim(Id.DCM_LIV_02, ok);
        }
        if (block.timestamp > r.acceptedAt + 30 days) _claim(Id.DCM_TIM_02, ok);
    }

    /// @dev What every successful call on a request leaves behind.
    function _claimAfter(uint256 requestId, Look memory b, Look memory a) internal {
        _claimOnlyParties(requestId, b, a);
        _claimBooks(requestId, a);
        _claimSolvent(a);
        _claimDataset(_asks[requestId].datasetId);
    }

    function _claimWellFormed(Submission memory s) private {
        if (s.spoilt == REVERSED_CLAMP) _claim(Id.DCM_ARI_05, false);
        else if (s.spoilt == NO_DIVISOR) _claim(Id.DCM_LIV_04, false);
        else _claim(Id.DCM_ARI_03, s.spoilt == 0);
    }

    /// @dev A waiting request ended without a job: the buyer has everything back.
    function _refunded(uint256 requestId, Look memory b) private {
        Ask storage r = _asks[requestId];
        _claim(Id.DCM_SEQ_01, r.status == PENDING);
        _endAsk(r, REJECTED);
        Look memory a = _look(requestId);
        _book(requestId, b, a, 0);
        _claimAfter(requestId, b, a);
    }

    function _endAsk(Ask storage r, uint8 status) internal {
        if (_isOpenAsk(r)) --_sets[r.datasetId].open;
        r.status = status;
    }

    function _openAsk(uint256 requestId, uint256 who, Submission memory s, uint256 cap) private {
        _askCount = requestId;
        ++_sets[s.datasetId].open;
        Ask storage r = _asks[requestId];
        (r.datasetId, r.buyer, r.seller) = (s.datasetId, who, _sets[s.datasetId].owner);
        (r.deposited, r.fee, r.cap, r.activity) = (s.value, s.fee, cap, block.timestamp);
        r.question = s.question;
    }

    function _spoil(JobParams memory p, uint8 spoilt) private pure returns (JobParams memory) {
        if (spoilt == REVERSED_CLAMP) (p.clampMin, p.clampMax) = (2, 1);
        else if (spoilt == NO_DIVISOR) (p.op, p.divisor, p.weights) = (AVG_P, 0, new uint16[](0));
        else if (spoilt >= BAD_FILTER) p.filter = Programs.malformed(spoilt - BAD_FILTER);
        return p;
    }

    /// @dev Columns of a dataset; one where there is none, so that there are parameters to be refused.
    function _columns(uint256 datasetId) internal view returns (uint256) {
        uint256 columns = _sets[datasetId].contents.columns;
        return columns == 0 ? 1 : columns;
    }

    function _isKnown(uint256 requestId) internal view returns (bool) {
        return requestId != 0 && requestId <= _askCount;
    }

    function _isAffordable(Ask storage r, uint256 allowance) internal view returns (bool) {
        uint256 price = tx.gasprice < r.cap ? tx.gasprice : r.cap;
        return price == 0 || allowance / price >= MUCH_GAS;
    }

    function _tell(string memory action, uint256 who, bytes memory arguments, uint256 value, bool ok) internal {
        emit Did(action, _actors[who].name, arguments, value, tx.gasprice, block.timestamp, ok, _broken);
    }
}
