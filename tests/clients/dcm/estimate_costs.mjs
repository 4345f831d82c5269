// Buyer: how much allowance a job needs.
import { provider } from "./given/market.mjs";
import { columns, filterBytes, rows } from "./given/values.mjs";

// ---- the documented code ----
// was: import { estimateJobGas } from "../misc/estimateJobGas_log";
// because: the file is the documented application's own; this stands in for it
import { estimateJobGas } from "./given/estimateJobGas_log.mjs";

const estimatedGas = estimateJobGas(rows, columns, "COUNT", filterBytes);
const gasPrice = await provider.getFeeData();
// was: const costWei = estimatedGas * gasPrice.gasPrice;
// because: a Number and a bigint cannot be multiplied
const costWei = BigInt(estimatedGas) * gasPrice.gasPrice;
// was: const allowance = costWei * 1.2n; // 20% buffer
// because: a bigint literal has no fraction
const allowance = (costWei * 12n) / 10n; // 20% buffer
// ---- end of the documented code ----
export { allowance };
