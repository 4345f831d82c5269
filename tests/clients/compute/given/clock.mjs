// The reader's clock, which goes with the chain's, and waiting without losing time.
import { provider } from "../../node.mjs";

let seen = 0;

async function look() {
  seen = (await provider.getBlock("latest")).timestamp;
  return seen;
}

/** Let the chain's time reach a moment, in seconds, and return once a block has it. */
export async function until(time) {
  const missing = Number(time) - (await look());
  if (missing <= 0) return;
  await provider.send("evm_increaseTime", [missing]);
  while ((await look()) < Number(time)) await new Promise((resolve) => setTimeout(resolve, 5));
}

/** Let that many seconds pass. */
export const pass = async (seconds) => until((await look()) + seconds);

/** In place of the page's own: the time of the last block that was looked at. */
export const Date = { now: () => seen * 1000 };
