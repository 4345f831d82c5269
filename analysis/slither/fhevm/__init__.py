"""Detectors for fhevm contracts: grants, inputs, arithmetic, leaks and limits of ciphertexts."""
