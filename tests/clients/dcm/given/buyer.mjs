// What the buyer's code finds: a wallet connected to the contracts.
import { connect } from "./market.mjs";

export const { signer, jobManager, datasetRegistry } = connect(2);
export const buyerAddress = signer.address;
