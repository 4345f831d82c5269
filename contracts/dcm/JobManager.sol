// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.24;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ZamaEthereumConfig} from "@fhevm/solidity/config/ZamaConfig.sol";
import {IDatasetRegistry} from "./IDatasetRegistry.sol";
import {JobExecution} from "./JobExecution.sol";
import {JobStore} from "./JobStore.sol";
import {RequestEscrow} from "./RequestEscrow.sol";
import {EncryptedInputErrors} from "./lib/EncryptedInputs.sol";
import {FilterVMErrors} from "./lib/FilterVM.sol";
import {RowErrors} from "./lib/RowCodec.sol";

/// @title The deployed job manager
/// @notice `JobStore` reads, `Cooldown` limits results per buyer, `JobOpening` creates jobs, `JobExecution` runs them,
/// `RequestEscrow` holds the buyer's money and `Payouts` pays it. Here they are only put together.
/// @dev The errors that linked libraries raise are inherited, so that clients decode them from this one ABI.
contract JobManager is
    RequestEscrow,
    JobExecution,
    ZamaEthereumConfig,
    FilterVMErrors,
    RowErrors,
    EncryptedInputErrors
{
    /// @param registry Where datasets are committed; must in turn name this contract, once, by `setJobManager`.
    constructor(IDatasetRegistry registry) JobStore(registry) Ownable(msg.sender) {}
}
