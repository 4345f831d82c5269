"""Specification and bytecode side by side: the same call on both, everything observable compared after it."""
