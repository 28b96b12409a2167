"""Finding the entry that is meant."""
