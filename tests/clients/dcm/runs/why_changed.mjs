// What becomes of the documented lines as they were written: each answer is the reason for a change in a snippet.
import { buyerAddress, jobManager as buyer } from "../given/buyer.mjs";
import { provider } from "../given/market.mjs";
import { loadDataset } from "../given/page.mjs";
import { jobManager as seller } from "../given/seller.mjs";
import { countOfAdults } from "./parameters.mjs";
import { finish } from "../../transcript.mjs";

const failure = (attempt) => attempt.then(() => "none", (error) => error.revert?.name ?? error.code ?? error.name);
const thrown = (text) => {
  try {
    return `${new Function(text)()}`;
  } catch (error) {
    return error.name;
  }
};

/** Send a transaction and mine it; nobody else mines in this run. */
async function mined(sending) {
  const sent = await sending;
  await provider.send("evm_mine", []);
  return sent.wait();
}

const submitted = await mined(buyer.submitRequest(1n, countOfAdults, 0n));
const request = await buyer.getRequest(submitted.logs[0].args.requestId);

const opened = await mined(seller.openJob(2n, buyerAddress, countOfAdults));
const jobId = opened.logs[0].args.jobId;
const { rows, proofs } = await loadDataset(2n);
await seller.pushRow(jobId, rows[0], proofs[0], 0);
// This node estimates gas on the pending block; others do on the latest, as here.
const second = await failure(seller.pushRow.staticCall(jobId, rows[1], proofs[1], 1, { blockTag: "latest" }));
for (const i of [1, 2]) await mined(seller.pushRow(jobId, rows[i], proofs[i], i));
await seller.finalize(jobId);
const openAfterFinalize = await seller.jobOpen(jobId);

finish({
  "a pending request has status 0": request.status === 0,
  "a pending request has status 0n": request.status === 0n,
  "BigInt(2 ** 128 - 1) is the sentinel": BigInt(2 ** 128 - 1) === 2n ** 128n - 1n,
  "a Number times a bigint": thrown("return 3 * 2n"),
  "a bigint literal with a fraction": thrown("return 2n * 1.2n"),
  "the package @fhevm/shared": await failure(import("@fhevm/shared")),
  "the package @fhevm/react": await failure(import("@fhevm/react")),
  "the file ../misc/estimateJobGas_log": await failure(import("../misc/estimateJobGas_log")),
  "the next row while a row is pending": second,
  "the job is open when finalize returns": openAfterFinalize,
});
