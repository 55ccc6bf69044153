"""The page Check my gradient."""
