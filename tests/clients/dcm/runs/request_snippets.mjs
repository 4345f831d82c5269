// Each request snippet by itself, on requests in the state that it expects.
import { ethers } from "ethers";
import { jobManager as buyer } from "../given/buyer.mjs";
import { listening, provider, setup } from "../given/market.mjs";
import { give } from "../given/values.mjs";
import { countOfAdults } from "./parameters.mjs";
import { finish, heading, printed } from "../../transcript.mjs";

const SECONDS_TO_THE_PRESENT = Number(setup.given.secondsBehind);

let copies = 0;
/** Run a snippet as if its page were opened anew. */
const run = (snippet, given = {}) => {
  heading(snippet);
  give(given);
  return import(`../${snippet}.mjs?${copies++}`);
};

/** A request with another allowance than the documented one. */
async function submitWithAllowance(ether) {
  const [baseFee, allowance] = [ethers.parseEther("0.1"), ethers.parseEther(ether)];
  const sent = await buyer.submitRequest(1n, countOfAdults, baseFee, { value: baseFee + allowance });
  return (await sent.wait()).logs[0].args.requestId;
}

const cancelled = (await run("submit_request")).requestId;
await run("cancel_request", { requestId: cancelled });
const rejected = (await run("submit_request")).requestId;
await run("reject_request", { requestId: rejected });

await run("accept_requests");
await listening();
const stalled = (await run("submit_request")).requestId;
await printed(`Accepted request ${stalled},`);
const low = await submitWithAllowance("0.09");
await printed(`Accepted request ${low},`);
await run("top_up_allowance", { requestId: stalled });
await run("top_up_allowance", { requestId: low });
await run("request_payout", { requestId: low });

await provider.send("evm_increaseTime", [SECONDS_TO_THE_PRESENT]);
const fresh = await submitWithAllowance("0.5");
await printed(`Accepted request ${fresh},`);
await run("reclaim_stalled", { requestId: fresh });
await run("reclaim_stalled", { requestId: stalled });
finish({ cancelled, rejected, stalled, low, fresh });
