"""Engines that other people wrote, each behind one small adapter: forge, Echidna, Medusa, Halmos, Manticore."""
