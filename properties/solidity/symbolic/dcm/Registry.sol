// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {externalEuint32} from "@fhevm/solidity/lib/FHE.sol";
import {Symbolic} from "../Symbolic.sol";
import {PlainHost} from "./Hosts.sol";
import {DatasetRegistry} from "../../../../contracts/dcm/DatasetRegistry.sol";

/// @title The registry, as compiled, with a manager that owes whatever a check says
contract RegistryChecks is Symbolic {
    uint256 private constant DATASET = 7;

    DatasetRegistry private registry;
    uint256 private owed;

    /// @notice What the registry asks its manager.
    function obligations(uint256) external view returns (uint256) {
        return owed;
    }

    function setUp() public {
        bytes memory host = address(new PlainHost()).code;
        vm.etch(0x50157CFfD6bBFA2DECe204a89ec419c23ef5755D, host);
        vm.etch(0xe3a9105a3a932253A70F126eb1E3b589C643dD24, host);
        registry = new DatasetRegistry();
        registry.setJobManager(address(this));
        _commit();
    }

    /// @custom:bound one deletion by any account, at any number of obligations, then a new commitment under the same id
    function check_DCM_SEQ_05_dataset_in_use_stays_and_its_id_is_never_reused(address caller, uint256 obligations_)
        external
    {
        owed = obligations_;
        vm.prank(caller);
        (bool deleted,) = address(registry).call(abi.encodeCall(registry.deleteDataset, (DATASET)));
        assert(deleted == (caller == address(this) && obligations_ == 0));
        assert(registry.doesDatasetExist(DATASET) != deleted);
        (bool committed,) = address(this).call(abi.encodeCall(this.commitAgain, ()));
        assert(!committed);
    }

    /// @custom:bound one more wiring of any manager by any account
    function check_DCM_PRI_05_the_manager_is_wired_once(address caller, address other) external {
        vm.prank(caller);
        (bool success,) = address(registry).call(abi.encodeCall(registry.setJobManager, (other)));
        assert(!success && registry.getJobManager() == address(this));
    }

    function commitAgain() external {
        _commit();
    }

    function _commit() private {
        bytes32 handle = bytes32((uint256(1) << 255) | (uint256(4) << 248) | 3);
        registry.commitDataset(DATASET, 2, bytes32(uint256(1)), 1, externalEuint32.wrap(handle), hex"01", 0);
    }
}
