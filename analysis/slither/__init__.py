"""A Slither plugin: detectors for escrow and fhevm contracts, installable on their own.

``detector``, ``plugin``, ``ciphertexts``, ``flow`` and the packages ``fhevm`` and ``escrow`` are the pack. They import
nothing but Slither and, by relative imports only, one another, because the pack is also installed under another name
without the rest of this project. ``compile``, ``run``, ``engine`` and ``corpus`` apply it to contracts here.
"""
