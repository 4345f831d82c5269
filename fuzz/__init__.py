"""Searching for a violation: the chain in process, and the drivers that compare it with the specification."""
