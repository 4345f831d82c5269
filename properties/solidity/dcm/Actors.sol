// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IPuppet, Troupe} from "../cast/Troupe.sol";
import {Journal} from "../Journal.sol";
import {IMarket} from "./Market.sol";

/// @title Who takes part: three sellers, three buyers, the owner and a stranger
/// @notice One seller and one buyer are contracts whose mood decides how they meet a payment.
abstract contract Actors is Troupe, Journal {
    uint256 internal constant OWNER = 0;
    uint256 internal constant SELLER = 1;
    uint256 internal constant RIVAL_SELLER = 2;
    uint256 internal constant BUYER = 3;
    uint256 internal constant OTHER_BUYER = 4;
    uint256 internal constant STRANGER = 5;
    uint256 internal constant CONTRACT_SELLER = 6;
    uint256 internal constant CONTRACT_BUYER = 7;
    uint256 internal constant ACTORS = 8;

    uint8 private constant ACCEPT = 0;
    uint8 private constant BOMB = 3;
    uint8 private constant REENTER = 5;
    uint8 private constant HUNGRY = 6;
    uint8 internal constant MOODS = 7;

    mapping(uint256 who => uint8 mood) private _moods;

    function _castActors() internal {
        _castAccount("owner");
        _castAccount("seller");
        _castAccount("rival_seller");
        _castAccount("buyer");
        _castAccount("other_buyer");
        _castAccount("stranger");
        _castPuppet("contract_seller");
        _castPuppet("contract_buyer");
        _learnWhoPays();
    }

    /// @dev Changes how a puppet meets payments; in mood REENTER it tries to withdraw while it is paid.
    function _setMood(uint256 who, uint8 mood, address market) internal {
        address puppet = _actors[who].account;
        IPuppet(puppet).setMood(mood);
        if (mood == REENTER) IPuppet(puppet).setCallBack(market, abi.encodeCall(IMarket.withdraw, ()));
        _moods[who] = mood;
        emit Mood(_actors[who].name, _moodName(mood));
    }

    /// @dev Whether an actor takes a payment that comes with all the gas there is.
    function _takesPayment(uint256 who) internal view returns (bool) {
        uint8 mood = _moods[who];
        return mood == ACCEPT || mood == BOMB || mood == REENTER || mood == HUNGRY;
    }

    function _sellerNumber(uint256 choice) internal pure returns (uint256) {
        uint256 number = choice % 3;
        return number == 0 ? SELLER : number == 1 ? RIVAL_SELLER : CONTRACT_SELLER;
    }

    function _buyerNumber(uint256 choice) internal pure returns (uint256) {
        uint256 number = choice % 3;
        return number == 0 ? BUYER : number == 1 ? OTHER_BUYER : CONTRACT_BUYER;
    }

    function _moodName(uint8 mood) private pure returns (string memory) {
        string[7] memory names = ["ACCEPT", "REFUSE", "BURN", "BOMB", "REVERT_BOMB", "REENTER", "HUNGRY"];
        return names[mood];
    }
}
