"""forge: invariant fuzzing of the property contracts, guided by coverage, and replays that tell what handlers did."""
