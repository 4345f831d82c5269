// Seller: release the result.
import { jobManager } from "./given/seller.mjs";
import { jobId } from "./given/values.mjs";

// ---- the documented code ----
// Finalize job
const tx = await jobManager.finalize(jobId);
const receipt = await tx.wait();

// Extract result from event
const event = receipt.logs.find((log) => log.fragment?.name === "JobFinalized");

const encryptedResult = event.args.result;
const isOverflow = event.args.isOverflow;

console.log("Job finalized!");
console.log("Encrypted result:", encryptedResult);
// ---- end of the documented code ----
export { encryptedResult, isOverflow };
