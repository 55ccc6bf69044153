"""The page Check my work."""
