// The seller of the complete flow, facing a request whose base fee is too low.
import { ethers } from "ethers";
import { jobManager as buyer } from "../given/buyer.mjs";
import { listening } from "../given/market.mjs";
import { jobManager as seller } from "../given/seller.mjs";
import { give } from "../given/values.mjs";
import { printed } from "./transcript.mjs";

const params = {
  op: 3,
  targetField: 0,
  weights: [],
  divisor: 0,
  clampMin: 0n,
  clampMax: 0n,
  roundBucket: 0,
  filter: { bytecode: "0x", consts: [] },
};

await import("../request_flow_seller.mjs");
await listening();
const value = ethers.parseEther("0.2");
const receipt = await (await buyer.submitRequest(1n, params, ethers.parseEther("0.04"), { value })).wait();
const { requestId } = receipt.logs[0].args;
await printed("Base fee too low, rejecting");
while (Number((await buyer.getRequest(requestId)).status) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
await seller.removeAllListeners();
console.log(JSON.stringify({ requestId: `${requestId}` }));
