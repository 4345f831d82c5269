// Names that a snippet uses without saying where they come from. An import of them sees each new value.
export let host, modelId, maxDuration, proofInterval, price, deposit, duration, interval;

export function give(values) {
  ({ host, modelId, maxDuration, proofInterval, price, deposit, duration, interval } = {
    ...{ host, modelId, maxDuration, proofInterval, price, deposit, duration, interval },
    ...values,
  });
}
