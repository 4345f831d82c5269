// Seller: accept every request on an own dataset.
import { datasetRegistry, jobManager, signer } from "./given/seller.mjs";

// ---- the documented code ----
// Seller monitors for new requests
jobManager.on("RequestSubmitted", async (requestId, datasetId, buyer) => {
  console.log(`New request ${requestId} for dataset ${datasetId}`);

  // Check if we own this dataset
  const isOwner = await datasetRegistry.isDatasetOwner(
    datasetId,
    await signer.getAddress()
  );

  if (isOwner) {
    // Accept request
    const tx = await jobManager.acceptRequest(requestId);
    const receipt = await tx.wait();

    const event = receipt.logs.find(
      (log) => log.fragment?.name === "RequestAccepted"
    );
    const jobId = event.args.jobId;

    console.log(`Accepted request ${requestId}, created job ${jobId}`);
  }
});
