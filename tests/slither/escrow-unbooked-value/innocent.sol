// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// Coin that needs no record, is sent on or sent back, or is booked by a function called with it.
contract UnbookedValueInnocent {
    address payable public immutable treasury;
    uint256 public constant PRICE = 1 ether;
    mapping(address account => bool) public members;
    mapping(address account => uint256) public held;
    uint256 public visits;

    error WrongPrice(uint256 sent);

    constructor(address payable treasury_) payable {
        treasury = treasury_;
    }

    receive() external payable {}

    function join() external payable {
        require(msg.value >= PRICE);
        members[msg.sender] = true;
        treasury.transfer(PRICE);
        if (msg.value > PRICE) payable(msg.sender).transfer(msg.value - PRICE);
    }

    function joinExactly() external payable {
        if (msg.value != PRICE) revert WrongPrice(msg.value);
        members[msg.sender] = true;
    }

    function deposit() external payable {
        ++visits;
        _book(msg.sender, msg.value);
    }

    function _book(address who, uint256 amount) private {
        held[who] += amount;
    }
}
