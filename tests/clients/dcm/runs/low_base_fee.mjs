// The seller of the complete flow, facing a request whose base fee is too low.
import { ethers } from "ethers";
import { jobManager as buyer } from "../given/buyer.mjs";
import { listening } from "../given/market.mjs";
import { countOfAdults } from "./parameters.mjs";
import { finish, printed } from "../../transcript.mjs";

await import("../request_flow_seller.mjs");
await listening();
const value = ethers.parseEther("0.2");
const sent = await buyer.submitRequest(1n, countOfAdults, ethers.parseEther("0.04"), { value });
const receipt = await sent.wait();
const { requestId } = receipt.logs[0].args;
await printed("Base fee too low, rejecting");
while (Number((await buyer.getRequest(requestId)).status) === 0) await new Promise((resolve) => setTimeout(resolve, 5));
finish({ requestId });
