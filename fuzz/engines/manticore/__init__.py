"""Manticore: guided symbolic sequences of up to three transactions, in an environment of its own."""

from fuzz.engines.manticore.adapter import ManticoreAdapter

__all__ = ["ManticoreAdapter"]
