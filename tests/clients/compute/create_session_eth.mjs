// Depositor: open a session paid in coin.
import { ethers } from "ethers";
import { deployed, JobMarketplaceABI, NodeRegistryABI } from "./given/deployment.mjs";
import { models } from "./given/models.mjs";
import { host } from "./given/values.mjs";
import { modelRegistry, signer } from "./given/wallet.mjs";

// ---- the documented code ----
// was: const JOB_MARKETPLACE = '0xeebEEbc9BCD35e81B06885b63f980FeC71d56e2D';
// because: deployment: the documented contract is on another chain
const JOB_MARKETPLACE = deployed.JOB_MARKETPLACE;
// was: const NODE_REGISTRY = '0x8BC0Af4aAa2dfb99699B1A24bA85E507de10Fd22';
// because: deployment: the documented contract is on another chain
const NODE_REGISTRY = deployed.NODE_REGISTRY;

const marketplace = new ethers.Contract(JOB_MARKETPLACE, JobMarketplaceABI, signer);
const nodeRegistry = new ethers.Contract(NODE_REGISTRY, NodeRegistryABI, signer);

// Step 1: Query host pricing
// was: const hostAddress = '0x...'; // Host you want to use
// because: deployment: a placeholder for the reader to fill in
const hostAddress = host; // Host you want to use
const nativePrice = await nodeRegistry.getNodePricing(hostAddress, ethers.ZeroAddress);
console.log('Host native price:', nativePrice.toString());

// Step 2: Verify model support
// was: const modelId = ethers.keccak256(ethers.toUtf8Bytes('TinyVicuna-1B'));
// because: C-52, W-S22: a model's id is the registry's, of repository and file with their lengths, not of a display name
const modelId = await modelRegistry.getModelId(...models['TinyVicuna-1B']);
const supportsModel = await nodeRegistry.nodeSupportsModel(hostAddress, modelId);
if (!supportsModel) throw new Error('Host does not support this model');

// Step 3: Calculate deposit
const estimatedTokens = 10000n;  // Estimate how many tokens you'll use
const pricePerToken = nativePrice;  // Use host's minimum or higher
// was: const depositAmount = estimatedTokens * pricePerToken / 1000n;  // Adjust for PRICE_PRECISION
// because: C-46: 10,000 tokens cost 2,272,730 wei at the least price, and the least deposit is 10 ** 14 wei; what is unused comes back
const depositAmount = estimatedTokens * pricePerToken / 1000n + await marketplace.tokenMinDeposits(ethers.ZeroAddress);
console.log('Deposit amount:', ethers.formatEther(depositAmount), 'ETH');

// Step 4: Create session
const maxDuration = 3600;  // 1 hour
const proofInterval = 100;  // Proof every 100 tokens

const createTx = await marketplace.createSessionJobForModel(
  hostAddress,
  pricePerToken,
  maxDuration,
  proofInterval,
  modelId,
  { value: depositAmount }
);

const receipt = await createTx.wait();

// Step 5: Get jobId from event
const event = receipt.logs.find(log => {
  try {
    return marketplace.interface.parseLog(log)?.name === 'SessionJobCreated';
  } catch { return false; }
});
const parsedEvent = marketplace.interface.parseLog(event);
const jobId = parsedEvent.args.jobId;
console.log('✅ Session created, jobId:', jobId.toString());
// ---- end of the documented code ----
export { depositAmount, hostAddress, jobId, maxDuration, modelId, proofInterval };
