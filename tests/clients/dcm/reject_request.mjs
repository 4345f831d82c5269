// Seller: decline a waiting request.
import { jobManager } from "./given/seller.mjs";
import { requestId } from "./given/values.mjs";

// ---- the documented code ----
// Seller rejects request
const tx = await jobManager.rejectRequest(requestId);
await tx.wait();

console.log(`Request ${requestId} rejected, buyer refunded`);
