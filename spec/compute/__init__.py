"""Compute marketplace: a token, registries of models and nodes, and sessions that pay hosts for proven work.

Five contracts stand behind one state, because they call each other: a call from one to another is a function call here.
"""
