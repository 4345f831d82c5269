// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";

contract NominalTokenAmountFixed {
    using SafeERC20 for IERC20;

    struct Escrow {
        IERC20 token;
        address payer;
        address payee;
        uint256 amount;
    }

    mapping(uint256 id => Escrow) public escrows;
    mapping(IERC20 token => mapping(address account => uint256)) public balances;
    uint256 public next;

    function create(IERC20 token, address payee, uint256 amount) external returns (uint256 id) {
        id = next++;
        escrows[id] = Escrow(token, msg.sender, payee, _pull(token, amount));
    }

    function deposit(IERC20 token, uint256 amount) external {
        balances[token][msg.sender] += _pull(token, amount);
    }

    function _pull(IERC20 token, uint256 amount) private returns (uint256) {
        uint256 before = token.balanceOf(address(this));
        token.safeTransferFrom(msg.sender, address(this), amount);
        return token.balanceOf(address(this)) - before;
    }
}
