// What becomes of the documented lines as they were written: each answer is the reason for a change in a snippet.
import { ethers } from "ethers";
import { provider, setup } from "../../node.mjs";
import { models } from "../given/models.mjs";
import { actAs, addressOf, marketplace, modelRegistry, nodeRegistry, signer } from "../given/wallet.mjs";
import { finish } from "../../transcript.mjs";

const DOCUMENTED_ADDRESSES = [
  "0x8BC0Af4aAa2dfb99699B1A24bA85E507de10Fd22",
  "0xC78949004B4EB6dEf2D66e49Cd81231472612D62",
  "0xeebEEbc9BCD35e81B06885b63f980FeC71d56e2D",
  "0x036CbD53842c5426634e7929541eC2318f3dCF7e",
  "0x1a9d91521c85bD252Ac848806Ff5096bBb9ACDb2",
  "0xE4F33e9e132E60fc3477509f99b9E1340b91Aee0",
];
const PRICE = 227_273n;
const DOLLARS_PER_ETHER = 4400;
const host = addressOf("host");

const failure = (attempt) => attempt.then(() => "none", (error) => error.revert?.args[0] ?? error.reason ?? error.name);
const named = (attempt) => attempt.then(() => "none", (error) => error.revert?.name ?? error.name);
const thrown = (work) => {
  try {
    return `${work()}`;
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

/** Mine a block at a moment, in seconds, and call what a transaction would have done in it. */
async function at(time, call) {
  await provider.send("evm_mine", [Number(time)]);
  return call({ blockTag: "latest" });
}

const codes = await Promise.all(DOCUMENTED_ADDRESSES.map((address) => provider.getCode(address)));
const nameHash = ethers.keccak256(ethers.toUtf8Bytes("TinyVicuna-1B"));

actAs("outsider");
const displayName = await failure(nodeRegistry.registerNode.staticCall("{}", "https://a", [nameHash], PRICE, 1n));

actAs("depositor");
const modelId = await modelRegistry.getModelId(...models["TinyVicuna-1B"]);
const terms = [host, PRICE, 3600, 1_000, modelId];
const tenThousandTokens = (10_000n * PRICE) / 1000n;
const deposit = await failure(marketplace.createSessionJobForModel.staticCall(...terms, { value: tenThousandTokens }));
const receipt = await mined(marketplace.createSessionJobForModel(...terms, { value: 10n ** 14n }));
const { jobId } = marketplace.interface.parseLog(receipt.logs[0]).args;
const session = await marketplace.sessionJobs(jobId);

actAs("host");
const coder = ethers.AbiCoder.defaultAbiCoder();
const proofHash = ethers.keccak256(coder.encode(["uint256", "uint256", "address"], [jobId, 1000, host]));
const personal = ethers.concat([proofHash, await signer.signMessage(ethers.getBytes(proofHash))]);
const start = session.startTime;
const proof = await failure(at(start + 1n, (on) => marketplace.submitProofOfWork.staticCall(jobId, 1000, personal, on)));

const complete = (on) => marketplace.completeSessionJob.staticCall(jobId, on);
const timeOut = (on) => marketplace.triggerSessionTimeout.staticCall(jobId, on);
const timeout = await marketplace.proofTimeout(jobId);
const moments = {
  "completing a second before the dispute window ends": await named(at(start + 29n, complete)),
  "completing when the dispute window ends": await named(at(start + 30n, complete)),
  "a timeout at the threshold": await failure(at(start + timeout, timeOut)),
  "a timeout a second later": await failure(at(start + timeout + 1n, timeOut)),
};

finish({
  "documented addresses with code here": codes.filter((code) => code !== "0x").length,
  "registering with the hash of a display name": displayName,
  "dollars for a token at the least price": (Number(PRICE) / 1000e18) * DOLLARS_PER_ETHER,
  "dollars for a token at stable price 1": 1 / 1000 / 10 ** Number(setup.stableDecimals),
  "depositing the price of 10,000 tokens": deposit,
  "a proof by personal signature": proof,
  "an active session has status 1": session.status === 1,
  "an active session has status 1n": session.status === 1n,
  "a bigint times a number": thrown(() => session.proofInterval * 3),
  "seconds until a session of 1,000-token intervals times out": timeout,
  ...moments,
});
