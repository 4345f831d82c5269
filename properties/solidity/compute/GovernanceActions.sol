// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import "./Ids.sol" as Id;
import {IEscrow, IFab, IVoting, MotionRecord, Update} from "./Market.sol";
import {ReputationActions} from "./ReputationActions.sol";

/// @title Votes about parameters, what they may set, and emergencies
abstract contract GovernanceActions is ReputationActions {
    uint256 internal constant BLOCK_TIME = 12;
    uint256 internal constant DELAY = 2 days;
    uint256 internal constant EXPIRY = 14 days;
    uint256 internal constant EMERGENCY = 7 days;
    uint256 internal constant BETWEEN_EMERGENCIES = 30 days;
    uint256 private constant THRESHOLD = 10_000 * FAB_UNIT;
    uint256 private constant QUORUM = 100_000 * FAB_UNIT;
    uint256 private constant MOST_UPDATES = 10;

    /// @dev A proposal. @param setters, values What it sets, if it is no upgrade. @param voted Who has, as bits.
    struct Motion {
        bool isUpgrade;
        bool isCancelled;
        bool isExecuted;
        uint256 proposer;
        uint256 start;
        uint256 end;
        uint256 eta;
        uint256 pro;
        uint256 contra;
        uint256 voted;
        address target;
        uint256 arbiter;
        uint256[] setters;
        uint256[] values;
    }

    mapping(uint256 id => Motion) internal _motions;
    uint256 internal _motionCount;
    uint256 internal _allowed = (1 << LISTED) - 1;
    bool internal _isPointed = true;
    uint256 internal _admins = 1 << AUTHORITY;
    uint256 internal _nextEmergency;

    /// @dev The marketplace is listed when a run begins; so is the escrow, which can't be paused.
    bool internal _isMarketListed = true;

    function _delegateTo(uint256 who, uint256 to) internal {
        bytes memory data = abi.encodeCall(IFab.delegate, (_accountOf(to)));
        bool ok = _act(who, address(fab), 0, data).ok;
        _claimTallies();
        _note("delegate", who, data, 0, ok);
    }

    // ------------------------------------------------------------------ proposals

    function _proposeUpdates(uint256 who, uint256[] memory setters, uint256[] memory values, string memory why)
        internal
    {
        Update[] memory updates = new Update[](setters.length);
        bool isListed = true;
        for (uint256 i; i < setters.length; ++i) {
            (address target, bytes4 selector) = _setter(setters[i]);
            updates[i] = Update(target, selector, "fee", values[i]);
            if (!_isIn(_allowed, setters[i])) isListed = false;
        }
        bytes memory data = abi.encodeCall(IVoting.proposeParameterUpdate, (updates, why));
        bool ok = _act(who, address(voting), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_GOV_01, isListed && setters.length != 0 && setters.length <= MOST_UPDATES);
            Motion storage m = _moved(who, false);
            (m.setters, m.values) = (setters, values);
            _claimTallies();
        }
        _note("propose_parameter_update", who, data, 0, ok);
    }

    function _proposeUpgrade(uint256 who, address target, uint256 arbiter, string memory why) internal {
        bytes memory data = abi.encodeCall(IVoting.proposeContractUpgrade, (target, _accountOf(arbiter), why));
        bool ok = _act(who, address(voting), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_GOV_01, target == address(escrow) && _isPointed && arbiter < ACTORS);
            Motion storage m = _moved(who, true);
            (m.target, m.arbiter) = (target, arbiter);
            _claimTallies();
        }
        _note("propose_contract_upgrade", who, data, 0, ok);
    }

    /// @dev Whoever proposes had enough votes in the block before.
    function _moved(uint256 who, bool isUpgrade) private returns (Motion storage m) {
        _claim(Id.JOB_GOV_01, _votesAt(who, block.number - 1) >= THRESHOLD);
        m = _motions[++_motionCount];
        (m.isUpgrade, m.proposer, m.start) = (isUpgrade, who, block.number + 1);
        m.end = m.start + VOTING_PERIOD;
    }

    function _castVote(uint256 who, uint256 id, bool support) internal {
        Motion storage m = _motions[id];
        bytes memory data = abi.encodeCall(IVoting.castVote, (id, support));
        bool ok = _act(who, address(voting), 0, data).ok;
        if (ok) {
            bool isOpen = !m.isCancelled && block.number > m.start && block.number <= m.end;
            _claim(Id.JOB_GOV_01, isOpen);
            uint256 weight = isOpen ? _votesAt(who, m.start) : 0;
            _claim(Id.JOB_GOV_02, !_isIn(m.voted, who) && weight != 0);
            m.voted = _with(m.voted, who, true);
            if (support) m.pro += weight;
            else m.contra += weight;
            _claimTallies();
        }
        _note("cast_vote", who, data, 0, ok);
    }

    function _queue(uint256 who, uint256 id) internal {
        Motion storage m = _motions[id];
        bytes memory data = abi.encodeCall(IVoting.queue, (id));
        bool ok = _act(who, address(voting), 0, data).ok;
        if (ok) {
            bool isOver = block.number > m.end && !m.isCancelled && m.eta == 0;
            _claim(Id.JOB_GOV_01, isOver && _isAccepted(m));
            m.eta = block.timestamp + DELAY;
        }
        _note("queue", who, data, 0, ok);
    }

    function _executeMotion(uint256 who, uint256 id) internal {
        Motion storage m = _motions[id];
        bytes memory data = abi.encodeCall(IVoting.execute, (id));
        bool ok = _act(who, address(voting), 0, data).ok;
        if (ok) {
            bool isInTime = m.eta != 0 && block.timestamp >= m.eta && block.timestamp <= m.eta + EXPIRY;
            _claim(Id.JOB_GOV_01, isInTime && !m.isCancelled && !m.isExecuted && _isAccepted(m) && _isListed(m));
            m.isExecuted = true;
            _apply(m);
        }
        _note("execute", who, data, 0, ok);
    }

    function _cancelMotion(uint256 who, uint256 id) internal {
        Motion storage m = _motions[id];
        bytes memory data = abi.encodeCall(IVoting.cancel, (id));
        bool ok = _act(who, address(voting), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_GOV_01, who == m.proposer && !m.isExecuted && !m.isCancelled);
            m.isCancelled = true;
        }
        _note("cancel", who, data, 0, ok);
    }

    // ------------------------------------------------------------------ lists

    /// @param number Of a setter; `SETTERS` for one of nobody.
    function _allow(uint256 who, uint256 number, bool isAllowed) internal {
        (address target, bytes4 selector) = _setter(number);
        if (number == SETTERS) target = address(0);
        bytes memory data = abi.encodeCall(IVoting.setAllowed, (target, selector, isAllowed));
        bool ok = _act(who, address(voting), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_ACC_05, who == OWNER && target != address(0));
            _allowed = _with(_allowed, number, isAllowed);
        }
        _note("set_allowed", who, data, 0, ok);
    }

    /// @dev The escrow's arbiter can be voted on, or can't any more.
    function _point(uint256 who, bool isPointed) internal {
        bytes4 pointer = isPointed ? IEscrow.setArbiter.selector : bytes4(0);
        bytes memory data = abi.encodeCall(IVoting.setPointer, (address(escrow), pointer));
        bool ok = _act(who, address(voting), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_ACC_05, who == OWNER);
            _isPointed = isPointed;
        }
        _note("set_pointer", who, data, 0, ok);
    }

    function _setTarget(uint256 who, bool isListed) internal {
        bytes memory data = abi.encodeCall(IVoting.setEmergencyTarget, (address(market), isListed));
        bool ok = _act(who, address(voting), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_ACC_05, who == OWNER);
            _isMarketListed = isListed;
        }
        _note("set_emergency_target", who, data, 0, ok);
    }

    function _setAdmin(uint256 who, uint256 to, bool isAdmin) internal {
        bytes memory data = abi.encodeCall(IVoting.setEmergencyAdmin, (_accountOf(to), isAdmin));
        bool ok = _act(who, address(voting), 0, data).ok;
        if (ok) {
            _claim(Id.JOB_ACC_05, who == OWNER && to < ACTORS);
            _admins = _with(_admins, to, isAdmin);
        }
        _note("set_emergency_admin", who, data, 0, ok);
    }

    /// @dev Somebody with the role pauses a contract for a week, once in thirty days.
    function _emergency(uint256 who, string memory action, address target) internal {
        bytes memory data = abi.encodeCall(IVoting.executeEmergencyAction, (action, target));
        bool ok = _act(who, address(voting), 0, data).ok;
        if (ok) {
            bool isNamed = _isIn(_admins, who) && target == address(market) && _isMarketListed;
            _claim(Id.JOB_GOV_03, isNamed && keccak256(bytes(action)) == keccak256("pause"));
            _claim(Id.JOB_GOV_03, block.timestamp >= _nextEmergency);
            _nextEmergency = block.timestamp + BETWEEN_EMERGENCIES;
            _claim(Id.JOB_SEQ_03, !_isPaused());
            _pauseUntil(block.timestamp + EMERGENCY);
            _claim(Id.JOB_GOV_03, market.paused() && jobs.pauseEnds() == block.timestamp + EMERGENCY);
            _claim(Id.JOB_GOV_03, jobs.circuitBreakerLevel() == _level);
            _claimBreaker();
        }
        _note("execute_emergency_action", who, data, 0, ok);
    }

    // ------------------------------------------------------------------ parts

    function _votesAt(uint256 who, uint256 number) internal view returns (uint256) {
        return fab.getPastVotes(_actors[who].account, number);
    }

    /// @dev A tenth of all FAB has voted, and more for it than against; for an upgrade four fifths.
    function _isAccepted(Motion storage m) internal view returns (bool) {
        uint256 cast = m.pro + m.contra;
        return cast >= QUORUM && (m.isUpgrade ? 5 * m.pro >= 4 * cast : m.pro > m.contra);
    }

    function _isListed(Motion storage m) private view returns (bool) {
        if (m.isUpgrade) return _isPointed;
        for (uint256 i; i < m.setters.length; ++i) {
            if (!_isIn(_allowed, m.setters[i])) return false;
        }
        return true;
    }

    /// @dev What was voted on holds from now on.
    function _apply(Motion storage m) private {
        if (m.isUpgrade) {
            _arbiter = m.arbiter;
            _claim(Id.JOB_ACC_05, escrow.arbiter() == _accountOf(m.arbiter));
        }
        for (uint256 i; i < m.setters.length; ++i) {
            uint256 value = m.values[i];
            _claim(Id.JOB_GOV_01, m.setters[i] < 3);
            if (m.setters[i] == 0) _feeBps = value;
            else if (m.setters[i] == 1) _threshold = value;
            else _recovery = value;
        }
        _claim(Id.JOB_CON_01, _feeBps <= FEE_BPS);
    }

    /// @dev The last proposal's votes are those that were counted here.
    function _claimTallies() private {
        if (_motionCount == 0) return;
        Motion storage m = _motions[_motionCount];
        MotionRecord memory r = voting.getProposal(_motionCount);
        _claim(Id.JOB_GOV_02, r.forVotes == m.pro && r.againstVotes == m.contra);
        _claim(Id.JOB_GOV_01, r.startBlock == m.start && r.endBlock == m.end);
    }
}
