// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ask, COMPLETED, Ghosts, Look, REJECTED, Set, Work} from "./Ghosts.sol";
import "./Ids.sol" as Id;
import {Question, Reference, Tally} from "./Reference.sol";

/// @title What must hold after a call, from outside
/// @notice Each function speaks about one matter and claims the properties of the catalogue that it can tell. `b` and
/// `a` are looks before and after a call that succeeded.
abstract contract Properties is Ghosts {
    // ------------------------------------------------------------------ money

    /// @dev The market holds exactly what open requests and credits owe.
    function _claimSolvent(Look memory a) internal {
        _claim(Id.DCM_CON_01, a.held == _owed + a.credits && market.totalCredits() == a.credits);
    }

    /// @dev Nobody but the two parties of a request got or lost coin.
    function _claimOnlyParties(uint256 requestId, Look memory b, Look memory a) internal {
        Ask storage r = _asks[requestId];
        bool untouched = true;
        for (uint256 i; i < ACTORS; ++i) {
            if (i != r.seller && i != r.buyer && a.wealth[i] != b.wealth[i]) untouched = false;
        }
        _claim(Id.DCM_ACC_01, untouched);
    }

    /// @dev Deposited = paid + held; an ended request holds nothing; the status is the model's.
    function _claimBooks(uint256 requestId, Look memory a) internal {
        Ask storage r = _asks[requestId];
        uint256 held = a.fee + a.allowance + a.debt;
        _claim(Id.DCM_CON_02, r.deposited == r.paidSeller + r.paidBuyer + held);
        _claim(Id.DCM_SEQ_01, a.status == r.status);
        if (r.status == REJECTED || r.status == COMPLETED) _claim(Id.DCM_CON_06, held == 0);
    }

    /// @dev One charge of the seller's gas: within gas times price and within the allowance, by the seller alone.
    function _claimCharge(uint256 requestId, uint256 who, uint256 cost, uint256 allowance, uint256 gasUsed) internal {
        Ask storage r = _asks[requestId];
        uint256 price = tx.gasprice < r.cap ? tx.gasprice : r.cap;
        bool isWithin = price == 0 ? cost == 0 : cost / price <= gasUsed;
        _claim(Id.DCM_CON_03, isWithin && cost <= allowance);
        _claim(Id.DCM_ARI_06, isWithin && (who == r.seller || cost == 0));
    }

    /// @dev A row or an acceptance: the charge moved from the allowance to the debt, or on to the seller.
    function _claimReimbursed(uint256 requestId, uint256 who, Look memory b, Look memory a, uint256 gasUsed) internal {
        Ask storage r = _asks[requestId];
        uint256 cost = _excess(b.allowance, a.allowance);
        uint256 paid = _gain(b, a, r.seller);
        r.charged += cost;
        _claimCharge(requestId, who, cost, b.allowance, gasUsed);
        _claim(Id.DCM_CON_03, a.debt + paid == b.debt + cost && a.fee == b.fee);
        uint256 price = tx.gasprice < r.cap ? tx.gasprice : r.cap;
        _claim(Id.DCM_ARI_06, price == 0 || (cost > 0 && cost % price == 0));
        uint256 threshold = market.paymentThreshold();
        _claim(Id.DCM_ARI_07, a.debt < threshold || (threshold == 0 && a.debt == 0));
        _claim(Id.DCM_TIM_01, a.activity == block.timestamp);
    }

    /// @dev A completed request: fee and charges to the seller, all the rest to the buyer.
    function _claimSettled(uint256 requestId, uint256 who, Look memory b, Look memory a, uint256 gasUsed) internal {
        Ask storage r = _asks[requestId];
        uint256 paid = _gain(b, a, r.seller);
        bool isFeePaid = paid >= b.fee + b.debt;
        uint256 cost = isFeePaid ? paid - b.fee - b.debt : 0;
        r.charged += cost;
        _claim(Id.DCM_CON_04, isFeePaid && r.paidSeller == r.fee + r.charged);
        _claim(Id.DCM_CON_04, r.paidBuyer + r.fee + r.charged == r.deposited);
        _claimCharge(requestId, who, cost, b.allowance, gasUsed);
    }

    /// @dev A reclaimed request: the debt to the seller, fee and allowance to the buyer.
    function _claimReclaimed(uint256 requestId, Look memory b, Look memory a) internal {
        Ask storage r = _asks[requestId];
        bool isSellerPaid = _gain(b, a, r.seller) == b.debt;
        bool isBuyerPaid = _gain(b, a, r.buyer) == b.fee + b.allowance;
        _claim(Id.DCM_CON_05, isSellerPaid && isBuyerPaid);
    }

    // ------------------------------------------------------------------ results

    /// @dev What the buyer may decrypt, against the mathematics of the rows.
    function _claimResult(uint256 jobId) internal {
        Work storage w = _works[jobId];
        (bool isFinal, bytes32 result, bytes32 overflow) = market.getJobResult(jobId);
        _claim(Id.DCM_SEQ_03, isFinal);
        Tally memory tally = w.tally;
        Question memory question = w.question;
        uint32 k = _sets[w.datasetId].k;
        if (tally.kept < (k == 0 ? 1 : k)) {
            _claim(Id.DCM_PRI_01, _plain(result) == Reference.SENTINEL && _plain(overflow) == 0);
        } else {
            uint256 flag = Reference.overflows(tally, question) ? 1 : 0;
            _claim(Id.DCM_PRI_01, _plain(result) != Reference.SENTINEL && _plain(overflow) == flag);
            _claimValue(_plain(result), _plain(overflow) == flag, tally, question);
        }
        _claimGrants(w, result);
        _claimGrants(w, overflow);
    }

    /// @dev A count tells about the filter, every other aggregate about the sums too.
    function _claimValue(uint256 value, bool isFlagRight, Tally memory tally, Question memory question) private {
        bool isRight = value == Reference.released(tally, question);
        if (question.kind != 0) _claim(Id.DCM_ARI_03, isRight);
        bool isPlain = question.low == 0 && question.high == 0 && question.bucket == 0;
        if (isPlain) _claim(Id.DCM_ARI_04, isRight && isFlagRight);
        else _claim(Id.DCM_ARI_05, isRight && Reference.isWithin(value, question));
    }

    /// @dev The buyer, and nobody else of the cast but those to whom the very same ciphertext was released before: the
    /// same computation on the same rows has the same handle.
    function _claimGrants(Work storage w, bytes32 handle) private {
        _granted[handle][w.buyer] = true;
        bool isRight = true;
        for (uint256 i; i < ACTORS; ++i) {
            if (_mayUse(handle, _actors[i].account) != _granted[handle][i]) isRight = false;
        }
        _claim(Id.DCM_PRI_02, isRight);
    }

    // ------------------------------------------------------------------ datasets

    /// @dev The registry still says what was committed.
    function _claimDataset(uint256 datasetId) internal {
        Set storage s = _sets[datasetId];
        if (!s.isTaken) return;
        (bytes32 root, uint256 columns, uint256 rows, address owner, bool exists,, uint32 cooldown) =
            registry.getDataset(datasetId);
        bool isSame = exists == s.isLive;
        if (s.isLive) {
            isSame = isSame && root == s.root && rows == s.contents.rows && columns == s.contents.columns
                && owner == _actors[s.owner].account && cooldown == s.cooldown;
        }
        _claim(Id.DCM_SEQ_05, isSame && market.obligations(datasetId) == s.open);
        _claim(Id.DCM_PRI_05, registry.getJobManager() == address(market));
    }

    // ------------------------------------------------------------------ what engines ask

    function property_DCM_CON_01() public view returns (bool) {
        return _holds(Id.DCM_CON_01);
    }

    function property_DCM_CON_02() public view returns (bool) {
        return _holds(Id.DCM_CON_02);
    }

    function property_DCM_CON_03() public view returns (bool) {
        return _holds(Id.DCM_CON_03);
    }

    function property_DCM_CON_04() public view returns (bool) {
        return _holds(Id.DCM_CON_04);
    }

    function property_DCM_CON_05() public view returns (bool) {
        return _holds(Id.DCM_CON_05);
    }

    function property_DCM_CON_06() public view returns (bool) {
        return _holds(Id.DCM_CON_06);
    }

    function property_DCM_ACC_01() public view returns (bool) {
        return _holds(Id.DCM_ACC_01);
    }

    function property_DCM_ACC_02() public view returns (bool) {
        return _holds(Id.DCM_ACC_02);
    }

    function property_DCM_SEQ_01() public view returns (bool) {
        return _holds(Id.DCM_SEQ_01);
    }

    function property_DCM_SEQ_02() public view returns (bool) {
        return _holds(Id.DCM_SEQ_02);
    }

    function property_DCM_SEQ_03() public view returns (bool) {
        return _holds(Id.DCM_SEQ_03);
    }

    function property_DCM_SEQ_04() public view returns (bool) {
        return _holds(Id.DCM_SEQ_04);
    }

    function property_DCM_SEQ_05() public view returns (bool) {
        return _holds(Id.DCM_SEQ_05);
    }

    function property_DCM_TIM_01() public view returns (bool) {
        return _holds(Id.DCM_TIM_01);
    }

    function property_DCM_TIM_02() public view returns (bool) {
        return _holds(Id.DCM_TIM_02);
    }

    function property_DCM_PRI_01() public view returns (bool) {
        return _holds(Id.DCM_PRI_01);
    }

    function property_DCM_PRI_02() public view returns (bool) {
        return _holds(Id.DCM_PRI_02);
    }

    function property_DCM_PRI_03() public view returns (bool) {
        return _holds(Id.DCM_PRI_03);
    }

    function property_DCM_PRI_05() public view returns (bool) {
        return _holds(Id.DCM_PRI_05);
    }

    function property_DCM_LIV_01() public view returns (bool) {
        return _holds(Id.DCM_LIV_01);
    }

    function property_DCM_LIV_02() public view returns (bool) {
        return _holds(Id.DCM_LIV_02);
    }

    function property_DCM_LIV_03() public view returns (bool) {
        return _holds(Id.DCM_LIV_03);
    }

    function property_DCM_LIV_04() public view returns (bool) {
        return _holds(Id.DCM_LIV_04);
    }

    function property_DCM_ARI_01() public view returns (bool) {
        return _holds(Id.DCM_ARI_01);
    }

    function property_DCM_ARI_02() public view returns (bool) {
        return _holds(Id.DCM_ARI_02);
    }

    function property_DCM_ARI_03() public view returns (bool) {
        return _holds(Id.DCM_ARI_03);
    }

    function property_DCM_ARI_04() public view returns (bool) {
        return _holds(Id.DCM_ARI_04);
    }

    function property_DCM_ARI_05() public view returns (bool) {
        return _holds(Id.DCM_ARI_05);
    }

    function property_DCM_ARI_06() public view returns (bool) {
        return _holds(Id.DCM_ARI_06);
    }

    function property_DCM_ARI_07() public view returns (bool) {
        return _holds(Id.DCM_ARI_07);
    }
}
