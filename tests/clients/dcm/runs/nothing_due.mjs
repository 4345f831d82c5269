// A node estimates gas as if it cost nothing, so it sees no charge and no payment to the seller. Here that differs most
// from what happens: there is no base fee, and the debt is paid out just before the last call.
import { ethers } from "ethers";
import { jobManager as buyer } from "../given/buyer.mjs";
import { loadDataset } from "../given/page.mjs";
import { jobManager as seller } from "../given/seller.mjs";
import { countOfAdults } from "./parameters.mjs";
import { finish } from "../../transcript.mjs";

const mined = async (sending) => (await sending).wait();

const submitted = await mined(buyer.submitRequest(3n, countOfAdults, 0n, { value: ethers.parseEther("0.5") }));
const { requestId } = submitted.logs[0].args;
const accepted = await mined(seller.acceptRequest(requestId));
const { jobId } = accepted.logs[0].args;
const { rows, proofs } = await loadDataset(3n);
for (const i of rows.keys()) {
  await mined(seller.requestPayout(requestId));
  await mined(seller.pushRow(jobId, rows[i], proofs[i], i));
}
await mined(seller.requestPayout(requestId));
await mined(seller.finalize(jobId));
finish({ requestId });
