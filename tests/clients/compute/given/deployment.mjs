// Where the contracts are, and their interfaces. Nothing in this folder is part of the documented client code.
import { setup } from "../../node.mjs";

const part = (read) => Object.fromEntries(Object.entries(setup.contracts).map(([name, at]) => [name, read(at)]));

/** Addresses, by the names that the documentation gives them. */
export const deployed = part(({ address }) => address);
/** Interfaces, by the same names. */
export const interfaces = part(({ abi }) => abi);

export const { FAB_TOKEN, JOB_MARKETPLACE, USDC_TOKEN } = deployed;
export const {
  FAB_TOKEN: ERC20ABI,
  HOST_EARNINGS: HostEarningsABI,
  JOB_MARKETPLACE: JobMarketplaceABI,
  MODEL_REGISTRY: ModelRegistryABI,
  NODE_REGISTRY: NodeRegistryABI,
} = interfaces;
