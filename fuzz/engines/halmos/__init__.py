"""Halmos: symbolic execution of the compiled contracts, every answer `unsat` confirmed by a second solver."""

from fuzz.engines.halmos.adapter import HalmosAdapter

__all__ = ["HalmosAdapter"]
