// Seller and buyer at once; the seller listens before the buyer submits, as two processes would stand.
import { listening, setup } from "../given/market.mjs";
import { leave } from "../given/page.mjs";
import { give } from "../given/values.mjs";
import { incomeOfAdults } from "./parameters.mjs";
import { finish, printed } from "../../transcript.mjs";

give({ datasetId: BigInt(setup.given.datasetId), jobParams: incomeOfAdults });
await import("../request_flow_seller.mjs");
await listening();
const { requestId } = await import("../request_flow_buyer.mjs");
await Promise.all([printed("Result:"), printed("Job complete, payment received!")]);
leave();
finish({ requestId });
