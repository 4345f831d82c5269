// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @title What was done, and which property it broke
/// @notice A property is a bit. It is claimed again and again, by whoever has something to say about it; once false it
/// stays broken for the rest of the sequence, so that every engine sees it however it asks.
abstract contract Journal {
    /// @notice One call of the protocol, with what a trace needs to make it again.
    /// @param arguments What the specification's action is given, encoded; a secret stands for its ciphertext.
    /// @param broken Bits of all properties broken so far.
    event Did(
        string action,
        string actor,
        bytes arguments,
        uint256 value,
        uint256 gasPrice,
        uint256 time,
        bool ok,
        uint256 broken
    );

    /// @notice Who is behind an address.
    event Cast(string name, address account);

    /// @notice An actor meets payments in another way from now on.
    event Mood(string actor, string mood);

    /// @notice Bits of the properties that failed.
    uint256 internal _broken;

    /// @notice How often each property had something to say.
    uint256[64] internal _exercised;

    /// @dev Records one instance of a property.
    function _claim(uint8 property, bool holds) internal {
        ++_exercised[property];
        if (holds) return;
        _broken |= uint256(1) << property;
        _onBroken(property);
    }

    /// @dev For adapters of engines that look for failed assertions.
    function _onBroken(uint8 property) internal virtual {}

    function _holds(uint8 property) internal view returns (bool) {
        return _broken & (uint256(1) << property) == 0;
    }
}
