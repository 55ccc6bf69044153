"""Symbols, indices and names as each author writes them; and numbers as text."""
