// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {JobRequest} from "./Market.sol";
import {Question, Tally} from "./Reference.sol";
import {Contents} from "./Rows.sol";
import {Setup} from "./Setup.sol";

uint8 constant PENDING = 0;
uint8 constant ACCEPTED = 1;
uint8 constant REJECTED = 2;
uint8 constant COMPLETED = 3;

/// @dev A request as the model knows it. Amounts are measured at the parties' accounts, never read from the contract.
struct Ask {
    uint256 datasetId;
    uint256 buyer;
    uint256 seller;
    uint256 deposited;
    uint256 fee;
    uint256 cap;
    uint256 charged;
    uint256 paidSeller;
    uint256 paidBuyer;
    uint8 status;
    uint256 activity;
    uint256 acceptedAt;
    uint256 jobId;
    Question question;
}

/// @dev A job as the model knows it. @param requestId Zero for a direct job.
struct Work {
    uint256 datasetId;
    uint256 buyer;
    uint256 seller;
    uint256 requestId;
    uint256 pushed;
    bool isFinal;
    bool isClosed;
    Question question;
    Tally tally;
}

/// @dev A dataset as the model knows it. @param open Open requests and direct jobs on it.
struct Set {
    bool isTaken;
    bool isLive;
    uint256 owner;
    bytes32 root;
    uint32 k;
    uint32 cooldown;
    uint256 open;
    Contents contents;
}

/// @dev What can be seen from outside at one moment: the contract's books of one request, and everybody's coin.
struct Look {
    uint8 status;
    uint256 activity;
    uint256 fee;
    uint256 allowance;
    uint256 debt;
    uint256 held;
    uint256 credits;
    uint256[8] credit;
    uint256[8] wealth;
}

/// @title The model beside the contracts: its own ledger, its own lifecycle
/// @notice The contract's own books follow a fault in them; these do not, because they are kept from what the parties
/// gave and got. An actor's wealth is the actor's balance plus what the market says it owes the actor.
abstract contract Ghosts is Setup {
    mapping(uint256 requestId => Ask) internal _asks;
    uint256 internal _askCount;
    mapping(uint256 jobId => Work) internal _works;
    uint256 internal _workCount;
    mapping(uint256 datasetId => Set) internal _sets;
    uint256 internal _setCount;

    mapping(uint256 datasetId => mapping(uint256 buyer => uint256 time)) internal _released;
    mapping(uint256 datasetId => mapping(uint256 buyer => uint256 jobId)) internal _place;
    mapping(uint256 datasetId => mapping(uint256 buyer => bool allowed)) internal _consent;

    mapping(bytes32 handle => mapping(uint256 buyer => bool granted)) internal _granted;

    /// @dev What open requests hold by the model's ledger, in wei.
    uint256 internal _owed;

    function _look(uint256 requestId) internal view returns (Look memory look) {
        if (requestId != 0 && requestId <= _askCount) {
            JobRequest memory r = market.getRequest(requestId);
            (look.status, look.activity) = (r.status, r.timestamp);
            (look.fee, look.allowance, look.debt) = (r.baseFee, r.computeAllowance, r.gasDebtToSeller);
        }
        look.held = address(market).balance;
        for (uint256 i; i < ACTORS; ++i) {
            address account = _actors[i].account;
            look.credit[i] = market.credits(account);
            look.wealth[i] = account.balance + look.credit[i];
            look.credits += look.credit[i];
        }
    }

    // ------------------------------------------------------------------ the model's own judgement

    function _isOpenAsk(Ask storage r) internal view returns (bool) {
        return r.status == PENDING || r.status == ACCEPTED;
    }

    function _isOpenWork(uint256 jobId) internal view returns (bool) {
        if (jobId == 0 || jobId > _workCount) return false;
        Work storage w = _works[jobId];
        if (w.isFinal || w.isClosed) return false;
        return w.requestId == 0 || _asks[w.requestId].status == ACCEPTED;
    }

    /// @dev The last second in which the seller still has time.
    function _sellerHasUntil(Ask storage r) internal view returns (uint256) {
        uint256 stalled = r.activity + 1 days;
        uint256 overdue = r.acceptedAt + 30 days;
        return stalled < overdue ? stalled : overdue;
    }

    function _isPlaceFree(uint256 datasetId, uint256 buyer) internal view returns (bool) {
        uint256 cooldown = _sets[datasetId].cooldown;
        if (cooldown == 0) return true;
        uint256 last = _released[datasetId][buyer];
        return _place[datasetId][buyer] == 0 && (last == 0 || block.timestamp >= last + cooldown);
    }

    // ------------------------------------------------------------------ bookkeeping

    /// @dev Books what both parties got in a call. `sent`: by the buyer, in wei.
    function _book(uint256 requestId, Look memory b, Look memory a, uint256 sent) internal {
        Ask storage r = _asks[requestId];
        a.wealth[r.buyer] += sent;
        r.paidSeller += _gain(b, a, r.seller);
        r.paidBuyer += _gain(b, a, r.buyer);
        _recount();
    }

    /// @dev What an actor got between two looks; zero for a loss, which other claims see.
    function _gain(Look memory b, Look memory a, uint256 who) internal pure returns (uint256) {
        return _excess(a.wealth[who], b.wealth[who]);
    }

    function _excess(uint256 more, uint256 less) internal pure returns (uint256) {
        return more > less ? more - less : 0;
    }

    function _left(Ask storage r) internal view returns (uint256) {
        return _excess(r.deposited, r.paidSeller + r.paidBuyer);
    }

    function _recount() private {
        uint256 sum;
        for (uint256 i = 1; i <= _askCount; ++i) {
            if (_isOpenAsk(_asks[i])) sum += _left(_asks[i]);
        }
        _owed = sum;
    }

    function _newWork(uint256 jobId, uint256 datasetId, uint256 buyer, uint256 seller, uint256 requestId) internal {
        _workCount = jobId;
        Work storage w = _works[jobId];
        (w.datasetId, w.buyer, w.seller, w.requestId) = (datasetId, buyer, seller, requestId);
        if (_sets[datasetId].cooldown != 0) _place[datasetId][buyer] = jobId;
    }

    function _leavePlace(Work storage w) internal {
        if (_sets[w.datasetId].cooldown != 0) _place[w.datasetId][w.buyer] = 0;
    }
}
