// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// Initialised once by a latch of its own; later owners are named by the owner, or accept by themselves.
contract OpenInitialiserInnocent {
    address public owner;
    address public pendingOwner;
    bool private _initialised;
    mapping(address account => uint256) public balances;
    mapping(address account => address) public delegateOf;

    function setUp(address owner_) external {
        require(!_initialised);
        _initialised = true;
        owner = owner_;
    }

    function offerOwnership(address next) external {
        require(msg.sender == owner);
        pendingOwner = next;
    }

    function acceptOwnership() external {
        require(msg.sender == pendingOwner);
        owner = msg.sender;
        delete pendingOwner;
    }

    function setDelegate(address delegate) external {
        delegateOf[msg.sender] = delegate;
    }

    function deposit() external payable {
        balances[msg.sender] += msg.value;
    }

    function withdrawFor(address account) external {
        require(delegateOf[account] == msg.sender || owner == msg.sender);
        uint256 amount = balances[account];
        balances[account] = 0;
        payable(account).transfer(amount);
    }
}
