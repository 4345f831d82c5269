import { setup } from "../given/market.mjs";
import { give } from "../given/values.mjs";

give({ datasetId: BigInt(setup.given.datasetId) });
const { jobId, result, isOverflow } = await import("../direct_job_flow.mjs");
console.log(JSON.stringify({ jobId: `${jobId}`, result, isOverflow }));
