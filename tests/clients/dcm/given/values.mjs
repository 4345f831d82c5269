// Names that a snippet uses without saying where they come from. An import of them sees each new value.
export let datasetId, requestId, jobId, jobParams, rows, columns, filterBytes;

export function give(values) {
  ({ datasetId, requestId, jobId, jobParams, rows, columns, filterBytes } = {
    ...{ datasetId, requestId, jobId, jobParams, rows, columns, filterBytes },
    ...values,
  });
}
