// Complete request-based flow, second half: the seller.
import { ethers } from "ethers";
import { loadDataset } from "./given/page.mjs";
import { datasetRegistry, jobManager, sellerAddress } from "./given/seller.mjs";

// ---- the documented code ----
// === SELLER SIDE ===

// 1. Listen for requests
jobManager.on("RequestSubmitted", async (reqId, dsId, buyer) => {
  console.log(`New request ${reqId} for dataset ${dsId}`);

  // Check ownership
  const isOwner = await datasetRegistry.isDatasetOwner(dsId, sellerAddress);

  if (!isOwner) return;

  // Review and accept
  const request = await jobManager.getRequest(reqId);

  if (request.baseFee < ethers.parseEther("0.05")) {
    console.log("Base fee too low, rejecting");
    await jobManager.rejectRequest(reqId);
    return;
  }

  console.log("Accepting request...");
  const acceptTx = await jobManager.acceptRequest(reqId);
  const acceptReceipt = await acceptTx.wait();
  const jobId = acceptReceipt.logs[0].args.jobId;

  // 2. Process job
  const dataset = await loadDataset(dsId);

  for (let i = 0; i < dataset.rowCount; i++) {
    // was: await jobManager.pushRow(jobId, dataset.rows[i], dataset.proofs[i], i);
    // because: the next call is checked against the mined state, so the row has to be mined first
    await (await jobManager.pushRow(jobId, dataset.rows[i], dataset.proofs[i], i)).wait();
    console.log(`Row ${i + 1}/${dataset.rowCount}`);
  }

  // 3. Finalize (automatic settlement)
  // was: await jobManager.finalize(jobId);
  // because: the next line says that the payment has been received, which is so once it is mined
  await (await jobManager.finalize(jobId)).wait();
  console.log("Job complete, payment received!");
});
