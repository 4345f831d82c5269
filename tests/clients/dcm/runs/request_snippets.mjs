// Each request snippet by itself, on requests in the state that it expects.
import { ethers } from "ethers";
import { jobManager as buyer } from "../given/buyer.mjs";
import { listening, provider, setup } from "../given/market.mjs";
import { jobManager as seller } from "../given/seller.mjs";
import { give } from "../given/values.mjs";
import { heading, printed } from "./transcript.mjs";

const DAYS_TO_THE_PRESENT = Number(setup.given.secondsBehind);

let copies = 0;
/** Run a snippet as if its page were opened anew. */
const run = (snippet, given = {}) => {
  heading(snippet);
  give(given);
  return import(`../${snippet}.mjs?${copies++}`);
};

/** A request whose allowance is lower than the documented one, on the terms of an earlier request. */
async function submitWithAllowance(like, ether) {
  const { datasetId, params } = (await buyer.getRequest(like)).toObject();
  const [baseFee, allowance] = [ethers.parseEther("0.1"), ethers.parseEther(ether)];
  const receipt = await (await buyer.submitRequest(datasetId, params, baseFee, { value: baseFee + allowance })).wait();
  return receipt.logs[0].args.requestId;
}

const cancelled = (await run("submit_request")).requestId;
await run("cancel_request", { requestId: cancelled });
const rejected = (await run("submit_request")).requestId;
await run("reject_request", { requestId: rejected });

await run("accept_requests");
await listening();
const stalled = (await run("submit_request")).requestId;
await printed(`Accepted request ${stalled},`);
const low = await submitWithAllowance(stalled, "0.09");
await printed(`Accepted request ${low},`);
await run("top_up_allowance", { requestId: stalled });
await run("top_up_allowance", { requestId: low });
await run("request_payout", { requestId: low });

await provider.send("evm_increaseTime", [DAYS_TO_THE_PRESENT]);
const fresh = await submitWithAllowance(stalled, "0.5");
await printed(`Accepted request ${fresh},`);
await run("reclaim_stalled", { requestId: fresh });
await run("reclaim_stalled", { requestId: stalled });
await seller.removeAllListeners();
const ids = { cancelled, rejected, stalled, low, fresh };
console.log(JSON.stringify(Object.fromEntries(Object.entries(ids).map(([name, id]) => [name, Number(id)]))));
