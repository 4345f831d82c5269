// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// The origin is only told in an event, or compared with the caller to refuse contracts.
contract OriginAuthorityInnocent {
    mapping(address account => uint256) public balances;

    event Deposited(address account, address origin);

    function deposit() external payable {
        require(msg.sender == tx.origin, "no contracts");
        balances[msg.sender] += msg.value;
        emit Deposited(msg.sender, tx.origin);
    }

    function withdraw() external {
        uint256 amount = balances[msg.sender];
        balances[msg.sender] = 0;
        payable(msg.sender).transfer(amount);
    }
}
