"""Two drivers over the same actions: a fast native loop, and a Hypothesis state machine."""
