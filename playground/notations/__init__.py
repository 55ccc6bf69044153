"""Symbols, indices and names as each author writes them; one file for each notation."""
