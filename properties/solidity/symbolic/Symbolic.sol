// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @notice What a symbolic engine lets a check do with the chain. Amounts are wei, times are seconds.
interface Vm {
    function assume(bool condition) external;
    function warp(uint256 time) external;
    function deal(address account, uint256 amount) external;
    function prank(address sender) external;
    function etch(address account, bytes calldata code) external;
}

/// @notice Values of which nothing is known.
interface Unknowns {
    function createUint256(string calldata name) external returns (uint256);
    function createUint(uint256 bits, string calldata name) external returns (uint256);
    function createBytes32(string calldata name) external returns (bytes32);
    function createBytes(uint256 length, string calldata name) external returns (bytes memory);
    function createAddress(string calldata name) external returns (address);
    function createBool(string calldata name) external returns (bool);
    function enableSymbolicStorage(address account) external;
}

/// @title What all symbolic checks share
/// @notice A check is named `check_<property id>_<what it says>`; one that fails shows values that break the property.
/// Its documentation says in the tag "bound" over what it quantifies.
abstract contract Symbolic {
    Vm internal constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
    Unknowns internal constant any = Unknowns(address(uint160(uint256(keccak256("svm cheat code")))));

    /// @notice More wei than will ever exist; sums of a few amounts below it do not overflow.
    uint256 internal constant ALL_COIN = 2 ** 96;

    /// @dev The selector of an error, zero for empty data.
    function _selectorOf(bytes memory data) internal pure returns (bytes4) {
        return data.length < 4 ? bytes4(0) : bytes4(data);
    }

    function _amount(string memory name) internal returns (uint256 amount) {
        return any.createUint(96, name);
    }
}

/// @title Somebody who is paid and may do anything that a receiver can: accept, refuse, or call back
contract Payee {
    bool public refuses;
    address public calls;
    bytes public data;

    /// @notice From now on a payment is refused.
    function setRefuses(bool itRefuses) external {
        refuses = itRefuses;
    }

    /// @notice From now on a payment is answered by a call.
    function setCall(address to, bytes calldata what) external {
        (calls, data) = (to, what);
    }

    receive() external payable {
        if (calls != address(0)) {
            (bool success,) = calls.call(data);
            success;
        }
        require(!refuses);
    }
}
