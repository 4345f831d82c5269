import { provider } from "../given/market.mjs";
import { prepare } from "../given/estimateJobGas_log.mjs";
import { give } from "../given/values.mjs";
import { finish } from "../../transcript.mjs";

give({ rows: 8, columns: 2, filterBytes: 7 });
await prepare("COUNT");
const { allowance } = await import("../estimate_costs.mjs");
const { gasPrice } = await provider.getFeeData();
finish({ allowance, gasPrice });
