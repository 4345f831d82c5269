// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @title MoodyToken
/// @notice An ERC-20 token that transfers as its mood says; approvals and balances are honest in every mood.
/// @dev For test chains only. Anyone may mint and change the mood. `rebase` shows why tokens whose balances change by
/// themselves must not be accepted: a contract's books can't follow them.
contract MoodyToken {
    /// @notice How the token meets a transfer.
    enum Mood {
        PLAIN, // moves the amount
        FEE, // moves it, less 1 % (rounded down), which is burnt
        FALSE, // moves nothing and returns false
        SILENT, // moves the amount and returns nothing
        BLACKLIST, // reverts if either party is listed
        REENTER, // calls back, then moves the amount, whatever came of the call
        REVERT, // reverts
        BURN, // burns all the gas it is given
        BOMB // moves nothing and returns 100 kB of zeros
    }

    /// @notice What came of the last call back.
    enum Outcome {
        NONE,
        NOT_TRIED,
        FAILED,
        SUCCEEDED
    }

    event Transfer(address indexed from, address indexed to, uint256 value);
    event Approval(address indexed owner, address indexed spender, uint256 value);

    error ERC20InsufficientBalance(address sender, uint256 balance, uint256 needed);
    error ERC20InsufficientAllowance(address spender, uint256 allowance, uint256 needed);
    error Refused();
    error Listed(address account);

    /// @dev Gas that the call back leaves for the transfer itself.
    uint256 private constant RESERVE = 80_000;
    uint256 private constant BOMB_SIZE = 102_400;

    string public name;
    string public symbol;
    uint8 public immutable decimals;

    Mood public mood;
    address public target;
    Outcome public outcome = Outcome.NOT_TRIED;
    bytes public payload;
    mapping(address account => bool listed) public listed;

    mapping(address owner => mapping(address spender => uint256 amount)) public allowance;

    /// @dev A balance is shares x numerator / denominator, rounded down.
    mapping(address account => uint256 shares) private _shares;
    uint256 private _totalShares;
    uint256 private _numerator = 1;
    uint256 private _denominator = 1;

    constructor(string memory name_, string memory symbol_, uint8 decimals_) {
        name = name_;
        symbol = symbol_;
        decimals = decimals_;
    }

    // ------------------------------------------------------------------ moods

    /// @notice Sets how transfers are met from now on.
    function setMood(Mood mood_) external {
        mood = mood_;
    }

    /// @notice Sets what mood REENTER calls, and forgets what came of earlier calls.
    function setCallBack(address target_, bytes calldata payload_) external {
        target = target_;
        payload = payload_;
        outcome = Outcome.NOT_TRIED;
    }

    /// @notice Sets whether mood BLACKLIST refuses an account.
    function setListed(address account, bool listed_) external {
        listed[account] = listed_;
    }

    /// @notice Makes tokens out of nothing.
    function mint(address to, uint256 amount) external {
        uint256 shares = _sharesOf(amount);
        _shares[to] += shares;
        _totalShares += shares;
        emit Transfer(address(0), to, amount);
    }

    /// @notice Changes all balances by a factor, for demonstrations.
    function rebase(uint256 numerator, uint256 denominator) external {
        _numerator *= numerator;
        _denominator *= denominator;
    }

    // ------------------------------------------------------------------ ERC-20

    function totalSupply() external view returns (uint256) {
        return (_totalShares * _numerator) / _denominator;
    }

    function balanceOf(address account) public view returns (uint256) {
        return (_shares[account] * _numerator) / _denominator;
    }

    /// @notice Allows `spender` that much; the greatest number is never used up.
    function approve(address spender, uint256 amount) external returns (bool) {
        allowance[msg.sender][spender] = amount;
        emit Approval(msg.sender, spender, amount);
        return true;
    }

    function transfer(address to, uint256 amount) external returns (bool) {
        return _transfer(msg.sender, msg.sender, to, amount);
    }

    function transferFrom(address from, address to, uint256 amount) external returns (bool) {
        return _transfer(msg.sender, from, to, amount);
    }

    // ------------------------------------------------------------------ transfers by mood

    function _transfer(address spender, address from, address to, uint256 amount) private returns (bool) {
        Mood current = mood;
        if (current == Mood.FALSE) return false;
        _refuse(current, from, to);
        if (current == Mood.REENTER) _callBack();
        if (spender != from) _spend(from, spender, amount);
        _move(from, to, amount, current == Mood.FEE ? amount / 100 : 0);
        if (current == Mood.SILENT) {
            assembly {
                return(0, 0)
            }
        }
        return true;
    }

    function _refuse(Mood current, address from, address to) private view {
        if (current == Mood.REVERT) revert Refused();
        if (current == Mood.BLACKLIST && listed[from]) revert Listed(from);
        if (current == Mood.BLACKLIST && listed[to]) revert Listed(to);
        if (current == Mood.BURN) {
            assembly {
                invalid()
            }
        }
        if (current == Mood.BOMB) {
            assembly {
                let free := mload(64)
                mstore(free, 0)
                return(free, BOMB_SIZE)
            }
        }
    }

    function _callBack() private {
        bytes memory data = payload;
        address to = target;
        uint256 left = gasleft();
        bool succeeded;
        if (left > RESERVE) {
            uint256 budget = left - RESERVE;
            assembly {
                succeeded := call(budget, to, 0, add(data, 32), mload(data), 0, 0)
            }
        }
        outcome = succeeded ? Outcome.SUCCEEDED : Outcome.FAILED;
    }

    function _spend(address from, address spender, uint256 amount) private {
        uint256 allowed = allowance[from][spender];
        if (allowed == type(uint256).max) return;
        if (allowed < amount) revert ERC20InsufficientAllowance(spender, allowed, amount);
        allowance[from][spender] = allowed - amount;
    }

    function _move(address from, address to, uint256 amount, uint256 fee) private {
        uint256 balance = balanceOf(from);
        if (balance < amount) revert ERC20InsufficientBalance(from, balance, amount);
        uint256 burnt = _sharesOf(fee);
        uint256 shares = _sharesOf(amount);
        _shares[from] -= shares;
        _shares[to] += shares - burnt;
        _totalShares -= burnt;
        emit Transfer(from, to, amount - fee);
        if (fee != 0) emit Transfer(from, address(0), fee);
    }

    function _sharesOf(uint256 amount) private view returns (uint256) {
        return (amount * _denominator) / _numerator;
    }
}
