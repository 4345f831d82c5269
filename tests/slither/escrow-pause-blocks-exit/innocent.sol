// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// A switch that only ever opens, a lock, a flag of the deal, and an emergency exit that asks for the pause.
contract PauseBlocksExitInnocent {
    address public immutable owner = msg.sender;
    mapping(address account => uint256) public credits;
    mapping(uint256 id => bool) public frozen;
    mapping(uint256 id => uint256) public amountOf;
    mapping(uint256 id => address payable) public ownerOf;
    bool public settled;
    bool public stopped;
    bool private _busy;
    bool public closed;
    bool public approved;
    uint256 public pot;

    modifier guarded() {
        require(!_busy);
        _busy = true;
        _;
        _busy = false;
    }

    function settle() external {
        require(msg.sender == owner);
        settled = true;
    }

    function stop() external {
        require(msg.sender == owner);
        stopped = true;
    }

    function deposit() external payable guarded {
        require(!stopped);
        credits[msg.sender] += msg.value;
    }

    function withdraw() external guarded {
        require(settled, "not yet");
        uint256 amount = credits[msg.sender];
        credits[msg.sender] = 0;
        payable(msg.sender).transfer(amount);
    }

    function leaveInEmergency() external guarded {
        require(stopped);
        uint256 amount = credits[msg.sender];
        credits[msg.sender] = 0;
        payable(msg.sender).transfer(amount);
    }

    function fill() external payable {
        require(!closed);
        pot += msg.value;
    }

    /// Either ends the deal for good: the flag of the one is not a switch over the other.
    function approve(address payable to) external {
        require(msg.sender == owner && !approved && !closed);
        approved = true;
        to.transfer(pot);
    }

    function close() external {
        require(msg.sender == owner && !approved && !closed);
        closed = true;
        payable(owner).transfer(pot);
    }

    function put(uint256 id) external payable {
        require(ownerOf[id] == address(0));
        ownerOf[id] = payable(msg.sender);
        amountOf[id] = msg.value;
    }

    function freeze(uint256 id) external {
        require(msg.sender == owner);
        frozen[id] = true;
    }

    function take(uint256 id) external {
        require(!frozen[id] && msg.sender == ownerOf[id]);
        uint256 amount = amountOf[id];
        amountOf[id] = 0;
        ownerOf[id].transfer(amount);
    }
}
