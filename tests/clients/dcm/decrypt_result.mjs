// Buyer: decrypt the result.
import { buyerAddress, jobManager } from "./given/buyer.mjs";
import { chainId, network, provider } from "./given/market.mjs";
import { jobId } from "./given/values.mjs";

// ---- the documented code ----
// was: import { createInstance } from "@fhevm/react";
// because: the package is the documented application's own; this stands in for it
import { createInstance } from "./given/react.mjs";

// Get job result
const { result, isOverflow } = await jobManager.getJobResult(jobId);

// Create FHEVM instance
const fhevmInstance = await createInstance({
  chainId,
  provider,
  network,
});

// Decrypt result
const decryptedResult = await fhevmInstance.decrypt(result, buyerAddress);

// Decrypt overflow flag
const overflowFlag = await fhevmInstance.decrypt(isOverflow, buyerAddress);

// Check k-anonymity
// was: const K_ANONYMITY_FAILURE = BigInt(2 ** 128 - 1);
// because: 2 ** 128 - 1 is computed as a double, which rounds it to 2 ** 128
const K_ANONYMITY_FAILURE = 2n ** 128n - 1n;

if (decryptedResult === K_ANONYMITY_FAILURE) {
  console.log("Result suppressed: K-anonymity threshold not met");
} else if (overflowFlag) {
  console.warn("Warning: Arithmetic overflow detected");
  console.log("Result (may be invalid):", decryptedResult);
} else {
  console.log("Valid result:", decryptedResult);
}
