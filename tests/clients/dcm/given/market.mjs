// The marketplace as a connected wallet sees it. Nothing here is part of the documented client code.
import { ethers } from "ethers";
import { provider, setup, wallet } from "../../node.mjs";

export { chainId, network, provider, service, setup } from "../../node.mjs";

/** Registry and manager, signed for by the account with this number. */
export function connect(account) {
  const signer = wallet(account);
  const contract = ({ address, abi }) => new ethers.Contract(address, abi, signer);
  return { signer, jobManager: contract(setup.manager), datasetRegistry: contract(setup.registry) };
}

/** Wait until the node has taken in the event filters that were asked for, so that no later event is missed. */
export async function listening() {
  while (asked.size === 0) await new Promise((resolve) => setTimeout(resolve, 1));
  while (asked.size > answered.size) await new Promise((resolve) => setTimeout(resolve, 1));
}

const asked = new Set();
const answered = new Set();
provider.on("debug", ({ action, payload, result }) => {
  if (action === "sendRpcPayload" && payload.method === "eth_newFilter") asked.add(payload.id);
  if (action === "receiveRpcResult") result.filter(({ id }) => asked.has(id)).forEach(({ id }) => answered.add(id));
});
