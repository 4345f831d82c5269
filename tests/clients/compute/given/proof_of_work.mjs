// What a host signs, as typed data: domain, types and values. A wallet can show each of them.
import { chainId } from "../../node.mjs";
import { JOB_MARKETPLACE } from "./deployment.mjs";

const types = {
  ProofOfWork: [
    { name: "jobId", type: "uint256" },
    { name: "host", type: "address" },
    { name: "seq", type: "uint256" },
    { name: "tokensClaimed", type: "uint256" },
    { name: "cumulativeTokens", type: "uint256" },
    { name: "proofHash", type: "bytes32" },
  ],
};

/** The next proof of a session. */
export const proofOfWork = (jobId, session, tokensClaimed, proofHash) => [
  { name: "Lockstep Compute", version: "1", chainId, verifyingContract: JOB_MARKETPLACE },
  types,
  {
    jobId,
    host: session.host,
    seq: session.proofCount + 1n,
    tokensClaimed,
    cumulativeTokens: session.tokensUsed + BigInt(tokensClaimed),
    proofHash,
  },
];
