"""Faults written into the specification by a program, to see whether anything would notice."""
