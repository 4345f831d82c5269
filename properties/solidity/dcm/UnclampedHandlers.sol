// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ACCEPTED, PENDING} from "./Ghosts.sol";
import {Handlers} from "./Handlers.sol";
import {Push} from "./JobActions.sol";
import {Submission} from "./RequestActions.sol";

/// @title What an engine may do without sense: any actor, any record, existing or not, any flaw
/// @notice Most of these calls are refused, and that is what is claimed about them.
abstract contract UnclampedHandlers is Handlers {
    /// @dev With an even choice a record in the right status, with an odd one any id, existing or not.
    function _someAsk(uint8 status, uint256 id) private view returns (uint256) {
        return id % 2 == 0 ? _askIn(status, id / 2) : id / 2 % (_askCount + 2);
    }

    /// @dev With an even choice a job that is over, with an odd one any id, existing or not.
    function _someWork(uint256 id) private view returns (uint256) {
        return id % 2 == 0 ? _workOver(id / 2) : id / 2 % (_workCount + 2);
    }

    /// @dev With an even choice anybody, with an odd one the right party, so that not everything is wrong at once.
    function _someone(uint256 who, uint256 id, uint256 right) private pure returns (uint256) {
        return id % 2 == 0 ? who % ACTORS : right;
    }

    function any_set_job_manager(uint256 who, address manager) public {
        _wire(who % ACTORS, manager);
    }

    function any_commit_dataset(uint256 who, uint256 id, uint256 seed) public {
        uint256 known = id % (_setCount + 2);
        if (known > 6) return;
        _commit(_sellerNumber(who), known, _drawContents(seed), uint32(seed % 4), 0);
    }

    function any_delete_dataset(uint256 who, uint256 id) public {
        uint256 dataset = id / 2 % (_setCount + 2);
        _delete(_someone(who, id, _sets[dataset].owner), dataset);
    }

    function any_set_dataset_description(uint256 who, uint256 id) public {
        _describe(who % ACTORS, id % (_setCount + 2), "");
    }

    function any_submit_request(uint256 who, uint256 id, uint256 seed, uint256 fee, uint256 value) public {
        _submitAny(_buyerNumber(who), id, seed, fee, value, false);
    }

    function any_submit_request_with_gas_price(uint256 who, uint256 id, uint256 seed, uint256 fee, uint256 value)
        public
    {
        _submitAny(_buyerNumber(who), id, seed, fee, value, true);
    }

    function any_accept_request(uint256 who, uint256 id, uint256 price) public {
        _useGasPrice(price);
        uint256 asked = _someAsk(PENDING, id);
        _accept(_someone(who, id, _asks[asked].seller), asked);
    }

    function any_reject_request(uint256 who, uint256 id) public {
        uint256 asked = _someAsk(PENDING, id);
        _reject(_someone(who, id, _asks[asked].seller), asked);
    }

    function any_cancel_request(uint256 who, uint256 id) public {
        uint256 asked = _someAsk(PENDING, id);
        _cancel(_someone(who, id, _asks[asked].buyer), asked);
    }

    function any_top_up_allowance(uint256 who, uint256 id, uint256 amount) public {
        uint256 asked = _someAsk(ACCEPTED, id);
        _topUp(_someone(who, id, _asks[asked].buyer), asked, _amount(amount));
    }

    function any_request_payout(uint256 who, uint256 id) public {
        uint256 asked = _someAsk(ACCEPTED, id);
        _payout(_someone(who, id, _asks[asked].seller), asked);
    }

    function any_reclaim_stalled(uint256 who, uint256 id) public {
        uint256 asked = _someAsk(ACCEPTED, id);
        _reclaim(_someone(who, id, _asks[asked].buyer), asked);
    }

    function any_set_direct_consent(uint256 who, uint256 id, bool allowed) public {
        _setConsent(who % ACTORS, id % (_setCount + 2), allowed);
    }

    function any_open_job(uint256 who, uint256 id, uint256 buyer, uint256 seed) public {
        uint256 dataset = id % (_setCount + 2);
        _openJob(_someone(who, buyer, _sets[dataset].owner), dataset, buyer % ACTORS, _drawQuestion(dataset, seed));
    }

    /// @dev The next row of a job that is over, or of any job with one thing wrong: sender, row, index or proof.
    function any_push_row(uint256 who, uint256 id, uint256 seed, uint256 price) public {
        _useGasPrice(price);
        uint256 jobId = id % 4 == 1 ? _workThat(false, id / 4) : _someWork(id);
        uint256 next = _works[jobId].pushed;
        uint256 wrong = id % 2 == 0 ? 4 : _mix(seed, 62) % 5;
        Push memory p = Push(jobId, next, next, NO_FLAW);
        if (wrong == 1) p.content = _mix(seed, 63) % 4;
        if (wrong == 2) p.index = _mix(seed, 64) % 4;
        if (wrong == 3) p.flaw = uint8(_mix(seed, 65) % PROOF_FLAWS);
        _push(wrong == 0 ? who % ACTORS : _works[jobId].seller, p);
    }

    function any_finalize(uint256 who, uint256 id, uint256 price) public {
        _useGasPrice(price);
        uint256 jobId = _someWork(id);
        _finalize(_someone(who, id / 2, _works[jobId].seller), jobId);
    }

    function any_close_direct_job(uint256 who, uint256 id) public {
        uint256 jobId = id / 2 % (_workCount + 2);
        _closeJob(_someone(who, id, _works[jobId].seller), jobId);
    }

    function any_withdraw(uint256 who) public {
        _withdraw(who % ACTORS);
    }

    function any_withdraw_to(uint256 who, uint256 to) public {
        _withdrawTo(who % ACTORS, to % ACTORS);
    }

    function any_set_payment_threshold(uint256 who, uint256 threshold) public {
        _setThreshold(who % ACTORS, threshold);
    }

    function any_set_default_max_gas_price(uint256 who, uint256 price) public {
        _setPrice(who % ACTORS, price);
    }

    /// @dev On any dataset, sometimes with less coin than the fee, every second time with parameters that are wrong.
    function _submitAny(uint256 who, uint256 id, uint256 seed, uint256 fee, uint256 value, bool isCapped) private {
        Submission memory s;
        s.datasetId = id % (_setCount + 2);
        s.question = _drawQuestion(s.datasetId, seed);
        if (seed % 2 != 0) s.spoilt = uint8(_mix(seed, 61) % SPOILT);
        (s.fee, s.value, s.isCapped, s.cap) = (_amount(fee), _amount(value), isCapped, _drawCap(seed));
        _submit(who, s);
    }
}
