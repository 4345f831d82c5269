// Seller: open a job for a buyer without a request.
import { buyerAddress } from "./given/buyer.mjs";
import { jobManager } from "./given/seller.mjs";
import { datasetId, jobParams } from "./given/values.mjs";

// ---- the documented code ----
const tx = await jobManager.openJob(datasetId, buyerAddress, jobParams);
const receipt = await tx.wait();
const jobId = receipt.logs[0].args.jobId;
// ---- end of the documented code ----
export { jobId };
