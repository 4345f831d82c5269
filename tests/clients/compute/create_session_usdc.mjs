// Depositor: open a session paid in a token.
import { ethers } from "ethers";
import { deployed, JOB_MARKETPLACE } from "./given/deployment.mjs";
import { host as hostAddress, maxDuration, modelId, proofInterval } from "./given/values.mjs";
import { marketplace, nodeRegistry, signer } from "./given/wallet.mjs";

// ---- the documented code ----
// was: const USDC_TOKEN = '0x036CbD53842c5426634e7929541eC2318f3dCF7e';
// because: deployment: the documented contract is on another chain
const USDC_TOKEN = deployed.USDC_TOKEN;

// Step 1: Query host pricing for USDC
const stablePrice = await nodeRegistry.getNodePricing(hostAddress, USDC_TOKEN);

// Step 2: Verify model support (same as ETH)

// Step 3: Approve USDC
const usdc = new ethers.Contract(USDC_TOKEN, [
  'function approve(address spender, uint256 amount) returns (bool)'
], signer);

const depositAmount = 1_000_000n;  // 1 USDC (6 decimals)
await (await usdc.approve(JOB_MARKETPLACE, depositAmount)).wait();

// Step 4: Create session with USDC
const createTx = await marketplace.createSessionJobForModelWithToken(
  hostAddress,
  stablePrice,
  maxDuration,
  proofInterval,
  modelId,
  USDC_TOKEN,
  depositAmount
);

const receipt = await createTx.wait();
// Step 5: Get jobId from event (same as ETH)
// ---- end of the documented code ----
export { receipt };
