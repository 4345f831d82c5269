// A new host registers, a depositor pays two sessions, one in coin and one in a token, and the host takes the earnings.
import { ethers } from "ethers";
import { serve } from "../given/inference.mjs";
import { proofOfWork } from "../given/proof_of_work.mjs";
import { give } from "../given/values.mjs";
import { actAs, addressOf, marketplace } from "../given/wallet.mjs";
import { finish, heading } from "../../transcript.mjs";

heading("register_host");
const host = actAs("newcomer").address;
const { modelIds } = await import("../register_host.mjs");

heading("create_session_eth");
actAs("depositor");
give({ host });
const { jobId: coinJob, modelId, maxDuration, proofInterval } = await import("../create_session_eth.mjs");

heading("create_session_usdc");
give({ modelId, maxDuration, proofInterval });
const { receipt } = await import("../create_session_usdc.mjs");
const parsed = receipt.logs.map((log) => marketplace.interface.parseLog(log));
const tokenJob = parsed.find((log) => log?.name === "SessionJobCreated").args.jobId;

heading("submit_proof");
actAs("newcomer");
const { handleInference } = await import("../submit_proof.mjs");
serve({ rounds: 7, tokens: 60, seconds: 1 });
await handleInference(coinJob, proofInterval);
serve({ rounds: 7, tokens: 60_000, seconds: 30 });
await handleInference(tokenJob, proofInterval);
const session = await marketplace.sessionJobs(tokenJob);
const typed = proofOfWork(tokenJob, session, 500, ethers.ZeroHash);
const shown = await marketplace.getProofDigest(tokenJob, 500, ethers.ZeroHash);

const { completeSession } = await import("../complete_session.mjs");
heading("complete_session by the host");
await completeSession(coinJob);
heading("complete_session by the depositor");
actAs("depositor");
await completeSession(tokenJob);
heading("complete_session once more");
const again = await completeSession(tokenJob).catch((error) => error.message);

heading("withdraw_earnings");
actAs("newcomer");
const { withdrawEarnings } = await import("../withdraw_earnings.mjs");
await withdrawEarnings();
heading("withdraw_earnings once more");
await withdrawEarnings();

finish({
  modelIds,
  coinJob,
  tokenJob,
  again,
  newcomer: addressOf("newcomer"),
  typedDataIsTheDigest: ethers.TypedDataEncoder.hash(...typed) === shown,
});
