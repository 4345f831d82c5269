// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {vm} from "../Vm.sol";
import {Submission} from "./RequestActions.sol";
import {AVG_P, Question} from "./Reference.sol";
import {Push} from "./JobActions.sol";
import {Contents} from "./Rows.sol";
import {UnclampedHandlers} from "./UnclampedHandlers.sol";

/// @title What a trace says, call by call: this action, by this actor, on this record
/// @notice The other handlers decide from the state what a number means; these do what they are told, so that a trace of
/// another engine can be made here, and can be a seed of a corpus. Every argument is a plain word that any tool can
/// store, print and change. None ever reverts; where words don't fit the records they are about, nothing happens.
abstract contract ExactHandlers is UnclampedHandlers {
    /// @dev More datasets than any trace has; an engine that commits on and on ends here.
    uint256 private constant MOST_SETS = 40;

    /// @dev Wei; more than any coin that is priced.
    uint256 private constant PRICES = 2 ** 64;

    /// @dev Numbers of receivers who are no actor.
    uint256 private constant MARKET_NUMBER = ACTORS;
    uint256 private constant RECEIVERS = ACTORS + 2;

    // ------------------------------------------------------------------ the world

    function exactly_wait(uint256 span) public {
        vm.warp(block.timestamp + span % 2 ** 40);
    }

    function exactly_change_mood(uint256 who, uint256 mood) public {
        if (_isPuppet(who % ACTORS)) _setMood(who % ACTORS, uint8(mood % MOODS), address(market));
    }

    // ------------------------------------------------------------------ datasets

    /// @param to An actor, the market, or nobody.
    function exactly_set_job_manager(uint256 who, uint256 to, uint256 price) public {
        _price(price);
        to %= RECEIVERS;
        _wire(who % ACTORS, to < ACTORS ? _actors[to].account : to == MARKET_NUMBER ? address(market) : address(0));
    }

    /// @param shape From the lowest bits: rows, columns, three types, flaw, flawed row (8 each), k, cooldown (32 each).
    /// @param first Values of the first row, 64 bits each; the other rows follow.
    function exactly_commit_dataset(
        uint256 who,
        uint256 id,
        uint256 shape,
        uint256 first,
        uint256 second,
        uint256 third,
        uint256 price
    ) public {
        if (_setCount >= MOST_SETS && !_sets[id].isTaken) return;
        _price(price);
        uint256[3] memory rows = [first, second, third];
        _commit(who % ACTORS, id, _contents(shape, rows), uint32(shape >> 56), uint32(shape >> 88));
    }

    function exactly_delete_dataset(uint256 who, uint256 id, uint256 price) public {
        _price(price);
        _delete(who % ACTORS, id);
    }

    function exactly_set_dataset_description(uint256 who, uint256 id, uint256 text, uint256 price) public {
        _price(price);
        string[3] memory texts = [
            "",
            "ages and wages",
            unicode"øøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøøø"
        ];
        _describe(who % ACTORS, id, texts[text % 3]);
    }

    // ------------------------------------------------------------------ requests

    function exactly_submit_request(
        uint256 who,
        uint256 id,
        uint256 question,
        uint256 numbers,
        uint256 fee,
        uint256 value,
        uint256 price
    ) public {
        if (!_fits(id, question)) return;
        _price(price);
        _submit(who % ACTORS, _submission(id, question, numbers, fee, value));
    }

    function exactly_submit_request_with_gas_price(
        uint256 who,
        uint256 id,
        uint256 question,
        uint256 numbers,
        uint256 fee,
        uint256 value,
        uint256 cap,
        uint256 price
    ) public {
        if (!_fits(id, question)) return;
        _price(price);
        Submission memory s = _submission(id, question, numbers, fee, value);
        (s.isCapped, s.cap) = (true, cap);
        _submit(who % ACTORS, s);
    }

    function exactly_accept_request(uint256 who, uint256 id, uint256 price) public {
        _price(price);
        _accept(who % ACTORS, id);
    }

    function exactly_reject_request(uint256 who, uint256 id, uint256 price) public {
        _price(price);
        _reject(who % ACTORS, id);
    }

    function exactly_cancel_request(uint256 who, uint256 id, uint256 price) public {
        _price(price);
        _cancel(who % ACTORS, id);
    }

    function exactly_top_up_allowance(uint256 who, uint256 id, uint256 value, uint256 price) public {
        _price(price);
        _topUp(who % ACTORS, id, value);
    }

    function exactly_request_payout(uint256 who, uint256 id, uint256 price) public {
        _price(price);
        _payout(who % ACTORS, id);
    }

    function exactly_reclaim_stalled(uint256 who, uint256 id, uint256 price) public {
        _price(price);
        _reclaim(who % ACTORS, id);
    }

    // ------------------------------------------------------------------ jobs

    function exactly_set_direct_consent(uint256 who, uint256 id, bool allowed, uint256 price) public {
        _price(price);
        _setConsent(who % ACTORS, id, allowed);
    }

    function exactly_open_job(uint256 who, uint256 id, uint256 buyer, uint256 question, uint256 numbers, uint256 price)
        public
    {
        if (!_fits(id, question)) return;
        _price(price);
        _openJob(who % ACTORS, id, buyer % ACTORS, _question(question, numbers));
    }

    /// @param id Dataset of the job, 0 where there is no such job.
    function exactly_push_row(
        uint256 who,
        uint256 jobId,
        uint256 id,
        uint256 content,
        uint256 index,
        uint256 flaw,
        uint256 price
    ) public {
        if (_works[jobId].datasetId != id) return;
        _price(price);
        _push(who % ACTORS, Push(jobId, content, index, uint8(flaw % PROOF_FLAWS)));
    }

    function exactly_finalize(uint256 who, uint256 jobId, uint256 price) public {
        _price(price);
        _finalize(who % ACTORS, jobId);
    }

    function exactly_close_direct_job(uint256 who, uint256 jobId, uint256 price) public {
        _price(price);
        _closeJob(who % ACTORS, jobId);
    }

    // ------------------------------------------------------------------ credits, parameters

    function exactly_withdraw(uint256 who, uint256 price) public {
        _price(price);
        _withdraw(who % ACTORS);
    }

    function exactly_withdraw_to(uint256 who, uint256 to, uint256 price) public {
        _price(price);
        _withdrawTo(who % ACTORS, to % ACTORS);
    }

    function exactly_set_payment_threshold(uint256 who, uint256 threshold, uint256 price) public {
        _price(price);
        _setThreshold(who % ACTORS, threshold);
    }

    function exactly_set_default_max_gas_price(uint256 who, uint256 cap, uint256 price) public {
        _price(price);
        _setPrice(who % ACTORS, cap);
    }

    // ------------------------------------------------------------------ words

    function _price(uint256 price) private {
        _setGasPrice(price % PRICES);
    }

    /// @dev Whether a question was packed for as many columns as the dataset has.
    function _fits(uint256 id, uint256 question) private view returns (bool) {
        return _columns(id) == uint8(question >> 152);
    }

    /// @dev From the lowest bits: operation 8, target 16, three weights 16 each, divisor 32, bucket 32, kind of filter 8,
    /// what is wrong 8, columns 8. `numbers`: lower and upper bound, the filter's two constants, 64 bits each.
    function _question(uint256 word, uint256 numbers) private pure returns (Question memory q) {
        (q.op, q.target) = (uint8(word) % 6, uint16(word >> 8));
        q.weights = [uint16(word >> 24), uint16(word >> 40), uint16(word >> 56)];
        (q.divisor, q.bucket) = (uint32(word >> 72), uint32(word >> 104));
        q.kind = uint8(word >> 136) % 8;
        (q.low, q.high) = (uint64(numbers), uint64(numbers >> 64));
        (q.c0, q.c1) = (uint64(numbers >> 128), uint64(numbers >> 192));
    }

    function _submission(uint256 id, uint256 word, uint256 numbers, uint256 fee, uint256 value)
        private
        pure
        returns (Submission memory s)
    {
        s.question = _question(word, numbers);
        (s.datasetId, s.fee, s.value, s.spoilt) = (id, fee, value, uint8(word >> 144) % SPOILT);
        if (s.question.op == AVG_P && s.question.divisor == 0) s.spoilt = NO_DIVISOR;
    }

    function _contents(uint256 shape, uint256[3] memory rows) private pure returns (Contents memory c) {
        c.rows = (uint256(uint8(shape)) + 2) % 3 + 1;
        c.columns = (uint256(uint8(shape >> 8)) + 2) % 3 + 1;
        for (uint256 i; i < 3; ++i) {
            uint256 kind = uint8(shape >> 16 + 8 * i) % 3;
            c.types[i] = kind == 0 ? EUINT8 : kind == 1 ? EUINT32 : EUINT64;
            uint64 top = kind == 0 ? type(uint8).max : kind == 1 ? type(uint32).max : type(uint64).max;
            for (uint256 row; row < 3; ++row) {
                c.values[row][i] = uint64(rows[row] >> 64 * i) & top;
            }
        }
        c.flaw = uint8(shape >> 40) % ROW_FLAWS;
        if (c.flaw != NO_FLAW) c.flawedRow = uint8(uint8(shape >> 48) % c.rows);
    }
}
