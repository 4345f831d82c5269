// What the seller's code finds: a wallet connected to the contracts.
import { connect } from "./market.mjs";

export const { signer, jobManager, datasetRegistry } = connect(1);
export const sellerAddress = signer.address;
