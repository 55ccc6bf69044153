"""The page from which everything can be taken."""
