"""Corpora: sequences of handler calls as Echidna, Medusa and Foundry keep them, and our traces, each as the other."""
