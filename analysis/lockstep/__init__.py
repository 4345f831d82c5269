"""Lockstep as an engine: specification against bytecode, by the native loop and by Hypothesis."""
