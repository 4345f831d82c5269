// Holders of FAB: propose a model, vote, execute, take the votes back.
import { ethers } from "ethers";
import { deployed, ERC20ABI, FAB_TOKEN, ModelRegistryABI } from "./given/deployment.mjs";
import { signer } from "./given/wallet.mjs";

// ---- the documented code ----
// was: const MODEL_REGISTRY = '0x1a9d91521c85bD252Ac848806Ff5096bBb9ACDb2';
// because: deployment: the documented contract is on another chain
const MODEL_REGISTRY = deployed.MODEL_REGISTRY;
const PROPOSAL_FEE = ethers.parseEther('100');

// Step 1: Propose a new model
async function proposeModel(huggingfaceRepo, fileName, sha256Hash) {
  const modelRegistry = new ethers.Contract(MODEL_REGISTRY, ModelRegistryABI, signer);
  const fabToken = new ethers.Contract(FAB_TOKEN, ERC20ABI, signer);

  // Approve proposal fee
  await (await fabToken.approve(MODEL_REGISTRY, PROPOSAL_FEE)).wait();

  // Propose model
  const tx = await modelRegistry.proposeModel(huggingfaceRepo, fileName, sha256Hash);
  const receipt = await tx.wait();

  // Get modelId from event
  const event = receipt.logs.find(log => {
    try {
      return modelRegistry.interface.parseLog(log)?.name === 'ModelProposed';
    } catch { return false; }
  });
  const modelId = modelRegistry.interface.parseLog(event).args.modelId;

  console.log('✅ Model proposed, ID:', modelId);
  return modelId;
}

// Step 2-3: Vote on proposal
async function voteOnProposal(modelId, amount, support) {
  const modelRegistry = new ethers.Contract(MODEL_REGISTRY, ModelRegistryABI, signer);
  const fabToken = new ethers.Contract(FAB_TOKEN, ERC20ABI, signer);

  // Approve voting tokens
  await (await fabToken.approve(MODEL_REGISTRY, amount)).wait();

  // Cast vote
  const tx = await modelRegistry.voteOnProposal(modelId, amount, support);
  await tx.wait();

  console.log(`✅ Voted ${support ? 'FOR' : 'AGAINST'} with ${ethers.formatEther(amount)} FAB`);
}

// Step 4: Execute proposal (after 3 days)
async function executeProposal(modelId) {
  const modelRegistry = new ethers.Contract(MODEL_REGISTRY, ModelRegistryABI, signer);

  const tx = await modelRegistry.executeProposal(modelId);
  const receipt = await tx.wait();

  const event = receipt.logs.find(log => {
    try {
      return modelRegistry.interface.parseLog(log)?.name === 'ProposalExecuted';
    } catch { return false; }
  });
  const approved = modelRegistry.interface.parseLog(event).args.approved;

  console.log(`✅ Proposal executed, approved: ${approved}`);
  return approved;
}

// Step 5: Withdraw voting tokens
async function withdrawVotes(modelId) {
  const modelRegistry = new ethers.Contract(MODEL_REGISTRY, ModelRegistryABI, signer);

  const tx = await modelRegistry.withdrawVotes(modelId);
  await tx.wait();

  console.log('✅ Voting tokens withdrawn');
}
// ---- end of the documented code ----
export { executeProposal, proposeModel, voteOnProposal, withdrawVotes };
