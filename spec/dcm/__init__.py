"""The confidential dataset marketplace: encrypted datasets, jobs over them, and the requests that pay for jobs.

Reading order: `types`, `state`, `datasets`, `requests`, `jobs`, `escrow`, `cooldown`, `credits`, `parameters`.
Ciphertext arithmetic is in `aggregation`, `filter_vm` and `post_processing`; bytes are in `row` and `merkle`.
"""
