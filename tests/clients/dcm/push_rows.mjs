// Seller: push every row of a job.
import { loadDataset } from "./given/page.mjs";
import { jobManager } from "./given/seller.mjs";
import { datasetId, jobId } from "./given/values.mjs";

// ---- the documented code ----
const dataset = await loadDataset(datasetId); // From off-chain storage

for (let rowIndex = 0; rowIndex < dataset.rowCount; rowIndex++) {
  const rowPacked = dataset.rows[rowIndex];
  const merkleProof = dataset.proofs[rowIndex];

  try {
    const tx = await jobManager.pushRow(
      jobId,
      rowPacked,
      merkleProof,
      rowIndex
    );
    await tx.wait();

    console.log(`Processed row ${rowIndex + 1}/${dataset.rowCount}`);
  } catch (error) {
    console.error(`Failed to process row ${rowIndex}:`, error);
    throw error;
  }

  // Optional: Check progress
  if (rowIndex % 10 === 0) {
    const progress = await jobManager.getJobProgress(jobId);
    console.log(`Progress: ${progress.processedRows}/${progress.totalRows}`);
  }
}
