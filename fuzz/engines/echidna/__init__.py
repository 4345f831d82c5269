"""Echidna: coverage-guided property fuzzing of the property contracts, from docker or from PATH."""

from fuzz.engines.echidna.adapter import EchidnaAdapter

__all__ = ["EchidnaAdapter"]
