// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {forgeVm} from "../../ForgeVm.sol";
import {UnclampedHandlers} from "../UnclampedHandlers.sol";

/// @title The property contracts set up by forge, asked, and replayed
/// @notice Where the bytecode lies, and what to leave out, comes from the environment.
abstract contract Campaign is UnclampedHandlers {
    /// @dev Bits of properties that are not asked for.
    uint256 private _ignored;

    /// @dev What was told before the first call of a replay.
    bytes private _scene;

    function setUp() public {
        _ignored = forgeVm.envUint("LOCKSTEP_IGNORED");
        bool isReplay = bytes(forgeVm.envString("LOCKSTEP_CALLS")).length != 0;
        if (isReplay) forgeVm.recordLogs();
        _setUpMarket();
        _setUpScene();
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

    function _code(string memory name) internal override returns (bytes memory) {
        return forgeVm.readFileBinary(string.concat(forgeVm.envString("LOCKSTEP_CODE"), "/", name, ".bin"));
    }
}
