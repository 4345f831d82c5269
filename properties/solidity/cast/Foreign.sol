// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Troupe} from "./Troupe.sol";

interface IMoodyToken {
    function setMood(uint8 mood) external;
    function setCallBack(address target, bytes calldata payload) external;
    function setListed(address account, bool listed) external;
    function mint(address to, uint256 amount) external;
    function approve(address spender, uint256 amount) external returns (bool);
    function balanceOf(address account) external view returns (uint256);
}

/// @title The foreign tokens of a run, by number and by name
/// @notice Each transfers as its mood says. Number zero is the coin, which has none.
abstract contract Foreign is Troupe {
    struct Token {
        string name;
        address account;
        uint8 mood;
    }

    uint8 internal constant PLAIN = 0;
    uint8 internal constant FEE = 1;
    uint8 internal constant SILENT = 3;
    uint8 internal constant BLACKLIST = 4;
    uint8 internal constant CALLS_BACK = 5;
    uint8 internal constant TOKEN_MOODS = 9;

    uint8 private constant DECIMALS = 6;
    uint256 private constant FEE_DIVISOR = 100;

    Token[] internal _tokens;

    mapping(address token => mapping(address account => bool)) private _listed;

    /// @dev To be called once all actors are there: each starts with tokens.
    function _castToken(string memory name) internal {
        if (_tokens.length == 0) _tokens.push();
        address token = _deploy("MoodyToken", abi.encode(name, name, DECIMALS));
        _tokens.push(Token(name, token, PLAIN));
        for (uint256 i; i < _actors.length; ++i) {
            IMoodyToken(token).mint(_actors[i].account, FUNDS);
        }
    }

    function _list(uint256 asset, address account) internal {
        IMoodyToken(_tokens[asset].account).setListed(account, true);
        _listed[_tokens[asset].account][account] = true;
    }

    function _assetAt(uint256 asset) internal view returns (address) {
        return asset == 0 ? address(0) : _tokens[asset].account;
    }

    /// @dev Units of an asset; the coin's are wei.
    function _balance(uint256 asset, address account) internal view returns (uint256) {
        return asset == 0 ? account.balance : IMoodyToken(_tokens[asset].account).balanceOf(account);
    }

    /// @dev What arrives of a transfer that is made.
    function _arriving(uint256 asset, uint256 amount) internal view returns (uint256) {
        bool isTaxed = asset != 0 && _tokens[asset].mood == FEE;
        return isTaxed ? amount - amount / FEE_DIVISOR : amount;
    }

    /// @dev Whether a token moves between two accounts, given gas enough.
    function _moves(uint256 asset, address from, address to) internal view returns (bool) {
        Token storage token = _tokens[asset];
        if (token.mood == BLACKLIST) return !_listed[token.account][from] && !_listed[token.account][to];
        return token.mood == PLAIN || token.mood == FEE || token.mood == SILENT || token.mood == CALLS_BACK;
    }

    function _tokenMoodName(uint8 mood) internal pure returns (string memory) {
        string[9] memory names = ["PLAIN", "FEE", "FALSE", "SILENT", "BLACKLIST", "REENTER", "REVERT", "BURN", "BOMB"];
        return names[mood];
    }
}
