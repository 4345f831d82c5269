"""Changes of the specification by a program that change nothing that can be seen, each with the reason."""

from __future__ import annotations

EQUIVALENT: dict[str, str] = {
    "spec.dcm.cooldown.free: comparison: job.cooldown_sec > 0 -> job.cooldown_sec >= 0": (
        "without a cooldown no place is ever taken, so freeing it writes zero over zero"
    ),
    "spec.dcm.aggregation.weighted_row: constant: False -> True #1": (
        "the first column is then added to a sum of zero, which gives the same sum and no carry"
    ),
    "spec.dcm.aggregation.weighted_row: constant: True -> False": (
        "parameters are accepted only with one weight for each column, so the strict zip never has to refuse"
    ),
    "spec.dcm.aggregation.weighted_row: comparison: weight > 1 -> weight >= 1": (
        "no 64-bit value exceeds the largest 64-bit value divided by one"
    ),
    "spec.dcm.post_processing.clamp: comparison: low > 0 -> low >= 0": "a maximum with zero changes nothing",
}
"""By the mutant's id, as the engine `mutants` prints it."""
