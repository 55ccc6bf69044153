"""The page One weight."""
