"""Changes of the specification by a program that change nothing that can be seen, each with the reason."""

from __future__ import annotations

EQUIVALENT: dict[str, str] = {}
"""By the mutant's id, as `make mutants` prints it."""
