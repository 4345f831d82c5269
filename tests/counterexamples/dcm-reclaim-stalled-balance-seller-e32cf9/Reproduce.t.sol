// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Reproduction} from "property-contracts/dcm/forge/Reproduction.sol";

/// @title After 4 calls, buyer calls reclaim_stalled(request_id=1), 86401 s (1 d 1 s) later; seller should then
/// hold 1000000000000000000000000 wei (1,000,000 ether), but holds 1000000000000000000000001 wei (about 1,000,000
/// ether): 1 wei too much, which contradicts DCM-CON-02 (For every request, at all times: coin submitted and topped
/// up = paid to the seller + paid to the buyer + still held).
/// @notice Written with the counterexample; `lockstep replay --forge` runs it. It fails while the contracts
/// end a call otherwise than the specification says, or break a property that the property contracts see.
contract ReproduceTest is Reproduction {
    function test_reproduce() public {
        // 1. owner calls set_job_manager(job_manager=Account(name="JobManager")) -> done
        exactly_set_job_manager(0, 8, 0);
        _made(1, true);

        // 2. seller calls commit_dataset(dataset_id=1, row_count=1, merkle_root=Root(contents=Contents(types=("euint8"),
        // rows=((0)), seller="seller")), num_columns=1, k_anonymity=Encrypted(type="euint32", value=1,
        // contract="DatasetRegistry", user="seller", part="handle"), input_proof=Encrypted(type="euint32", value=1,
        // contract="DatasetRegistry", user="seller", part="proof"), cooldown_sec=0) -> done
        exactly_commit_dataset(1, 1, 72057594037928193, 0, 0, 0, 0);
        _made(2, true);

        // 3. buyer calls submit_request(dataset_id=1, job_params=JobParams(op=SUM), base_fee=0 wei) with 1 wei -> done,
        // returned 1
        exactly_submit_request(3, 1, 0x0000000000000000000000000100000000000000000000000000000000000001, 0, 0, 1, 0);
        _made(3, true);

        // 4. seller calls accept_request(request_id=1) -> done, returned 1
        exactly_accept_request(1, 1, 0);
        _made(4, true);

        // 5. buyer calls reclaim_stalled(request_id=1), 86401 s (1 d 1 s) later -> done
        exactly_wait(86401);
        exactly_reclaim_stalled(3, 1, 0);
        _made(5, true);
    }
}
