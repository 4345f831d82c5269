"""Engines that other people wrote, on the property contracts: their outcomes as evidence."""
