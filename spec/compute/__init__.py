"""Compute marketplace: hosts and models, sessions that pay for proven work, prompt jobs in escrow, and who governs.

Twelve contracts stand behind one state, because they call each other: a call from one to another is a function call
here.
"""
