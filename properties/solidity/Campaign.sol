// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {CodeSource} from "./CodeSource.sol";
import {forgeVm} from "./ForgeVm.sol";
import {Journal} from "./Journal.sol";

/// @title A protocol's property contracts under forge
/// @notice One campaign for all properties: forge gives each invariant function one of its own, so there is only one.
/// Where the bytecode lies, and what to leave out, comes from the environment.
abstract contract Campaign is CodeSource, Journal {
    struct FuzzSelector {
        address addr;
        bytes4[] selectors;
    }

    /// @dev Bits of properties that are not asked for.
    uint256 private _ignored;

    /// @dev What was told before the first call of a replay.
    bytes private _scene;

    function setUp() public {
        _ignored = forgeVm.envUint("LOCKSTEP_IGNORED");
        bool isReplay = bytes(forgeVm.envString("LOCKSTEP_CALLS")).length != 0;
        if (isReplay) forgeVm.recordLogs();
        _begin();
        if (isReplay) _scene = abi.encode(forgeVm.getRecordedLogs());
    }

    /// @dev Fails with the bits of the properties that are broken.
    function invariant_properties() public view {
        uint256 found = _broken & ~_ignored;
        if (found != 0) revert(forgeVm.toString(bytes32(found)));
    }

    /// @dev After each run: how often each property had something to say.
    function afterInvariant() public {
        string memory line = "";
        for (uint256 i; i < 64; ++i) {
            line = string.concat(line, forgeVm.toString(_exercised[i]), " ");
        }
        forgeVm.writeLine(forgeVm.envString("LOCKSTEP_EXERCISED"), line);
    }

    /// @dev The calls of a file, one after the other, and what handlers told of them: how a finding becomes a trace.
    function test_replay() public {
        string memory file = forgeVm.envString("LOCKSTEP_CALLS");
        bytes[] memory calls = abi.decode(forgeVm.readFileBinary(file), (bytes[]));
        for (uint256 i; i < calls.length; ++i) {
            (bool ok,) = address(this).call(calls[i]);
            assert(ok);
        }
        forgeVm.writeFileBinary(string.concat(file, ".told"), abi.encode(_scene, forgeVm.getRecordedLogs()));
    }

    function targetContracts() public view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(this);
    }

    function targetSelectors() public view returns (FuzzSelector[] memory targets) {
        targets = new FuzzSelector[](1);
        targets[0] = FuzzSelector(address(this), _handlers());
    }

    /// @dev One account of nobody: forge charges the gas of a call to its sender, who might be a contract under test.
    function targetSenders() public pure returns (address[] memory senders) {
        senders = new address[](1);
        senders[0] = address(0x5e4de4);
    }

    /// @dev Deploys the protocol and everything that stands around it.
    function _begin() internal virtual;

    /// @dev What may be called, as often as it should be.
    function _handlers() internal pure virtual returns (bytes4[] memory selectors);

    function _code(string memory name) internal override returns (bytes memory) {
        return forgeVm.readFileBinary(string.concat(forgeVm.envString("LOCKSTEP_CODE"), "/", name, ".bin"));
    }
}
