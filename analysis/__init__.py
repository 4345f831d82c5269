"""Judging the evidence, and the engines that bring it."""
