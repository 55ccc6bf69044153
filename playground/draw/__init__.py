"""Drawing a network."""
