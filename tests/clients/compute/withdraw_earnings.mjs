// Host: withdraw what sessions have earned.
import { ethers } from "ethers";
import { deployed, HostEarningsABI, USDC_TOKEN } from "./given/deployment.mjs";
import { signer } from "./given/wallet.mjs";

// ---- the documented code ----
// was: const HOST_EARNINGS = '0xE4F33e9e132E60fc3477509f99b9E1340b91Aee0';
// because: deployment: the documented contract is on another chain
const HOST_EARNINGS = deployed.HOST_EARNINGS;

async function withdrawEarnings() {
  const hostEarnings = new ethers.Contract(HOST_EARNINGS, HostEarningsABI, signer);

  // Check ETH earnings
  const ethEarnings = await hostEarnings.getEarnings(signer.address, ethers.ZeroAddress);
  console.log('ETH earnings:', ethers.formatEther(ethEarnings));

  // Check USDC earnings
  const usdcEarnings = await hostEarnings.getEarnings(signer.address, USDC_TOKEN);
  console.log('USDC earnings:', ethers.formatUnits(usdcEarnings, 6));

  // Withdraw ETH
  if (ethEarnings > 0) {
    const tx = await hostEarnings.withdraw();
    await tx.wait();
    console.log('✅ ETH withdrawn');
  }

  // Withdraw USDC
  if (usdcEarnings > 0) {
    const tx = await hostEarnings.withdrawToken(USDC_TOKEN);
    await tx.wait();
    console.log('✅ USDC withdrawn');
  }
}
// ---- end of the documented code ----
export { withdrawEarnings };
