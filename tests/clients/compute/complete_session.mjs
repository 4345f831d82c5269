// Host or depositor: end a session and settle it.
import { ethers } from "ethers";
import { until } from "./given/clock.mjs";
import { JOB_MARKETPLACE, JobMarketplaceABI } from "./given/deployment.mjs";
import { signer } from "./given/wallet.mjs";

// ---- the documented code ----
// Complete session (as host or depositor)
async function completeSession(jobId) {
  const marketplace = new ethers.Contract(JOB_MARKETPLACE, JobMarketplaceABI, signer);

  // Check session status first
  const session = await marketplace.sessionJobs(jobId);
  // was: if (session.status !== 1) {  // 1 = Active
  // because: C-45: ethers v6 returns an enum as a bigint, which !== always finds different from a number; 1 stays Active
  if (session.status !== 1n) {  // 1 = Active
    throw new Error('Session is not active');
  }

  // was: // Complete the session
  // because: W-S05: neither side can complete before the dispute window after the last proof has passed
  await until(session.lastProofTime + session.disputeWindow);  // Complete the session once that is allowed
  const tx = await marketplace.completeSessionJob(jobId);
  const receipt = await tx.wait();

  // Parse completion event
  const event = receipt.logs.find(log => {
    try {
      return marketplace.interface.parseLog(log)?.name === 'SessionJobCompleted';
    } catch { return false; }
  });

  if (event) {
    const parsed = marketplace.interface.parseLog(event);
    console.log('✅ Session completed');
    console.log('Host payment:', ethers.formatEther(parsed.args.hostPayment));
    console.log('Refund:', ethers.formatEther(parsed.args.refund));
  }

  return receipt;
}
// ---- end of the documented code ----
export { completeSession };
