// Each job snippet by itself, three times: a valid result, one that too few rows support, one that overflowed.
import { give } from "../given/values.mjs";
import { incomeOfAdults } from "./parameters.mjs";
import { finish, heading } from "../../transcript.mjs";

const jobs = [];
for (const datasetId of [1n, 2n, 3n]) {
  const run = (snippet) => import(`../${snippet}.mjs?${datasetId}`);
  heading(`dataset ${datasetId}`);
  give({ datasetId, jobParams: incomeOfAdults });
  const { jobId } = await run("open_job");
  give({ jobId });
  await run("push_rows");
  await run("progress");
  const { encryptedResult, isOverflow } = await run("finalize_job");
  await run("decrypt_result");
  jobs.push({ jobId, encryptedResult, isOverflow });
}
finish({ jobs });
