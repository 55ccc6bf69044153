"""The page Matrices."""
