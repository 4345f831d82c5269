// The node and the accounts of a run, as its service names them. Nothing here is part of the documented client code.
import { ethers } from "ethers";

export const service = process.env.CLIENT_SERVICE;
export const setup = await (await fetch(`${service}/setup`)).json();

export const chainId = 31337;
export const network = setup.rpc;
// No batches and fast polling: the node is on this machine, and a test must not wait for the default four seconds.
export const provider = new ethers.JsonRpcProvider(setup.rpc, chainId, {
  staticNetwork: true,
  batchMaxCount: 1,
  cacheTimeout: -1,
  pollingInterval: 20,
});

/** The wallet of the account with this number. */
export const wallet = (account) =>
  ethers.HDNodeWallet.fromPhrase(setup.mnemonic, undefined, `m/44'/60'/0'/0/${account}`).connect(provider);
