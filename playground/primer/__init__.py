"""The page Primer."""
