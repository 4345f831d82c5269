// Seller: be paid for the gas so far.
import { jobManager } from "./given/seller.mjs";
import { requestId } from "./given/values.mjs";

// ---- the documented code ----
const request = await jobManager.getRequest(requestId);

if (request.gasDebtToSeller > 0) {
  const tx = await jobManager.requestPayout(requestId);
  await tx.wait();

  console.log(`Received payout of ${request.gasDebtToSeller}`);
}
