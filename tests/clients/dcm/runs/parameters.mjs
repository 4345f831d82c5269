// Parameters for the snippets that take theirs from elsewhere.
import { compileFilterDSL, gt } from "../given/shared.mjs";

const COUNT = 3;
const SUM = 1;

const unprocessed = { weights: [], divisor: 0, clampMin: 0n, clampMax: 0n, roundBucket: 0 };

/** How many people are over 18. */
export const countOfAdults = { op: COUNT, targetField: 0, ...unprocessed, filter: compileFilterDSL(gt(0, 18)) };

/** What people over 18 earn together. */
export const incomeOfAdults = { op: SUM, targetField: 1, ...unprocessed, filter: compileFilterDSL(gt(0, 18)) };
