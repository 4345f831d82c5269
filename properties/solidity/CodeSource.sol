// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

/// @title Where the bytecode under test comes from
/// @notice The contracts are never compiled with these ones: they are installed from the very bytes that the rest of
/// the project runs. An adapter says where those are: in files, or embedded in a generated contract.
abstract contract CodeSource {
    error CodeMissing(string name);
    error NotDeployed(string name);

    /// @notice Code by name: creation code of contracts that have a constructor, runtime code of hosts and libraries.
    function _code(string memory name) internal virtual returns (bytes memory);

    function _deploy(string memory name, bytes memory arguments) internal returns (address deployed) {
        bytes memory creation = bytes.concat(_code(name), arguments);
        assembly {
            deployed := create(0, add(creation, 32), mload(creation))
        }
        if (deployed == address(0)) revert NotDeployed(name);
    }
}
