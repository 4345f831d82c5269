// Buyer: add to the allowance when it runs low.
import { ethers } from "ethers";
import { jobManager } from "./given/buyer.mjs";
import { requestId } from "./given/values.mjs";

// ---- the documented code ----
const request = await jobManager.getRequest(requestId);

if (request.computeAllowance < ethers.parseEther("0.1")) {
  console.log("Allowance low, topping up...");

  const topUp = ethers.parseEther("0.3");
  const tx = await jobManager.topUpAllowance(requestId, {
    value: topUp,
  });
  await tx.wait();

  console.log(`Added ${topUp} to allowance`);
}
