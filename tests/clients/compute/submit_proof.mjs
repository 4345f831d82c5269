// Host: claim work, proof by proof.
import { ethers } from "ethers";
import { JOB_MARKETPLACE, JobMarketplaceABI } from "./given/deployment.mjs";
import { generateTokens, sessionActive } from "./given/inference.mjs";
import { proofOfWork } from "./given/proof_of_work.mjs";
import { signer } from "./given/wallet.mjs";

// ---- the documented code ----
// Host submits proof of work
async function submitProof(jobId, tokensClaimed) {
  const marketplace = new ethers.Contract(JOB_MARKETPLACE, JobMarketplaceABI, signer);

  // Get session details
  const session = await marketplace.sessionJobs(jobId);

  // Create proof data
  const proofHash = ethers.keccak256(ethers.AbiCoder.defaultAbiCoder().encode(
    ['uint256', 'uint256', 'address'],
    [jobId, tokensClaimed, signer.address]
  ));

  // was: // Sign the proof hash (EIP-191 personal sign)
  // because: W-S03, C-51: says what is signed now
  // Sign the claim: which session, which proof of it, how many tokens now and in total (EIP-712 typed data)
  // was: const signature = await signer.signMessage(ethers.getBytes(proofHash));
  // because: W-S03, C-51: the hash repeats with the number of tokens and names neither chain nor contract, so what is signed does
  const signature = await signer.signTypedData(...proofOfWork(jobId, session, tokensClaimed, proofHash));

  // Combine hash and signature into proof bytes
  const proof = ethers.concat([proofHash, signature]);

  // Submit proof
  const tx = await marketplace.submitProofOfWork(
    jobId,
    tokensClaimed,
    proof
  );

  const receipt = await tx.wait();
  console.log('✅ Proof submitted for', tokensClaimed, 'tokens');

  return receipt;
}

// Example: Submit proofs during inference
async function handleInference(jobId, proofInterval) {
  let tokensGenerated = 0;
  let tokensSinceLastProof = 0;

  // Simulated inference loop
  while (sessionActive) {
    const newTokens = await generateTokens();  // Your AI inference
    tokensGenerated += newTokens;
    tokensSinceLastProof += newTokens;

    // Submit proof when interval reached
    if (tokensSinceLastProof >= proofInterval) {
      await submitProof(jobId, tokensSinceLastProof);
      tokensSinceLastProof = 0;
    }
  }

  // Submit final proof for remaining tokens
  if (tokensSinceLastProof > 0) {
    await submitProof(jobId, tokensSinceLastProof);
  }
}
// ---- end of the documented code ----
export { handleInference, submitProof };
