"""Walking through one pass."""
