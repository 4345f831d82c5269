// Host: stake and register.
import { deployed, NodeRegistryABI } from "./given/deployment.mjs";
import { models } from "./given/models.mjs";
import { modelRegistry, signer } from "./given/wallet.mjs";

// ---- the documented code ----
import { ethers } from 'ethers';

// Contract addresses (Base Sepolia)
// was: const NODE_REGISTRY = '0x8BC0Af4aAa2dfb99699B1A24bA85E507de10Fd22';
// because: deployment: the documented contract is on another chain
const NODE_REGISTRY = deployed.NODE_REGISTRY;
// was: const FAB_TOKEN = '0xC78949004B4EB6dEf2D66e49Cd81231472612D62';
// because: deployment: the documented contract is on another chain
const FAB_TOKEN = deployed.FAB_TOKEN;
const MIN_STAKE = ethers.parseEther('1000');

// Step 1: Approve FAB tokens
const fabToken = new ethers.Contract(FAB_TOKEN, [
  'function approve(address spender, uint256 amount) returns (bool)'
], signer);

const approveTx = await fabToken.approve(NODE_REGISTRY, MIN_STAKE);
await approveTx.wait();
console.log('✅ FAB tokens approved');

// Step 2: Register node
const nodeRegistry = new ethers.Contract(NODE_REGISTRY, NodeRegistryABI, signer);

const metadata = JSON.stringify({
  name: 'My GPU Node',
  gpuType: 'RTX 4090',
  memory: '24GB',
  location: 'US-East'
});

const apiUrl = 'https://my-node.example.com/api/inference';

// Model IDs (get these from ModelRegistry)
const modelIds = [
  // was: ethers.keccak256(ethers.toUtf8Bytes('TinyVicuna-1B')),
  // because: C-52, W-S22: a model's id is the registry's, of repository and file with their lengths, not of a display name
  await modelRegistry.getModelId(...models['TinyVicuna-1B']),
  // was: ethers.keccak256(ethers.toUtf8Bytes('TinyLlama-1.1B'))
  // because: C-52, W-S22: a model's id is the registry's, of repository and file with their lengths, not of a display name
  await modelRegistry.getModelId(...models['TinyLlama-1.1B'])
];

// Pricing with PRICE_PRECISION (1000x)
// was: // Native: ~$0.00001 per token at $4400 ETH
// because: C-47: the number stays, but it is 227.273 wei a token, a millionth of a millionth of a dollar
// Native: ~$0.000000000001 per token at $4400 ETH
const minPricePerTokenNative = 227_273n;  // MIN_PRICE_PER_TOKEN_NATIVE
// was: // Stable: $0.000001 per token
// because: C-47: a thousandth of the smallest unit of a token with six decimals, so a thousandth of what is said
// Stable: $0.000000001 per token
const minPricePerTokenStable = 1n;        // MIN_PRICE_PER_TOKEN_STABLE

const registerTx = await nodeRegistry.registerNode(
  metadata,
  apiUrl,
  modelIds,
  minPricePerTokenNative,
  minPricePerTokenStable
);
await registerTx.wait();
console.log('✅ Node registered');

// Step 3: Verify registration
const nodeInfo = await nodeRegistry.getNodeFullInfo(signer.address);
console.log('Node info:', {
  operator: nodeInfo[0],
  stakedAmount: ethers.formatEther(nodeInfo[1]),
  active: nodeInfo[2],
  supportedModels: nodeInfo[5],
  nativePrice: nodeInfo[6].toString(),
  stablePrice: nodeInfo[7].toString()
});
// ---- end of the documented code ----
export { modelIds };
