// Complete request-based flow, first half: the buyer.
import { ethers } from "ethers";
import { buyerAddress, jobManager } from "./given/buyer.mjs";
import { fhevmInstance } from "./given/react.mjs";
import { setInterval } from "./given/page.mjs";
import { datasetId, jobParams } from "./given/values.mjs";

// ---- the documented code ----
// === BUYER SIDE ===

// 1. Submit request
const baseFee = ethers.parseEther("0.1");
const allowance = ethers.parseEther("0.5");

const submitTx = await jobManager.submitRequest(datasetId, jobParams, baseFee, {
  value: baseFee + allowance,
});

const submitReceipt = await submitTx.wait();
const requestId = submitReceipt.logs[0].args.requestId;

console.log(`Request ${requestId} submitted`);

// 2. Monitor request status
const checkStatus = async () => {
  const request = await jobManager.getRequest(requestId);

  // was: if (request.status === 0) {
  // because: ethers v6 returns an enum as a bigint, which === never finds equal to a number
  if (Number(request.status) === 0) {
    console.log("Request pending...");
  // was: } else if (request.status === 1) {
  // because: ethers v6 returns an enum as a bigint, which === never finds equal to a number
  } else if (Number(request.status) === 1) {
    console.log("Request accepted, job in progress");

    // Check progress
    const progress = await jobManager.getJobProgress(request.jobId);
    console.log(`${progress.processedRows}/${progress.totalRows} rows`);
  // was: } else if (request.status === 3) {
  // because: ethers v6 returns an enum as a bigint, which === never finds equal to a number
  } else if (Number(request.status) === 3) {
    console.log("Request completed!");

    // Decrypt result
    const { result } = await jobManager.getJobResult(request.jobId);
    const decrypted = await fhevmInstance.decrypt(result, buyerAddress);
    console.log("Result:", decrypted);
  } else {
    console.log("Request rejected/cancelled");
  }
};

const interval = setInterval(checkStatus, 5000);
// ---- end of the documented code ----
export { requestId };
