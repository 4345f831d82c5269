// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {ZamaEthereumConfig} from "@fhevm/solidity/config/ZamaConfig.sol";
import {ebool, euint32, euint64, euint256} from "@fhevm/solidity/lib/FHE.sol";
import {FilterProg, JobParams, JobState, Op} from "../../../../contracts/dcm/DcmTypes.sol";
import {Aggregation} from "../../../../contracts/dcm/lib/Aggregation.sol";
import {FilterVM} from "../../../../contracts/dcm/lib/FilterVM.sol";
import {MerkleRows} from "../../../../contracts/dcm/lib/MerkleRows.sol";
import {PostProcessing} from "../../../../contracts/dcm/lib/PostProcessing.sol";
import {RowCodec} from "../../../../contracts/dcm/lib/RowCodec.sol";
import {OpenManager} from "./OpenManager.sol";
import {IDatasetRegistry} from "../../../../contracts/dcm/IDatasetRegistry.sol";

/// @title The manager's rules about a buyer's place, laid open
contract OpenCooldown is OpenManager {
    constructor() OpenManager(IDatasetRegistry(address(0))) {}

    function verifyPlaceFree(uint256 dataset, address who, uint32 cooldownSec) external view {
        _verifyPlaceFree(dataset, who, cooldownSec);
    }

    function takePlace(uint256 dataset, address who, uint32 cooldownSec, uint256 job) external {
        _takePlace(dataset, who, cooldownSec, job);
    }

    function freePlace(uint256 dataset, address who, uint32 cooldownSec) external {
        _freePlace(dataset, who, cooldownSec);
    }

    function stampRelease(uint256 dataset, address who, uint32 cooldownSec) external {
        _stampRelease(dataset, who, cooldownSec);
    }
}

/// @title The libraries on rows and programs, each function under its own name
contract Bench is ZamaEthereumConfig {
    uint256 private constant MARK = 1 << 255;

    JobParams private _params;
    JobState private _state;

    // ------------------------------------------------------------------ rows

    function verifyRow(bytes32 root, uint256 rowCount, uint256 rowIndex, bytes32 leaf, bytes32[] calldata proof)
        external
        pure
    {
        MerkleRows.verify(root, rowCount, rowIndex, leaf, proof);
    }

    function countFields(bytes calldata row) external pure returns (uint256) {
        return RowCodec.countFields(row);
    }

    // ------------------------------------------------------------------ programs

    function validate(FilterProg calldata program, uint256 columns) external pure {
        FilterVM.validate(program, columns);
    }

    function setProgram(bytes calldata bytecode, uint256[] calldata consts) external {
        (_params.filter.bytecode, _params.filter.consts) = (bytecode, consts);
    }

    function keeps(uint64[] calldata row) external returns (bool) {
        return uint8(uint256(ebool.unwrap(FilterVM.run(_params.filter, _encrypted(row))))) == 1;
    }

    // ------------------------------------------------------------------ aggregates

    function setAggregate(Op op, uint16 field, uint16[] calldata weights) external {
        (_params.op, _params.targetField, _params.weights) = (op, field, weights);
        Aggregation.start(_state);
    }

    function addRow(uint64[] calldata row) external {
        Aggregation.addRow(_state, _params, _encrypted(row));
    }

    function aggregate() external view returns (uint64 agg, uint64 minV, uint64 maxV, uint32 kept, bool isOverflow) {
        agg = uint64(uint256(euint64.unwrap(_state.agg)));
        minV = uint64(uint256(euint64.unwrap(_state.minV)));
        maxV = uint64(uint256(euint64.unwrap(_state.maxV)));
        kept = uint32(uint256(euint32.unwrap(_state.kept)));
        isOverflow = uint8(uint256(ebool.unwrap(_state.isOverflow))) == 1;
    }

    // ------------------------------------------------------------------ release

    function setAccumulators(uint64 agg, uint32 kept, bool isOverflow) external {
        _state.agg = euint64.wrap(bytes32(MARK | (5 << 248) | agg));
        _state.kept = euint32.wrap(bytes32(MARK | (4 << 248) | kept));
        _state.isOverflow = ebool.wrap(bytes32(MARK | (isOverflow ? 1 : 0)));
    }

    function setRelease(uint64 clampMin, uint64 clampMax, uint32 roundBucket) external {
        (_params.op, _params.clampMin, _params.clampMax, _params.roundBucket) =
        (Op.SUM, clampMin, clampMax, roundBucket);
    }

    function release(uint32 k) external returns (uint256 result, bool isOverflow) {
        (euint256 value, ebool flag) =
            PostProcessing.release(_state, _params, euint32.wrap(bytes32(MARK | (4 << 248) | k)), address(1));
        return (uint256(euint256.unwrap(value)) & ((1 << 248) - 1), uint8(uint256(ebool.unwrap(flag))) == 1);
    }

    function _encrypted(uint64[] calldata row) private pure returns (euint64[] memory fields) {
        fields = new euint64[](row.length);
        for (uint256 i; i < row.length; ++i) {
            fields[i] = euint64.wrap(bytes32(MARK | (5 << 248) | row[i]));
        }
    }
}
