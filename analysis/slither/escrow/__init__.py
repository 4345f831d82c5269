"""Detectors for escrow contracts: conservation, access control, sequencing, timeout fairness."""
