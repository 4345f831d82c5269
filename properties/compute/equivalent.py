"""Changes of the specification by a program that change nothing that can be seen, each with the reason."""

from __future__ import annotations

_CLEARED = "no host may ask for less than one for all models, and the higher of the two prices counts"

_NEVER_AHEAD = "the number of a proof is one more than those that were accepted, and none is consumed ahead of its turn"

EQUIVALENT: dict[str, str] = {
    "spec.compute.pricing.clear_model_pricing: constant: 0 -> 1": _CLEARED,
    "spec.compute.pricing.clear_model_pricing: constant: 0 -> 1 #1": _CLEARED,
    "spec.compute.proofs.submit_proof_of_work: dropped guard: "
    "require(s.consumed[job_id, seq] == 0, InvalidProofSignature) -> pass": _NEVER_AHEAD,
}
"""By the mutant's id, as the engine `mutants` prints it."""
