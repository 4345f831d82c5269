// Every documented error, met through the documented way of meeting errors, and the checks before a transaction.
import { ethers } from "ethers";
import { setup } from "../../node.mjs";
import { deployed, USDC_TOKEN } from "../given/deployment.mjs";
import { pass } from "../given/clock.mjs";
import { models } from "../given/models.mjs";
import { give } from "../given/values.mjs";
import { actAs, addressOf, fabToken, hostEarnings, marketplace, modelRegistry, nodeRegistry } from "../given/wallet.mjs";
import { finish, heading } from "../../transcript.mjs";

const PRICE = 227_273n;
const DEPOSIT = 10n ** 14n;
const [host, outsider] = [addressOf("host"), addressOf("outsider")];

actAs("depositor");
const modelId = await modelRegistry.getModelId(...models["TinyVicuna-1B"]);
const unsupported = await modelRegistry.getModelId(...models["TinyLlama-1.1B"]);

// ---- the documented use: a price that is too low ----
heading("safe_contract_call");
give({ host, price: PRICE - 1n, duration: 3600, interval: 100, modelId, deposit: DEPOSIT });
const { result: lowPrice, safeContractCall } = await import("../safe_contract_call.mjs");

const reason = async (...call) => (await safeContractCall(...call)).error ?? "none";
const must = async (...call) => {
  const { success, error, receipt } = await safeContractCall(...call);
  if (!success) throw new Error(`${call[1]}: ${error}`);
  return receipt;
};
const coin = (terms = {}) => {
  const asked = { host, price: PRICE, duration: 3600, interval: 100, modelId, deposit: DEPOSIT, ...terms };
  const args = [asked.host, asked.price, asked.duration, asked.interval, asked.modelId];
  return [marketplace, "createSessionJobForModel", args, { value: asked.deposit }];
};
const token = (price, deposit) => {
  const args = [host, price, 3600, 100, modelId, USDC_TOKEN, deposit];
  return [marketplace, "createSessionJobForModelWithToken", args];
};
const errors = { lowPrice: lowPrice.error };

// ---- registration ----
const register = (metadata, modelIds, native) => {
  const args = [metadata, "https://node.example", modelIds, native, 1n];
  return reason(nodeRegistry, "registerNode", args);
};
actAs("outsider");
errors.emptyMetadata = await register("", [modelId], PRICE);
errors.noModel = await register("{}", [], PRICE);
errors.displayName = await register("{}", [ethers.id("TinyVicuna-1B")], PRICE);
errors.cheapNode = await register("{}", [modelId], PRICE - 1n);
errors.noStakeApproved = await register("{}", [modelId], PRICE);
actAs("host");
errors.registeredTwice = await register("{}", [modelId], PRICE);

// ---- creation, and a session to work with ----
actAs("depositor");
const created = await must(...coin({ price: 10n ** 15n }));
const { jobId } = marketplace.interface.parseLog(created.logs[0]).args;
errors.tooEarly = await reason(marketplace, "completeSessionJob", [jobId]);
errors.noSuchHost = await reason(...coin({ host: outsider }));
errors.otherModel = await reason(...coin({ modelId: unsupported }));
errors.lowStablePrice = await reason(...token(1n, 1_000_000n));
errors.smallDeposit = await reason(...coin({ deposit: DEPOSIT - 1n }));
errors.largeDeposit = await reason(...token(setup.stablePrice, 10n ** 13n));
errors.noAllowance = await reason(...token(setup.stablePrice, 1_000_000n));

// ---- proofs ----
const garbage = `0x${"11".repeat(97)}`;
const prove = (id, tokens) => reason(marketplace, "submitProofOfWork", [id, tokens, garbage]);
errors.notTheHost = await prove(jobId, 100);
await pass(1);
actAs("host");
errors.badSignature = await prove(jobId, 100);
errors.tooManyTokens = await prove(jobId, 101);
errors.noSession = await prove(999_999_999, 100);

// ---- timing, access and funds ----
errors.notTimedOut = await reason(marketplace, "triggerSessionTimeout", [jobId]);
errors.notTheTreasury = await reason(marketplace, "withdrawTreasuryNative", []);
errors.notTheOwner = await reason(marketplace, "pause", []);
errors.noDeposit = await reason(marketplace, "withdrawNative", [1]);
errors.noEarnings = await reason(hostEarnings, "withdrawAmount", [10n ** 30n, ethers.ZeroAddress]);
await pass(30);
await must(marketplace, "completeSessionJob", [jobId]);
errors.completedTwice = await reason(marketplace, "completeSessionJob", [jobId]);
actAs("proposer");
await must(fabToken, "approve", [deployed.MODEL_REGISTRY, ethers.parseEther("100")]);
await must(modelRegistry, "proposeModel", ["Org/Early", "early.gguf", ethers.ZeroHash]);
const early = await modelRegistry.getModelId("Org/Early", "early.gguf");
errors.votingGoesOn = await reason(modelRegistry, "executeProposal", [early]);

// ---- checks before a transaction ----
heading("validate_session_creation");
const { validateSessionCreation } = await import("../validate_session_creation.mjs");
const check = (...terms) => validateSessionCreation(...terms).catch((error) => error.message);
actAs("depositor");
const checks = [await check(host, modelId, PRICE, DEPOSIT), await check(host, modelId, PRICE - 1n, DEPOSIT)];
actAs("owner");
await must(marketplace, "pause", []);
actAs("depositor");
checks.push(await check(outsider, modelId, PRICE, DEPOSIT - 1n));
errors.paused = await reason(...coin());
await pass(3_600);
actAs("owner");
await must(marketplace, "unpause", []);

// ---- a host that wants to register anew ----
actAs("restless");
await must(fabToken, "approve", [deployed.NODE_REGISTRY, ethers.parseEther("1000")]);
const own = ["{}", "https://node.example", [modelId], PRICE, 1n];
await must(nodeRegistry, "registerNode", own);
await must(nodeRegistry, "unregisterNode", []);
await must(nodeRegistry, "registerNode", own);

finish({ errors, checks, restless: await nodeRegistry.isActiveNode(addressOf("restless")) });
