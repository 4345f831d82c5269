// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {vm} from "../Vm.sol";
import {Actors} from "./Actors.sol";
import {IMarket, IRegistry} from "./Market.sol";
import {Rows} from "./Rows.sol";

/// @title The marketplace on the real host contracts, wired, with its parties
/// @notice Libraries stand at fixed addresses with which the manager's creation code was linked.
abstract contract Setup is Actors, Rows {
    /// @dev Where library number i stands: this plus i.
    uint160 private constant LIBRARIES_AT = 0x11b00000;

    /// @dev How many external libraries the manager is linked with.
    uint256 private constant LIBRARIES = 4;

    /// @dev A time long after the epoch, as on the project's other chains.
    uint256 private constant START = 1_700_000_000;

    IRegistry internal registry;
    IMarket internal market;

    function _setUpMarket() internal {
        if (block.timestamp < START) vm.warp(START);
        _installHosts();
        _castActors();
        string[LIBRARIES] memory libraries = ["Aggregation", "JobParameters", "PostProcessing", "RowCodec"];
        for (uint160 i; i < LIBRARIES; ++i) {
            vm.etch(address(LIBRARIES_AT + i), _code(libraries[i]));
        }
        address owner = _actors[OWNER].account;
        registry = IRegistry(_deploy("DatasetRegistry", ""));
        market = IMarket(_deploy("JobManager", abi.encode(registry)));
        _giveTo(address(registry), owner);
        _giveTo(address(market), owner);
    }

    /// @dev Two-step handover from this contract, which deployed it.
    function _giveTo(address owned, address owner) private {
        (bool offered,) = owned.call(abi.encodeWithSignature("transferOwnership(address)", owner));
        uint256 none;
        bool taken = _act(OWNER, owned, none, abi.encodeWithSignature("acceptOwnership()")).ok;
        assert(offered && taken);
    }
}
