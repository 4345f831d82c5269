// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

interface IItems {
    function ownerOf(uint256 item) external view returns (address);
}

interface IConfiguration {
    function treasury() external view returns (address payable);
}

/// A treasury of the whole contract, and a sale in which the money comes and goes in one transaction.
contract LivePayeeInnocent {
    IItems public immutable items;
    IConfiguration public immutable configuration;
    uint256 public fees;
    mapping(uint256 item => uint256) public priceOf;

    constructor(IItems items_, IConfiguration configuration_) {
        items = items_;
        configuration = configuration_;
    }

    function ask(uint256 item, uint256 price) external {
        require(items.ownerOf(item) == msg.sender);
        priceOf[item] = price;
    }

    function buy(uint256 item) external payable {
        require(msg.value == priceOf[item]);
        uint256 fee = msg.value / 100;
        fees += fee;
        payable(items.ownerOf(item)).transfer(msg.value - fee);
    }

    function collect() external {
        uint256 amount = fees;
        fees = 0;
        configuration.treasury().transfer(amount);
    }
}
