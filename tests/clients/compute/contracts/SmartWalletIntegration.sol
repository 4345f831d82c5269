// SPDX-License-Identifier: AGPL-3.0-only
pragma solidity ^0.8.28;

import {IEntryPoint} from "@account-abstraction/contracts/interfaces/IEntryPoint.sol";
import {PackedUserOperation} from "@account-abstraction/contracts/interfaces/PackedUserOperation.sol";
import {BaseAccountIntegration, IAccount, IBaseAccountIntegration, IJobMarketplace} from "./given/Documented.sol";
import {Given} from "./given/Given.sol";

// ---- the documented code ----
// ERC-4337 integration
// was: contract SmartWalletIntegration {
// because: deployment: addresses are given, and so is what the example does not define
contract SmartWalletIntegration is Given {
    IBaseAccountIntegration integration;
    IEntryPoint entryPoint;

    // Build UserOperation for job creation
    function buildJobCreationOp(
        address wallet,
        uint256 nonce,
        string memory modelId,
        uint256 payment
    // was: ) public pure returns (UserOperation memory) {
    // because: C-62: it reads the integration's address; and EntryPoint 0.8 takes operations packed
    ) public view returns (PackedUserOperation memory) {
        // was: // Encode the call
        // because: W-L27: a job is described by details and requirements
        (IJobMarketplace.JobDetails memory details, IJobMarketplace.JobRequirements memory requirements) = aJob(modelId);  // Encode the call
        bytes memory callData = abi.encodeWithSelector(
            IAccount.execute.selector,
            address(integration),
            payment,
            abi.encodeWithSelector(
                BaseAccountIntegration.createJobViaAccount.selector,
                // was: modelId,
                // because: W-L27: the model's name is one of the details
                details,
                // was: "inputHash",
                // because: W-L27: so is the input; the rest are requirements
                requirements,
                // was: payment,
                // because: W-L27: what follows is one of the requirements
                payment
                // was: block.timestamp + 1 hours
                // because: W-L27: a job's time counts from its posting
                // 1 hours, one of the requirements
            )
        );

        // was: return UserOperation({
        // because: C-62: EntryPoint 0.8 takes operations packed
        return PackedUserOperation({
            sender: wallet,
            nonce: nonce,
            initCode: "",
            callData: callData,
            // was: callGasLimit: 200000,
            // because: C-62: it shares a word with the next; and posting a job costs more than that
            accountGasLimits: bytes32(600000 |
            // was: verificationGasLimit: 100000,
            // because: C-62: the upper half of that word
            uint256(100000) << 128),
            preVerificationGas: 21000,
            // was: maxFeePerGas: 30 gwei,
            // because: C-62: it shares a word with the next
            gasFees: bytes32(30 gwei |
            // was: maxPriorityFeePerGas: 2 gwei,
            // because: C-62: the upper half of that word
            uint256(2 gwei) << 128),
            // was: paymasterAndData: abi.encodePacked(paymasterAddress),
            // because: deployment: the wallet pays itself here
            paymasterAndData: "",
            signature: ""  // To be signed
        });
    }

    // Session key management
    function setupAppIntegration(address app) external {
        // Grant 7-day session
        integration.addSessionKey(app, block.timestamp + 7 days);

        // App can now claim jobs
        // integration.claimJobViaSessionKey(msg.sender, jobId);
    }
    // ---- end of the documented code ----

    constructor(IBaseAccountIntegration integration_, IEntryPoint entryPoint_) {
        (integration, entryPoint) = (integration_, entryPoint_);
    }
}
