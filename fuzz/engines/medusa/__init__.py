"""Medusa: coverage-guided property fuzzing of the property contracts, from PATH."""

from fuzz.engines.medusa.adapter import MedusaAdapter

__all__ = ["MedusaAdapter"]
