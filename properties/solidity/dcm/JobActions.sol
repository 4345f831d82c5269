// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {COMPLETED, Look, Set, Work} from "./Ghosts.sol";
import "./Ids.sol" as Id;
import {IMarket, JobParams} from "./Market.sol";
import {Question, Reference, WEIGHTED_SUM} from "./Reference.sol";
import {RequestActions} from "./RequestActions.sol";
import {Contents} from "./Rows.sol";

/// @dev A pushed row. @param content Which row of the dataset is sent. @param index As which it is announced.
struct Push {
    uint256 jobId;
    uint256 content;
    uint256 index;
    uint8 flaw;
}

/// @title Every call of a job's life: opened, fed, finalized, given up
abstract contract JobActions is RequestActions {
    function _setConsent(uint256 who, uint256 datasetId, bool allowed) internal {
        bytes memory data = abi.encodeCall(IMarket.setDirectConsent, (datasetId, allowed));
        bool ok = _act(who, address(market), 0, data).ok;
        if (ok) _consent[datasetId][who] = allowed;
        _tell("set_direct_consent", who, abi.encode(datasetId, allowed), 0, ok);
    }

    function _openJob(uint256 who, uint256 datasetId, uint256 buyer, Question memory question) internal {
        Set storage set = _sets[datasetId];
        JobParams memory params = Reference.params(question, _columns(datasetId));
        bytes memory arguments = abi.encode(datasetId, _actors[buyer].account, params);
        bool isFree = _isPlaceFree(datasetId, buyer);
        bool isAgreed = buyer == who || _consent[datasetId][buyer];
        Answer memory answer = _act(who, address(market), 0, bytes.concat(IMarket.openJob.selector, arguments));
        if (set.isLive && who == set.owner && isFree && isAgreed) _claim(Id.DCM_PRI_03, answer.ok);
        if (answer.ok) {
            _claim(Id.DCM_PRI_03, isFree && isAgreed);
            uint256 jobId = abi.decode(answer.data, (uint256));
            ++set.open;
            _newWork(jobId, datasetId, buyer, who, 0);
            _works[jobId].question = question;
            _claimDataset(datasetId);
        }
        _tell("open_job", who, arguments, 0, answer.ok);
    }

    function _closeJob(uint256 who, uint256 jobId) internal {
        Work storage w = _works[jobId];
        bool isOpen = _isOpenWork(jobId);
        bool ok = _act(who, address(market), 0, abi.encodeCall(IMarket.closeDirectJob, (jobId))).ok;
        if (ok) {
            _claim(Id.DCM_SEQ_04, isOpen && w.requestId == 0);
            w.isClosed = true;
            if (isOpen) --_sets[w.datasetId].open;
            _leavePlace(w);
            _claimDataset(w.datasetId);
        }
        _tell("close_direct_job", who, abi.encode(jobId), 0, ok);
    }

    // ------------------------------------------------------------------ rows

    function _push(uint256 who, Push memory p) internal {
        Work storage w = _works[p.jobId];
        Look memory b = _look(w.requestId);
        (bytes memory data, bytes32[] memory handles) = _pushData(p);
        bool mustTake = _mustTake(who, p, b);
        Answer memory answer = _act(who, address(market), 0, data);
        if (mustTake) {
            _claim(Id.DCM_ARI_01, answer.ok);
            _claim(Id.DCM_ARI_02, answer.ok);
            _claim(Id.DCM_ARI_03, answer.ok);
            if (w.question.op == WEIGHTED_SUM) _claim(Id.DCM_LIV_04, answer.ok);
        }
        if (answer.ok) {
            _claimTaken(who, p);
            _claimFieldGrants(w, handles);
            _count(p.jobId, p.content);
            if (w.requestId != 0) _charged(w.requestId, who, b, answer.gas);
        }
        _tell("push_row", who, abi.encode(p.jobId, w.datasetId, p.content, p.flaw, p.index), 0, answer.ok);
    }

    /// @dev True for the next row as it was committed, in good order, from the seller, with allowance enough.
    function _mustTake(uint256 who, Push memory p, Look memory b) private view returns (bool) {
        Work storage w = _works[p.jobId];
        Contents storage c = _sets[w.datasetId].contents;
        if (!_isOpenWork(p.jobId) || who != w.seller || p.index != w.pushed || p.index >= c.rows) return false;
        if (p.content != p.index || !_isIntact(p.flaw, c.rows) || _isFlawed(c, p.index)) return false;
        return w.requestId == 0 || _isAffordable(_asks[w.requestId], b.allowance);
    }

    /// @dev What a row that was taken must have been.
    function _claimTaken(uint256 who, Push memory p) private {
        Work storage w = _works[p.jobId];
        Contents storage c = _sets[w.datasetId].contents;
        _claim(Id.DCM_SEQ_04, _isOpenWork(p.jobId));
        _claim(Id.DCM_SEQ_02, p.index == w.pushed && p.index < c.rows);
        _claim(Id.DCM_ACC_01, who == w.seller);
        _claim(Id.DCM_ARI_01, p.content == p.index && p.index < c.rows && _isIntact(p.flaw, c.rows));
        _claim(Id.DCM_ARI_02, !_isFlawed(c, p.content));
        (, uint256 processed,) = market.getJobProgress(p.jobId);
        _claim(Id.DCM_SEQ_02, processed == w.pushed + 1);
    }

    /// @dev The seller may use a field that needed no cast; the buyer may not.
    function _claimFieldGrants(Work storage w, bytes32[] memory handles) private {
        Contents storage c = _sets[w.datasetId].contents;
        for (uint256 i; i < handles.length; ++i) {
            if (c.types[i] != EUINT64) continue;
            bool isBuyers = w.buyer != w.seller && _mayUse(handles[i], _actors[w.buyer].account);
            _claim(Id.DCM_PRI_02, !isBuyers && _mayUse(handles[i], _actors[w.seller].account));
        }
    }

    function _count(uint256 jobId, uint256 row) private {
        Work storage w = _works[jobId];
        Contents storage c = _sets[w.datasetId].contents;
        ++w.pushed;
        if (row < c.rows) w.tally = Reference.add(w.tally, w.question, c.values[row], c.columns);
    }

    function _charged(uint256 requestId, uint256 who, Look memory b, uint256 gasUsed) private {
        _asks[requestId].activity = block.timestamp;
        Look memory a = _look(requestId);
        _book(requestId, b, a, 0);
        _claimReimbursed(requestId, who, b, a, gasUsed);
        _claimAfter(requestId, b, a);
    }

    function _pushData(Push memory p) private returns (bytes memory data, bytes32[] memory handles) {
        Work storage w = _works[p.jobId];
        Contents memory c = _sets[w.datasetId].contents;
        bytes memory row;
        bytes32[] memory proof;
        address seller = _actors[w.seller].account;
        if (p.content < c.rows) {
            (row, handles) = _packRow(c, w.datasetId, p.content, address(market), seller);
        }
        if (p.index < c.rows) {
            (, proof) = _merkle(c, w.datasetId, p.index, address(registry), address(market), seller);
            proof = _flawedProof(proof, p.flaw);
        }
        data = abi.encodeCall(IMarket.pushRow, (p.jobId, row, proof, p.index));
    }

    function _isFlawed(Contents storage c, uint256 row) private view returns (bool) {
        return c.flaw != NO_FLAW && c.flawedRow == row;
    }

    /// @dev A proof of no siblings can't be too short.
    function _isIntact(uint8 flaw, uint256 rows) private pure returns (bool) {
        return flaw == NO_FLAW || (flaw == TOO_SHORT && rows == 1);
    }

    // ------------------------------------------------------------------ result

    function _finalize(uint256 who, uint256 jobId) internal {
        Work storage w = _works[jobId];
        Look memory b = _look(w.requestId);
        bool isComplete = w.pushed == _sets[w.datasetId].contents.rows;
        bool isOpen = _isOpenWork(jobId);
        bool isParty = who == w.seller || who == w.buyer;
        Answer memory answer = _act(who, address(market), 0, abi.encodeCall(IMarket.finalize, (jobId)));
        if (isOpen && isComplete && isParty) {
            _claim(Id.DCM_LIV_01, answer.ok);
            if (who == w.seller) _claim(Id.DCM_LIV_03, answer.ok);
        }
        if (answer.ok) {
            _claim(Id.DCM_SEQ_03, isComplete && !w.isFinal);
            _claim(Id.DCM_SEQ_04, isOpen);
            _claimCooled(w);
            w.isFinal = true;
            _claimResult(jobId);
            if (w.requestId == 0) _ended(w);
            else _settled(w.requestId, who, b, answer.gas);
        }
        _tell("finalize", who, abi.encode(jobId), 0, answer.ok);
    }

    /// @dev Under a cooldown: the last result of this buyer from this dataset is a cooldown old. Now is the next.
    function _claimCooled(Work storage w) private {
        uint256 cooldown = _sets[w.datasetId].cooldown;
        if (cooldown == 0) return;
        uint256 last = _released[w.datasetId][w.buyer];
        _claim(Id.DCM_PRI_03, last == 0 || block.timestamp >= last + cooldown);
        _released[w.datasetId][w.buyer] = block.timestamp;
        _leavePlace(w);
    }

    function _ended(Work storage w) private {
        Set storage s = _sets[w.datasetId];
        if (s.open > 0) --s.open;
        _claimDataset(w.datasetId);
    }

    function _settled(uint256 requestId, uint256 who, Look memory b, uint256 gasUsed) private {
        _endAsk(_asks[requestId], COMPLETED);
        Look memory a = _look(requestId);
        _book(requestId, b, a, 0);
        _claimSettled(requestId, who, b, a, gasUsed);
        _claimAfter(requestId, b, a);
    }
}
