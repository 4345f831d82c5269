// A model at work: so many rounds, each giving so many tokens after so many seconds.
import { pass } from "./clock.mjs";

export let sessionActive = false;
let work;

export function serve({ rounds, tokens, seconds }) {
  work = { rounds, tokens, seconds };
  sessionActive = rounds > 0;
}

export async function generateTokens() {
  await pass(work.seconds);
  work.rounds -= 1;
  sessionActive = work.rounds > 0;
  return work.tokens;
}
