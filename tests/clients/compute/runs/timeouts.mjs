// Two sessions that their host abandons, one of them after a proof; anyone ends them, but not too early.
import { pass, until } from "../given/clock.mjs";
import { give } from "../given/values.mjs";
import { actAs, addressOf, marketplace } from "../given/wallet.mjs";
import { finish, heading } from "../../transcript.mjs";

heading("create_session_eth");
actAs("depositor");
give({ host: addressOf("host") });
const { jobId: proven } = await import("../create_session_eth.mjs?proven");
const { jobId: untouched } = await import("../create_session_eth.mjs?untouched");

heading("submit_proof");
actAs("host");
const { submitProof } = await import("../submit_proof.mjs");
await pass(1);
await submitProof(proven, 1_000);

heading("trigger_timeout");
actAs("outsider");
const { triggerTimeout } = await import("../trigger_timeout.mjs");
const outcome = (jobId) => triggerTimeout(jobId).then(() => "timed out", (error) => error.reason ?? error.message);
const early = await outcome(proven);
const { lastProofTime } = await marketplace.sessionJobs(proven);
await until(lastProofTime + (await marketplace.proofTimeout(proven)) + 1n);
const outcomes = [early, await outcome(proven), await outcome(untouched)];
heading("trigger_timeout once more");
outcomes.push(await outcome(proven));

finish({ proven, untouched, outcomes });
