"""What should happen: every lifecycle as plain Python, read by three interpreters.

Imports the standard library alone. The concrete interpreter (`spec.core.interpreter`) is the oracle that the
EVM is compared with; exhaustive search and symbolic proof run the same function objects.
"""
