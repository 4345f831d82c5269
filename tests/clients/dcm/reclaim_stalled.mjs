// Buyer: reclaim the money of a request whose seller stopped working.
import { jobManager } from "./given/buyer.mjs";
import { requestId } from "./given/values.mjs";

// ---- the documented code ----
const request = await jobManager.getRequest(requestId);

// was: if (request.status === 1) {
// because: ethers v6 returns an enum as a bigint, which === never finds equal to a number
if (Number(request.status) === 1) {
  // ACCEPTED
  const stalledTime = Number(request.timestamp) + 24 * 3600;
  const now = Math.floor(Date.now() / 1000);

  if (now > stalledTime) {
    console.log("Job stalled, reclaiming funds...");
    const tx = await jobManager.reclaimStalled(requestId);
    await tx.wait();
    console.log("Funds reclaimed!");
  } else {
    const hoursLeft = (stalledTime - now) / 3600;
    console.log(`${hoursLeft.toFixed(1)} hours until reclaim available`);
  }
}
