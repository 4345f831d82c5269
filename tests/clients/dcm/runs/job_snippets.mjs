// Each job snippet by itself, three times: a valid result, one that too few rows support, one that overflowed.
import { compileFilterDSL, gt } from "../given/shared.mjs";
import { give } from "../given/values.mjs";
import { heading } from "./transcript.mjs";

const SUM = 1;
const jobParams = {
  op: SUM,
  targetField: 1,
  weights: [],
  divisor: 0,
  clampMin: 0n,
  clampMax: 0n,
  roundBucket: 0,
  filter: compileFilterDSL(gt(0, 18)),
};

for (const datasetId of [1n, 2n, 3n]) {
  const run = (snippet) => import(`../${snippet}.mjs?${datasetId}`);
  heading(`dataset ${datasetId}`);
  give({ datasetId, jobParams });
  const { jobId } = await run("open_job");
  give({ jobId });
  await run("push_rows");
  await run("progress");
  const { encryptedResult, isOverflow } = await run("finalize_job");
  await run("decrypt_result");
  console.log(JSON.stringify({ encryptedResult, isOverflow }));
}
