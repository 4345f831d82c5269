// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Foreign, IMoodyToken} from "../cast/Foreign.sol";
import {IPuppet} from "../cast/Troupe.sol";
import {Journal} from "../Journal.sol";
import {IEarnings, IMarket} from "./Market.sol";

/// @title Who takes part: hosts, depositors, voters, those who govern, a stranger, and three foreign tokens
/// @notice One depositor and one host are contracts whose mood decides how they meet a payment.
abstract contract Actors is Foreign, Journal {
    uint256 internal constant OWNER = 0;
    uint256 internal constant TREASURY = 1;
    uint256 internal constant AUTHORITY = 2;
    uint256 internal constant HOST = 3;
    uint256 internal constant RIVAL_HOST = 4;
    uint256 internal constant LATE_HOST = 5;
    uint256 internal constant DEPOSITOR = 6;
    uint256 internal constant OTHER_DEPOSITOR = 7;
    uint256 internal constant VOTER = 8;
    uint256 internal constant RIVAL_VOTER = 9;
    uint256 internal constant OUTSIDER = 10;
    uint256 internal constant CONTRACT_DEPOSITOR = 11;
    uint256 internal constant CONTRACT_HOST = 12;
    uint256 internal constant ACTORS = 13;

    uint256 internal constant COIN = 0;
    uint256 internal constant STABLE = 1;
    uint256 internal constant MOODY = 2;
    uint256 internal constant SPARE = 3;
    uint256 internal constant ASSETS = 4;

    uint8 internal constant ACCEPT = 0;
    uint8 private constant BOMB = 3;
    uint8 internal constant REENTER = 5;
    uint8 private constant HUNGRY = 6;
    uint8 internal constant MOODS = 7;

    mapping(uint256 who => uint8 mood) internal _moods;

    function _castActors() internal {
        _castAccount("owner");
        _castAccount("treasury");
        _castAccount("authority");
        _castAccount("host");
        _castAccount("rival_host");
        _castAccount("late_host");
        _castAccount("depositor");
        _castAccount("other_depositor");
        _castAccount("voter");
        _castAccount("rival_voter");
        _castAccount("outsider");
        _castPuppet("contract_depositor");
        _castPuppet("contract_host");
        _learnWhoPays();
        _castToken("stable");
        _castToken("moody");
        _castToken("spare");
    }

    /// @dev Changes how a puppet meets payments; in mood REENTER it tries to be paid what else is owed to it.
    function _setMood(uint256 who, uint8 mood, address market, address earnings) internal {
        IPuppet puppet = IPuppet(_actors[who].account);
        puppet.setMood(mood);
        if (mood == REENTER) {
            if (who == CONTRACT_HOST) {
                puppet.setCallBack(earnings, abi.encodeWithSelector(IEarnings.withdraw.selector));
            } else {
                puppet.setCallBack(market, abi.encodeWithSelector(IMarket.withdraw.selector));
            }
        }
        _moods[who] = mood;
        emit Mood(_actors[who].name, _moodName(mood));
    }

    /// @dev Changes how a token transfers; in mood REENTER it tries to end a session.
    function _setTokenMood(uint256 asset, uint8 mood, address market, uint256 jobId) internal {
        Token storage token = _tokens[asset];
        IMoodyToken(token.account).setMood(mood);
        if (mood == CALLS_BACK) {
            IMoodyToken(token.account).setCallBack(market, abi.encodeCall(IMarket.triggerSessionTimeout, (jobId)));
        }
        token.mood = mood;
        emit Mood(token.name, _tokenMoodName(mood));
    }

    /// @dev Whether an actor takes a payment that comes with all the gas there is.
    function _takesPayment(uint256 who) internal view returns (bool) {
        uint8 mood = _moods[who];
        return mood == ACCEPT || mood == BOMB || mood == REENTER || mood == HUNGRY;
    }

    function _hostNumber(uint256 choice) internal pure returns (uint256) {
        uint256 number = choice % 4;
        return number == 3 ? CONTRACT_HOST : HOST + number;
    }

    function _depositorNumber(uint256 choice) internal pure returns (uint256) {
        uint256 number = choice % 3;
        return number == 2 ? CONTRACT_DEPOSITOR : DEPOSITOR + number;
    }

    function _voterNumber(uint256 choice) internal pure returns (uint256) {
        uint256 number = choice % 4;
        return number == 0 ? VOTER : number == 1 ? RIVAL_VOTER : number == 2 ? DEPOSITOR : CONTRACT_DEPOSITOR;
    }

    function _isHost(uint256 who) internal pure returns (bool) {
        return who == HOST || who == RIVAL_HOST || who == LATE_HOST || who == CONTRACT_HOST;
    }

    function _moodName(uint8 mood) private pure returns (string memory) {
        string[7] memory names = ["ACCEPT", "REFUSE", "BURN", "BOMB", "REVERT_BOMB", "REENTER", "HUNGRY"];
        return names[mood];
    }
}
