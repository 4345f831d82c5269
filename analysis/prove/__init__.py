"""Proofs by induction: the specification's own functions, run on terms instead of numbers, path by path."""
