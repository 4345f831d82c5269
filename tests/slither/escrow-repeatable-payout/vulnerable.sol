// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

contract RepeatablePayoutVulnerable {
    enum Status {
        None,
        Funded,
        Released
    }

    struct Deal {
        address buyer;
        address seller;
        uint256 amount;
        Status status;
    }

    mapping(bytes32 id => Deal) private _deals;
    mapping(address account => uint256) private _credits;
    uint256 private _nonce;

    error WrongStatus();

    function open(address seller) external payable returns (bytes32 id) {
        id = keccak256(abi.encode(msg.sender, ++_nonce));
        _deals[id] = Deal({buyer: msg.sender, seller: seller, amount: msg.value, status: Status.Funded});
    }

    function release(bytes32 id) external {
        Deal storage deal = _deals[id];
        if (deal.status != Status.Funded) revert WrongStatus();
        require(msg.sender == deal.buyer);
        _credits[deal.seller] += deal.amount;
    }

    function withdraw() external {
        uint256 amount = _credits[msg.sender];
        (bool ok,) = msg.sender.call{value: amount}("");
        require(ok);
    }

    function withdrawPart(uint256 amount) external {
        require(amount <= _credits[msg.sender], "too much");
        payable(msg.sender).transfer(amount);
    }
}
