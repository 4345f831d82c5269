"""What must hold of the dataset marketplace, and how its words map to its contracts."""
