// Complete direct job flow: the seller computes, the buyer decrypts.
import { buyerAddress } from "./given/buyer.mjs";
import { chainId, provider } from "./given/market.mjs";
import { fetch } from "./given/page.mjs";
import { createInstance } from "./given/react.mjs";
import { jobManager } from "./given/seller.mjs";
import { datasetId } from "./given/values.mjs";

// ---- the documented code ----
import { ethers } from "ethers";
// was: import { compileFilterDSL, gt } from "@fhevm/shared";
// because: the package is the documented application's own; this stands in for it
import { compileFilterDSL, gt } from "./given/shared.mjs";

// 1. Dataset owner creates job
const jobParams = {
  op: 3, // COUNT
  targetField: 0,
  weights: [],
  divisor: 0,
  clampMin: 0n,
  clampMax: 100n, // Privacy: cap at 100
  roundBucket: 10, // Privacy: round to nearest 10
  filter: compileFilterDSL(gt(0, 18)), // age > 18
};

const openTx = await jobManager.openJob(datasetId, buyerAddress, jobParams);
const openReceipt = await openTx.wait();
const jobId = openReceipt.logs[0].args.jobId;

console.log(`Job ${jobId} created`);

// 2. Load dataset from off-chain storage
const dataset = await fetch(`/api/datasets/${datasetId}`).then((r) => r.json());

// 3. Process all rows
for (let i = 0; i < dataset.rowCount; i++) {
  const tx = await jobManager.pushRow(
    jobId,
    dataset.rows[i],
    dataset.proofs[i],
    i
  );
  await tx.wait();
  console.log(`Row ${i + 1}/${dataset.rowCount} processed`);
}

// 4. Finalize job
const finalizeTx = await jobManager.finalize(jobId);
await finalizeTx.wait();

console.log("Job finalized!");

// 5. Buyer decrypts result
const { result, isOverflow } = await jobManager.getJobResult(jobId);
const fhevmInstance = await createInstance({ chainId, provider });

const decryptedResult = await fhevmInstance.decrypt(result, buyerAddress);
const overflowFlag = await fhevmInstance.decrypt(isOverflow, buyerAddress);

// was: if (decryptedResult === BigInt(2 ** 128 - 1)) {
// because: 2 ** 128 - 1 is computed as a double, which rounds it to 2 ** 128
if (decryptedResult === 2n ** 128n - 1n) {
  console.log("K-anonymity not met");
} else if (overflowFlag) {
  console.warn("Overflow detected!");
} else {
  console.log("Result:", decryptedResult);
}
// ---- end of the documented code ----
export { isOverflow, jobId, result };
