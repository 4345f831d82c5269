// Anyone: call a contract, and say why it failed.
import { deposit, duration, host, interval, modelId, price } from "./given/values.mjs";
import { marketplace } from "./given/wallet.mjs";

// ---- the documented code ----
async function safeContractCall(contract, method, args, options = {}) {
  try {
    // Estimate gas first
    const gasEstimate = await contract[method].estimateGas(...args, options);

    // Add 20% buffer
    const gasLimit = gasEstimate * 120n / 100n;

    // Execute transaction
    const tx = await contract[method](...args, { ...options, gasLimit });
    const receipt = await tx.wait();

    return { success: true, receipt };
  } catch (error) {
    // Parse revert reason
    let reason = 'Unknown error';
    if (error.reason) {
      reason = error.reason;
    } else if (error.data) {
      try {
        reason = contract.interface.parseError(error.data)?.name || reason;
      } catch {}
    }

    return { success: false, error: reason };
  }
}

// Usage
const result = await safeContractCall(
  marketplace,
  'createSessionJobForModel',
  [host, price, duration, interval, modelId],
  { value: deposit }
);

if (!result.success) {
  console.error('Transaction failed:', result.error);
  // Handle specific errors
  if (result.error.includes('Price below host minimum')) {
    // Query correct price and retry
  }
}
// ---- end of the documented code ----
export { result, safeContractCall };
