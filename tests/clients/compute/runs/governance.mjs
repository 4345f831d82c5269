// Two proposals: one wins the votes it needs, the other has more for than against, but too few.
import { ethers } from "ethers";
import { pass } from "../given/clock.mjs";
import { actAs, modelRegistry } from "../given/wallet.mjs";
import { executeProposal, proposeModel, voteOnProposal, withdrawVotes } from "../model_governance.mjs";
import { finish, heading } from "../../transcript.mjs";

const THREE_DAYS = 3 * 86_400;
const sha256 = ethers.id("weights");
const refusal = (attempt) => attempt.then(() => "none", (error) => error.reason);

heading("proposeModel");
actAs("proposer");
const winner = await proposeModel("Org/Winner-GGUF", "winner.Q4_K_M.gguf", sha256);
const loser = await proposeModel("Org/Loser-GGUF", "loser.Q4_K_M.gguf", sha256);

heading("voteOnProposal");
actAs("voter");
await voteOnProposal(winner, ethers.parseEther("100000"), true);
await voteOnProposal(loser, ethers.parseEther("99999"), true);
actAs("opponent");
await voteOnProposal(winner, ethers.parseEther("40000"), false);
const early = [await refusal(executeProposal(winner)), await refusal(withdrawVotes(winner))];
await pass(THREE_DAYS + 1);

heading("executeProposal");
actAs("outsider");
const approved = [await executeProposal(winner), await executeProposal(loser)];
const again = await refusal(executeProposal(winner));

heading("withdrawVotes");
const nothing = await withdrawVotes(winner).catch((error) => modelRegistry.interface.parseError(error.data).name);
actAs("opponent");
await withdrawVotes(winner);
actAs("voter");
await withdrawVotes(winner);
await withdrawVotes(loser);

const inUse = [await modelRegistry.isModelApproved(winner), await modelRegistry.isModelApproved(loser)];
const { tier } = await modelRegistry.getModel(winner);
finish({ winner, loser, early, again, nothing, approved, inUse, tier });
