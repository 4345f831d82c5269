import { setup } from "../given/market.mjs";
import { give } from "../given/values.mjs";
import { finish } from "../../transcript.mjs";

give({ datasetId: BigInt(setup.given.datasetId) });
const { jobId, result, isOverflow } = await import("../direct_job_flow.mjs");
finish({ jobId, result, isOverflow });
