// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {IERC721} from "@openzeppelin/contracts/token/ERC721/IERC721.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

/// Tokens from a list, tokens whose full arrival is checked, and tokens that only pass through.
contract NominalTokenAmountInnocent {
    using SafeERC20 for IERC20;

    address public immutable admin = msg.sender;
    mapping(address token => bool) public allowed;
    mapping(IERC20 token => mapping(address account => uint256)) public balances;
    mapping(address account => uint256) public spent;
    mapping(uint256 id => uint256) public itemOf;
    uint256 public listings;

    function allow(address token) external {
        require(msg.sender == admin);
        allowed[token] = true;
    }

    function deposit(IERC20 token, uint256 amount) external {
        require(allowed[address(token)], "unknown token");
        token.safeTransferFrom(msg.sender, address(this), amount);
        balances[token][msg.sender] += amount;
    }

    function depositInFull(IERC20 token, uint256 amount) external {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        require(token.balanceOf(address(this)) - before == amount, "fee taken");
        balances[token][msg.sender] += amount;
    }

    /// The number of a single item is not an amount.
    function list(IERC721 items, uint256 item) external {
        items.transferFrom(msg.sender, address(this), item);
        itemOf[++listings] = item;
    }

    function payThrough(IERC20 token, address to, uint256 amount) external {
        token.safeTransferFrom(msg.sender, to, amount);
        spent[msg.sender] += amount;
    }
}
