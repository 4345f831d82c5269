// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {BreakerGhosts} from "./BreakerGhosts.sol";

uint8 constant NONE = 0;
uint8 constant ACTIVE = 1;
uint8 constant COMPLETED = 2;
uint8 constant TIMED_OUT = 3;
uint8 constant CANCELLED = 4;

/// @dev What a session is to be. @param model Its number.
struct Terms {
    uint256 host;
    uint256 price;
    uint256 duration;
    uint256 interval;
    uint256 model;
}

/// @dev A session as the model knows it. @param paid What arrived for it. @param clock Seconds of all pauses until its
/// last proof. @param net, fee, refund What became of the deposit.
struct Session {
    uint8 status;
    uint256 depositor;
    uint256 asset;
    uint256 paid;
    uint256 tokens;
    uint256 start;
    uint256 last;
    uint256 clock;
    uint256 window;
    uint256 count;
    bool isFinal;
    uint256 net;
    uint256 fee;
    uint256 refund;
    Terms terms;
}

/// @dev A host as the model knows it. @param open, jobs Its sessions and prompt jobs. @param ended When the last of
/// them ended.
struct Node {
    bool isActive;
    uint256 stake;
    uint256 left;
    uint256 ended;
    uint256 slashed;
    uint256 open;
    uint256 jobs;
    uint256 coinPrice;
    uint256 tokenPrice;
    bool[5] offers;
    uint256[5] modelCoinPrice;
    uint256[5] modelTokenPrice;
    uint256[4] ownPrice;
}

struct Limits {
    bool isAccepted;
    uint256 least;
    uint256 most;
}

/// @dev What can be seen from outside at one moment of one asset: what the contracts hold and owe, and what each actor
/// has, with everything that the contracts say they owe it.
struct Look {
    uint256 held;
    uint256 inEarnings;
    uint256 credits;
    uint256 deposits;
    uint256 earned;
    uint256 fees;
    uint256[13] credit;
    uint256[13] wealth;
}

/// @title The model beside the contracts: its own ledger, its own lifecycles, its own clocks
/// @notice The contracts' own books follow a fault in them; these do not, because they are kept from what the parties
/// gave and got. FAB has a model of its own, beside hosts and models.
abstract contract Ghosts is BreakerGhosts {
    uint256 internal constant MIN_STAKE = 1_000 * FAB_UNIT;
    uint256 internal constant YEAR = 365 days;
    uint256 internal constant PRECISION = 1_000;

    mapping(uint256 jobId => Session) internal _sessions;
    /// @dev Ids so far, those of prompt jobs included.
    uint256 internal _sessionCount;
    uint256 internal _activeCount;

    mapping(uint256 who => Node) internal _nodes;
    mapping(uint256 asset => Limits) internal _limits;
    bool[NAMES] internal _exists;
    bool[NAMES] internal _isServed;

    /// @dev By asset: what active sessions hold, what was deposited for later, what fees have accrued.
    uint256[4] internal _inSessions;
    uint256[4] internal _prepaid;
    uint256[4] internal _fees;
    mapping(uint256 who => uint256[4] byAsset) internal _prepaidOf;

    uint256 internal _treasury = TREASURY;
    uint256 internal _window = 30;

    function _look(uint256 asset) internal view returns (Look memory look) {
        address token = _assetAt(asset);
        look.held = _balance(asset, address(market));
        look.inEarnings = _balance(asset, address(earnings));
        look.fees = market.accumulatedTreasury(token);
        for (uint256 i; i < ACTORS; ++i) {
            address account = _actors[i].account;
            look.credit[i] = asset == COIN ? market.credits(account) : market.tokenCredits(token, account);
            look.credits += look.credit[i];
            look.wealth[i] = _balance(asset, account) + look.credit[i];
        }
        for (uint256 i; i < 4; ++i) {
            uint256 host = _hostNumber(i);
            uint256 amount = earnings.getEarnings(_actors[host].account, token);
            look.earned += amount;
            look.wealth[host] += amount;
        }
        for (uint256 i; i < 3; ++i) {
            uint256 who = _depositorNumber(i);
            uint256 amount = market.userDeposits(_actors[who].account, token);
            look.deposits += amount;
            look.wealth[who] += amount;
        }
    }

    // ------------------------------------------------------------------ the model's own judgement

    function _isActive(uint256 jobId) internal view returns (bool) {
        return _sessions[jobId].status == ACTIVE;
    }

    function _mayServe(uint256 host) internal view returns (bool) {
        return _nodes[host].isActive && _nodes[host].stake >= MIN_STAKE;
    }

    function _endOf(Session storage s) internal view returns (uint256) {
        return s.start + s.terms.duration;
    }

    /// @dev Whether an active session has expired, or been idle for too long while proofs were possible.
    function _isDue(Session storage s) internal view returns (bool) {
        uint256 patience = 3 * s.terms.interval < 300 ? 300 : 3 * s.terms.interval;
        uint256 idle = block.timestamp - s.last - (_pausedTotal() - s.clock);
        return block.timestamp > _endOf(s) || idle > patience;
    }

    function _priceOf(uint256 tokens, uint256 price) internal pure returns (uint256) {
        return tokens * price / PRECISION;
    }

    /// @dev Tokens that a session's deposit pays for.
    function _affordable(Session storage s) internal view returns (uint256) {
        return s.paid * PRECISION / s.terms.price;
    }

    /// @dev What a host asks for a model in an asset.
    function _asked(uint256 host, uint256 model, uint256 asset) internal view returns (uint256) {
        Node storage node = _nodes[host];
        uint256 base = node.coinPrice;
        if (asset != COIN) base = node.ownPrice[asset] != 0 ? node.ownPrice[asset] : node.tokenPrice;
        uint256 forModel = asset == COIN ? node.modelCoinPrice[model] : node.modelTokenPrice[model];
        return forModel > base ? forModel : base;
    }

    /// @dev Number of an asset; `ASSETS` for an address that is none.
    function _assetNumber(address asset) internal view returns (uint256) {
        for (uint256 i; i < ASSETS; ++i) {
            if (_assetAt(i) == asset) return i;
        }
        return ASSETS;
    }

    /// @dev By how much one amount is above another; zero where it is not, which other claims see.
    function _excess(uint256 more, uint256 less) internal pure returns (uint256) {
        return more > less ? more - less : 0;
    }

    // ------------------------------------------------------------------ bookkeeping

    function _openSession(uint256 jobId, uint256 who, uint256 asset, uint256 paid, Terms memory terms) internal {
        if (jobId > _sessionCount) _sessionCount = jobId;
        ++_activeCount;
        _inSessions[asset] += paid;
        ++_nodes[terms.host].open;
        Session storage s = _sessions[jobId];
        (s.status, s.depositor, s.asset, s.paid, s.terms) = (ACTIVE, who, asset, paid, terms);
        (s.start, s.last, s.clock, s.window) = (block.timestamp, block.timestamp, _pausedTotal(), _window);
    }

    /// @dev Divides a session's deposit as documented. @param extra What the host gets beyond proven work.
    function _endSession(Session storage s, uint8 status, uint256 extra) internal {
        uint256 gross = _priceOf(s.tokens, s.terms.price) + extra;
        s.status = status;
        s.fee = gross * FEE_BPS / 10_000;
        s.net = gross - s.fee;
        s.refund = _excess(s.paid, gross);
        --_activeCount;
        _inSessions[s.asset] -= s.paid;
        _fees[s.asset] += s.fee;
        Node storage node = _nodes[s.terms.host];
        --node.open;
        node.ended = block.timestamp;
    }
}
