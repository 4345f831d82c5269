// Anyone: how far a job is.
import { jobManager } from "./given/buyer.mjs";
import { jobId } from "./given/values.mjs";

// ---- the documented code ----
const { totalRows, processedRows, remainingRows } =
  await jobManager.getJobProgress(jobId);

console.log(`${processedRows}/${totalRows} rows processed`);
console.log(`${remainingRows} rows remaining`);
