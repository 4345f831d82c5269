// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Limits, Session, Terms} from "./Ghosts.sol";
import {StreamActions} from "./StreamActions.sol";

/// @title How the numbers that an engine gives become amounts, parties, sessions and terms
abstract contract Drawing is StreamActions {
    function _mix(uint256 seed, uint256 salt) internal pure returns (uint256) {
        return uint256(keccak256(abi.encode(seed, salt)));
    }

    /// @dev A deposit within the limits of its asset, often at an edge; seldom beyond them.
    function _deposit(uint256 asset, uint256 seed) internal view returns (uint256) {
        Limits storage limits = _limits[asset];
        uint256 drawn = _mix(seed, 1) % 12;
        if (drawn == 0) return _excess(limits.least, 1);
        if (drawn == 1) return limits.most + 1;
        if (drawn < 4) return limits.least;
        if (drawn == 4) return limits.most;
        if (drawn < 8) return limits.least * 1_000 + seed % 1_000;
        return limits.least + seed % (limits.most - limits.least + 1);
    }

    /// @dev An asset that is taken, mostly.
    function _someAsset(uint256 seed) internal view returns (uint256) {
        uint256 asset = _mix(seed, 2) % ASSETS;
        return asset == COIN || _limits[asset].isAccepted || seed % 8 == 0 ? asset : MOODY;
    }

    // ------------------------------------------------------------------ who and which

    /// @dev An active session, counted from `seed`; zero when there is none.
    function _activeSession(uint256 seed) internal view returns (uint256) {
        if (_activeCount == 0) return 0;
        for (uint256 i; i < _sessionCount; ++i) {
            uint256 id = (seed % _sessionCount + i) % _sessionCount + 1;
            if (_isActive(id)) return id;
        }
        return 0;
    }

    /// @dev An active session whose host can sign and claim more, seldom one after its final claim; zero when there is
    /// none.
    function _provable(uint256 seed) internal view returns (uint256) {
        bool isAfter = _mix(seed, 13) % 8 == 0;
        for (uint256 i; i < _sessionCount; ++i) {
            uint256 id = (seed % _sessionCount + i) % _sessionCount + 1;
            Session storage s = _sessions[id];
            if (!_isActive(id) || (s.isFinal && !isAfter) || block.timestamp >= _endOf(s)) continue;
            if (s.terms.host != CONTRACT_HOST && _affordable(s) > s.tokens) return id;
        }
        return 0;
    }

    /// @dev A session that is over; zero when there is none.
    function _overSession(uint256 seed) internal view returns (uint256) {
        for (uint256 i; i < _sessionCount; ++i) {
            uint256 id = (seed % _sessionCount + i) % _sessionCount + 1;
            if (!_isActive(id)) return id;
        }
        return 0;
    }

    /// @dev A host that is registered, or is not; any, if there is none of that kind.
    function _hostThat(bool isRegistered, uint256 seed) internal view returns (uint256 host) {
        for (uint256 i; i < 4; ++i) {
            host = _hostNumber(seed % 4 + i);
            if (_nodes[host].isActive == isRegistered) return host;
        }
    }

    /// @dev A model that a host offers and that is served, mostly; any, if there is none.
    function _offered(uint256 host, uint256 seed) internal view returns (uint256 model) {
        bool isAny = _mix(seed, 14) % 8 == 0;
        for (uint256 i; i < NAMES; ++i) {
            model = (seed % NAMES + i) % NAMES;
            if (_nodes[host].offers[model] && (isAny || _isServed[model])) return model;
        }
    }

    /// @dev A model with a proposal that is open; `NAMES` when there is none.
    function _openVote(uint256 seed) internal view returns (uint256) {
        for (uint256 i; i < NAMES; ++i) {
            uint256 model = (seed % NAMES + i) % NAMES;
            if (_isVoted(model)) return model;
        }
        return NAMES;
    }

    // ------------------------------------------------------------------ what

    /// @dev Terms that fit the deposit and the host, mostly; a price for which the deposit pays only few intervals.
    function _drawTerms(uint256 asset, uint256 deposit, uint256 seed) internal view returns (Terms memory t) {
        uint256[5] memory intervals = [uint256(100), 101, 150, 1_000, 50_000];
        uint256[6] memory durations = [uint256(60), 3_600, 1 days, 7 days, 30 days, YEAR];
        t.host = _hostThat(true, _mix(seed, 3));
        if (_mix(seed, 4) % 4 != 0 && t.host == CONTRACT_HOST) t.host = HOST;
        t.model = _offered(t.host, _mix(seed, 5));
        t.interval = intervals[_mix(seed, 6) % 5];
        t.duration = durations[_mix(seed, 7) % 6];
        uint256 least = _asked(t.host, t.model, asset);
        uint256 most = deposit * PRECISION / t.interval;
        uint256 drawn = _mix(seed, 8) % 8;
        uint256[8] memory near = [least, least, least, most / 3, most / 3, most, most / 100 + 1, 2 * least];
        t.price = near[drawn];
        if (t.price < least && drawn != 4) t.price = least;
        if (t.price > type(uint96).max) t.price = type(uint96).max;
        _spoilTerms(t, _mix(seed, 9));
    }

    /// @dev Every third time one term is out of bounds, or nearly.
    function _spoilTerms(Terms memory t, uint256 drawn) private pure {
        uint256 flaw = drawn % 32;
        if (flaw == 0) t.price = 0;
        if (flaw == 1) t.duration = 0;
        if (flaw == 2) t.duration = YEAR + 1;
        if (flaw == 3) t.interval = 99;
        if (flaw == 4) t.model = drawn / 32 % NAMES;
        if (flaw == 5) t.host = drawn / 32 % ACTORS;
        if (flaw > 5 && flaw < 10) t.price = _excess(t.price, 1);
    }

    /// @dev Last second in which an active session is not due, unless there is a pause until then.
    function _notDueUntil(Session storage s) internal view returns (uint256) {
        uint256 patience = 3 * s.terms.interval < 300 ? 300 : 3 * s.terms.interval;
        uint256 idle = s.last + patience + _pausedTotal() - s.clock;
        return idle < _endOf(s) ? idle : _endOf(s);
    }

    /// @dev Tokens within rate and deposit, often at their edges.
    function _drawTokens(Session storage s, uint256 seed) internal view returns (uint256) {
        uint256 rate = 2_000 * (block.timestamp - s.last);
        uint256 left = _excess(_affordable(s), s.tokens);
        uint256 most = rate < left ? rate : left;
        uint256 drawn = _mix(seed, 10) % 12;
        if (drawn == 0) return most + 1;
        if (drawn == 1) return left + 1;
        if (drawn == 2) return left < 99 ? left : 99;
        if (drawn < 5) return most;
        if (drawn == 5) return s.terms.interval;
        return drawn < 9 ? most / 2 : most / 10 + 100;
    }

    /// @dev Numbers of the models that a host may offer: one to three that are served, seldom others.
    function _drawModels(uint256 seed) internal view returns (uint256[] memory numbers) {
        numbers = new uint256[](_mix(seed, 11) % 3 + 1);
        uint256 model = seed % NAMES;
        for (uint256 i; i < numbers.length; ++i) {
            model = (model + 1) % NAMES;
            if (seed % 8 != 0) model = _served(model);
            numbers[i] = model;
        }
    }

    function _served(uint256 from) private view returns (uint256) {
        for (uint256 i; i < NAMES; ++i) {
            if (_isServed[(from + i) % NAMES]) return (from + i) % NAMES;
        }
        return from;
    }

    function _drawVotes(uint256 seed) internal pure returns (uint256) {
        uint256[6] memory turns = [uint256(1), FAB_UNIT, LATE_ENOUGH / 2, LATE_ENOUGH, ENOUGH, ENOUGH];
        return turns[_mix(seed, 12) % 6];
    }

    function _drawPrice(bool isCoin, uint256 seed) internal pure returns (uint256) {
        if (isCoin) return seed % 8 == 0 ? MIN_NATIVE_PRICE - seed / 8 % 2 : MIN_NATIVE_PRICE + seed % 2_000_000;
        return seed % 8 == 0 ? seed / 8 % 2 : seed % 5_000 + 1;
    }

    function _text(uint256 seed) internal pure returns (string memory) {
        return seed % 8 == 0 ? "" : seed % 2 == 0 ? "fast" : "cheap and slow";
    }
}
