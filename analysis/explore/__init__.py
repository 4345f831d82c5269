"""The exhaustive interpreter: every state of a small configuration, by the specification's own functions.

Reading order: `layout` (a state as a vector), `watched` (a state that notes what is read of it), `nature` (what the
environment answers), `footprint` (what was learned, by what it read), `moves`, `claims`, `symmetry`, `search`.
"""
