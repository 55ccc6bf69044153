"""The page Symbols and conventions."""
