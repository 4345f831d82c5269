// Depositor: check everything before a session is opened.
import { ethers } from "ethers";
import { marketplace, nodeRegistry } from "./given/wallet.mjs";

// ---- the documented code ----
async function validateSessionCreation(host, modelId, price, deposit) {
  const errors = [];

  // Check host is active
  const isActive = await nodeRegistry.isActiveNode(host);
  if (!isActive) errors.push('Host is not active');

  // Check model support
  const supportsModel = await nodeRegistry.nodeSupportsModel(host, modelId);
  if (!supportsModel) errors.push('Host does not support this model');

  // Check price meets minimum
  const hostPrice = await nodeRegistry.getNodePricing(host, ethers.ZeroAddress);
  if (price < hostPrice) errors.push(`Price ${price} below host minimum ${hostPrice}`);

  // Check deposit meets minimum
  const minDeposit = await marketplace.tokenMinDeposits(ethers.ZeroAddress);
  if (deposit < minDeposit) errors.push(`Deposit below minimum ${minDeposit}`);

  // Check contract not paused
  const isPaused = await marketplace.paused();
  if (isPaused) errors.push('Contract is paused');

  if (errors.length > 0) {
    throw new Error('Validation failed: ' + errors.join(', '));
  }

  return true;
}
// ---- end of the documented code ----
export { validateSessionCreation };
