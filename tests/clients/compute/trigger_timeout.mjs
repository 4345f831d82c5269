// Anyone: end an abandoned session.
import { ethers } from "ethers";
import { Date } from "./given/clock.mjs";
import { JOB_MARKETPLACE, JobMarketplaceABI } from "./given/deployment.mjs";
import { signer } from "./given/wallet.mjs";

// ---- the documented code ----
// Trigger timeout for abandoned session
async function triggerTimeout(jobId) {
  const marketplace = new ethers.Contract(JOB_MARKETPLACE, JobMarketplaceABI, signer);

  const session = await marketplace.sessionJobs(jobId);
  const now = Math.floor(Date.now() / 1000);
  // was: const timeoutThreshold = session.lastProofTime + (session.proofInterval * 3);
  // because: C-48: the interval counts tokens, the timeout is a number of seconds of its own; nor can a bigint be multiplied with a number
  const timeoutThreshold = session.lastProofTime + await marketplace.proofTimeout(jobId);

  // was: if (now < timeoutThreshold) {
  // because: C-49: at the threshold itself the contract refuses
  if (now <= timeoutThreshold) {
    throw new Error('Session has not timed out yet');
  }

  const tx = await marketplace.triggerSessionTimeout(jobId);
  await tx.wait();
  console.log('✅ Session timed out');
}
// ---- end of the documented code ----
export { triggerTimeout };
