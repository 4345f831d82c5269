// Seller and buyer at once; the seller listens before the buyer submits, as two processes would stand.
import { listening, setup } from "../given/market.mjs";
import { leave } from "../given/page.mjs";
import { jobManager as seller } from "../given/seller.mjs";
import { compileFilterDSL, gt } from "../given/shared.mjs";
import { give } from "../given/values.mjs";
import { printed } from "./transcript.mjs";

const SUM = 1;
const jobParams = {
  op: SUM,
  targetField: 1,
  weights: [],
  divisor: 0,
  clampMin: 0n,
  clampMax: 0n,
  roundBucket: 0,
  filter: compileFilterDSL(gt(0, 18)),
};

give({ datasetId: BigInt(setup.given.datasetId), jobParams });
await import("../request_flow_seller.mjs");
await listening();
const { requestId } = await import("../request_flow_buyer.mjs");
await Promise.all([printed("Result:"), printed("Job complete, payment received!")]);
leave();
await seller.removeAllListeners();
console.log(JSON.stringify({ requestId: `${requestId}` }));
