// Who runs the client code, and the contracts as that account sees them. An import sees each change of account.
import { ethers } from "ethers";
import { setup, wallet } from "../../node.mjs";
import { deployed, interfaces } from "./deployment.mjs";

export let signer, marketplace, nodeRegistry, modelRegistry, hostEarnings, fabToken;

const connected = (name) => new ethers.Contract(deployed[name], interfaces[name], signer);

/** Run what follows as the account of this name. */
export function actAs(name) {
  signer = wallet(setup.accounts[name]);
  marketplace = connected("JOB_MARKETPLACE");
  nodeRegistry = connected("NODE_REGISTRY");
  modelRegistry = connected("MODEL_REGISTRY");
  hostEarnings = connected("HOST_EARNINGS");
  fabToken = connected("FAB_TOKEN");
  return signer;
}

/** The address of the account of this name. */
export const addressOf = (name) => wallet(setup.accounts[name]).address;
