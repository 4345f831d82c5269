// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {vm} from "../Vm.sol";
import {ACCEPTED, PENDING} from "./Ghosts.sol";
import {Drawing} from "./Drawing.sol";
import {JobActions, Push} from "./JobActions.sol";
import {Submission} from "./RequestActions.sol";
import {Contents} from "./Rows.sol";

/// @title What an engine may do, with sense: each action by the right party on a record that fits
/// @notice None of these ever reverts; where nothing fits, nothing happens. `ahead` seconds pass first.
abstract contract Handlers is Drawing {
    uint32[4] private COOLDOWNS = [uint32(0), 0, 60, 86_400];
    uint32[6] private THRESHOLDS = [uint32(0), 1, 1, 1, 2, 3];

    /// @dev Three datasets to begin with: one whose sums carry, one with a cooldown and the largest value, one that
    /// releases only what all its rows support.
    function _setUpScene() internal {
        for (uint256 i; i < ACTORS; ++i) {
            emit Cast(_actors[i].name, _actors[i].account);
        }
        emit Cast("JobManager", address(market));
        _wire(OWNER, address(market));
        Contents memory c;
        (c.rows, c.columns, c.types) = (2, 2, [EUINT64, EUINT64, EUINT64]);
        c.values[0] = [uint64(7), 1, 0];
        c.values[1] = [uint64(1) << 62, uint64(3) << 62, 0];
        _commit(SELLER, 1, c, 1, 0);
        (c.rows, c.columns) = (1, 1);
        c.values[0] = [type(uint64).max, 0, 0];
        _commit(CONTRACT_SELLER, 2, c, 0, 60);
        (c.rows, c.types) = (3, [EUINT32, EUINT64, EUINT64]);
        c.values = [[uint64(5), 0, 0], [uint64(9), 0, 0], [uint64(5), 0, 0]];
        _commit(RIVAL_SELLER, 3, c, 3, 0);
    }

    // ------------------------------------------------------------------ datasets

    function commit_dataset(uint256 seed) public {
        if (_setCount >= 5) return;
        _commit(
            _sellerNumber(_mix(seed, 50)),
            _setCount + 1,
            _drawContents(seed),
            THRESHOLDS[_mix(seed, 51) % 6],
            COOLDOWNS[_mix(seed, 52) % 4]
        );
    }

    function delete_dataset(uint256 seed) public {
        uint256 id = _liveSet(seed);
        if (id != 0) _delete(_sets[id].owner, id);
    }

    function set_dataset_description(uint256 seed) public {
        uint256 id = _liveSet(seed);
        if (id != 0) _describe(_sets[id].owner, id, "ages and wages");
    }

    // ------------------------------------------------------------------ requests

    function submit_request(uint256 seed, uint256 fee, uint256 allowance) public {
        _submitFor(seed, fee, allowance, false);
    }

    function submit_request_with_gas_price(uint256 seed, uint256 fee, uint256 allowance) public {
        _submitFor(seed, fee, allowance, true);
    }

    function accept_request(uint256 seed, uint256 price) public {
        uint256 id = _askIn(PENDING, seed);
        if (id == 0) return;
        _useGasPrice(price);
        _waitForPlace(_asks[id].datasetId, _asks[id].buyer, seed);
        _accept(_asks[id].seller, id);
    }

    function reject_request(uint256 seed) public {
        uint256 id = _askIn(PENDING, seed);
        if (id != 0) _reject(_asks[id].seller, id);
    }

    function cancel_request(uint256 seed) public {
        uint256 id = _askIn(PENDING, seed);
        if (id != 0) _cancel(_asks[id].buyer, id);
    }

    function top_up_allowance(uint256 seed, uint256 amount) public {
        uint256 id = _askIn(seed % 2 == 0 ? PENDING : ACCEPTED, seed / 2);
        if (id != 0) _topUp(_asks[id].buyer, id, _amount(amount));
    }

    function request_payout(uint256 seed) public {
        uint256 id = _askIn(ACCEPTED, seed);
        if (id != 0) _payout(_asks[id].seller, id);
    }

    /// @dev Around the second from which it works, or after the seller's last deadline.
    function reclaim_stalled(uint256 seed, uint256 around) public {
        uint256 id = _askIn(ACCEPTED, seed);
        if (id == 0) return;
        uint256 moment = around % 4 == 3 ? _asks[id].acceptedAt + 30 days + 1 : _deadline(_asks[id], around);
        if (moment > block.timestamp) vm.warp(moment);
        _reclaim(_asks[id].buyer, id);
    }

    // ------------------------------------------------------------------ jobs

    function set_direct_consent(uint256 seed) public {
        uint256 id = _liveSet(seed);
        if (id != 0) _setConsent(_buyerNumber(_mix(seed, 53)), id, _mix(seed, 54) % 8 != 0);
    }

    function open_job(uint256 seed) public {
        uint256 id = _liveSet(seed);
        if (id == 0) return;
        uint256 buyer = _buyerNumber(_mix(seed, 55));
        _waitForPlace(id, buyer, seed);
        _openJob(_sets[id].owner, id, buyer, _drawQuestion(id, seed));
    }

    function push_row(uint256 seed, uint256 price) public {
        uint256 id = _workThat(false, seed);
        if (id == 0) return;
        _useGasPrice(price);
        _work(seed);
        _push(_works[id].seller, Push(id, _works[id].pushed, _works[id].pushed, NO_FLAW));
    }

    function finalize(uint256 seed, uint256 price, bool byBuyer) public {
        uint256 id = _workThat(true, seed);
        if (id == 0) return;
        _useGasPrice(price);
        _finalize(byBuyer ? _works[id].buyer : _works[id].seller, id);
    }

    function close_direct_job(uint256 seed) public {
        uint256 id = _workThat(seed % 2 == 0, seed / 2);
        if (id != 0) _closeJob(_works[id].seller, id);
    }

    /// @dev The next step of some life: the one that is nearest to its end, mostly.
    function carry_on(uint256 seed, uint256 price) public {
        uint256 last = _mix(seed, 70) % 8;
        if (last != 0 && _workThat(true, seed) != 0) return finalize(seed, price, seed % 3 == 0);
        if (last != 1 && _workThat(false, seed) != 0) return push_row(seed, price);
        if (last != 2 && _askIn(PENDING, seed) != 0) return accept_request(seed, price);
        if (last > 5) return open_job(seed);
        _submitFor(seed, seed, _mix(seed, 71), last % 2 == 0);
    }

    // ------------------------------------------------------------------ credits, parameters, the world

    function withdraw(uint256 seed) public {
        for (uint256 i; i < ACTORS; ++i) {
            uint256 who = (seed % ACTORS + i) % ACTORS;
            if (market.credits(_actors[who].account) != 0) return _withdraw(who);
        }
    }

    function withdraw_to(uint256 seed, uint256 to) public {
        for (uint256 i; i < ACTORS; ++i) {
            uint256 who = (seed % ACTORS + i) % ACTORS;
            if (market.credits(_actors[who].account) != 0) return _withdrawTo(who, to % ACTORS);
        }
    }

    function set_payment_threshold(uint256 seed) public {
        uint256 id = _askIn(ACCEPTED, seed);
        uint256 debt = id == 0 ? 0 : _look(id).debt;
        _setThreshold(OWNER, debt != 0 && seed % 2 == 0 ? debt : _amount(seed) % (1 ether + 1));
    }

    function set_default_max_gas_price(uint256 seed) public {
        _setPrice(OWNER, seed % (10_000 gwei + 1));
    }

    /// @dev A puppet meets payments in another way from now on.
    function change_mood(uint256 seed) public {
        _setMood(seed % 2 == 0 ? CONTRACT_SELLER : CONTRACT_BUYER, uint8(_mix(seed, 56) % MOODS), address(market));
    }

    /// @dev Time passes: some seconds, or until a buyer's cooldown ends, or just before.
    function pass_time(uint256 seed) public {
        uint256 id = _liveSet(seed);
        uint256 last = _released[id][_buyerNumber(_mix(seed, 57))];
        uint256 end = last + _sets[id].cooldown;
        if (last != 0 && end > block.timestamp && seed % 4 != 0) return vm.warp(end - seed % 2);
        uint32[5] memory spans = [uint32(1), 59, 3_600, 86_400, 20 days];
        vm.warp(block.timestamp + spans[_mix(seed, 58) % 5]);
    }

    /// @dev A seller who takes time over the rows, and does not let a day pass without one.
    function _work(uint256 seed) private {
        uint32[3] memory spans = [uint32(1), 3_600, 80_000];
        uint256 drawn = _mix(seed, 74) % 6;
        if (drawn < 3) vm.warp(block.timestamp + spans[drawn]);
    }

    /// @dev Sometimes to the second in which a cooldown ends, or the one before.
    function _waitForPlace(uint256 datasetId, uint256 buyer, uint256 seed) private {
        uint256 last = _released[datasetId][buyer];
        uint256 end = last + _sets[datasetId].cooldown;
        if (last != 0 && end > block.timestamp && _mix(seed, 72) % 2 == 0) vm.warp(end - _mix(seed, 73) % 2);
    }

    function _submitFor(uint256 seed, uint256 fee, uint256 allowance, bool isCapped) private {
        uint256 id = _liveSet(seed);
        if (id == 0) return;
        uint256 wanted = _amount(fee);
        _submit(
            _buyerNumber(_mix(seed, 59)),
            Submission(id, _drawQuestion(id, seed), wanted, wanted + _amount(allowance), isCapped, _drawCap(seed), 0)
        );
    }

    function _drawCap(uint256 seed) internal pure returns (uint256) {
        uint256[4] memory caps = [uint256(0), 1, 50 gwei, type(uint256).max];
        return caps[_mix(seed, 60) % 4];
    }
}
