// Buyer: submit a request.
import { ethers } from "ethers";
import { compileFilterDSL, gt } from "./given/shared.mjs";
import { jobManager } from "./given/buyer.mjs";

// ---- the documented code ----
const datasetId = 1n;
const jobParams = {
  op: 3, // COUNT
  targetField: 0,
  weights: [],
  divisor: 0,
  clampMin: 0n,
  clampMax: 0n,
  roundBucket: 0,
  filter: compileFilterDSL(gt(0, 18)), // age > 18
};

const baseFee = ethers.parseEther("0.1"); // 0.1 ETH fixed fee
const computeAllowance = ethers.parseEther("0.5"); // 0.5 ETH gas budget
const totalPayment = baseFee + computeAllowance;

const tx = await jobManager.submitRequest(datasetId, jobParams, baseFee, {
  value: totalPayment,
});

const receipt = await tx.wait();
const event = receipt.logs.find(
  (log) => log.fragment?.name === "RequestSubmitted"
);
const requestId = event.args.requestId;

console.log(`Request ${requestId} submitted with ${totalPayment} ETH`);
// ---- end of the documented code ----
export { requestId };
