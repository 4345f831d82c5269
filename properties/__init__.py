"""What must hold: a catalogue of properties with stable ids, and what binds each protocol's words to its contracts."""
