// Buyer: withdraw a waiting request.
import { jobManager } from "./given/buyer.mjs";
import { requestId } from "./given/values.mjs";

// ---- the documented code ----
// Buyer cancels their own request
const tx = await jobManager.cancelRequest(requestId);
await tx.wait();

console.log(`Request ${requestId} cancelled, refunded`);
