"""The compute marketplace: its parties, calls and properties, and how they meet the contracts."""
