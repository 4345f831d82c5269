// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {forgeVm, ForgeVm} from "../../ForgeVm.sol";
import {ExactHandlers} from "../Exact.sol";
import {Journal} from "../../Journal.sol";

/// @title A counterexample again, under forge, on the property contracts
/// @notice A generated test makes its calls one by one, from right after deployment, and says of each whether the
/// specification takes it. A call that ends otherwise fails the test, and so does one that breaks a property.
abstract contract Reproduction is ExactHandlers {
    function setUp() public {
        forgeVm.recordLogs();
        _setUpMarket();
    }

    /// @dev To be called after each call: it was made, ended as the specification says, and broke nothing.
    function _made(uint256 number, bool isTaken) internal {
        ForgeVm.Log[] memory logs = forgeVm.getRecordedLogs();
        bool isMade;
        for (uint256 i; i < logs.length; ++i) {
            if (logs[i].topics.length == 0 || logs[i].topics[0] != Journal.Did.selector) continue;
            (,,,,,, bool ok, uint256 broken) =
                abi.decode(logs[i].data, (string, string, bytes, uint256, uint256, uint256, bool, uint256));
            if (ok != isTaken) revert(_told(number, isTaken ? "is refused, and should not be" : "should be refused"));
            if (broken != 0) revert(_told(number, string.concat("breaks ", forgeVm.toString(bytes32(broken)))));
            isMade = true;
        }
        if (!isMade) revert(_told(number, "does nothing here"));
    }

    /// @dev A call that no handler makes, as its calldata. Only for calls that the specification refuses.
    function _send(uint256 who, string memory name, uint256 value, uint256 price, bytes memory data) internal {
        bool isMarket = keccak256(bytes(name)) == keccak256("JobManager");
        _setGasPrice(price);
        bool ok = _act(who, isMarket ? address(market) : address(registry), value, data).ok;
        _tell(name, who, "", value, ok);
    }

    function _told(uint256 number, string memory what) private pure returns (string memory) {
        return string.concat("call ", forgeVm.toString(number), " ", what);
    }

    function _code(string memory name) internal view override returns (bytes memory) {
        return forgeVm.readFileBinary(string.concat(forgeVm.envString("LOCKSTEP_CODE"), "/", name, ".bin"));
    }

    function _setGasPrice(uint256 price) internal override {
        forgeVm.txGasPrice(price);
    }
}
