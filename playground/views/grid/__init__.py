"""Grids of numbers that can be pressed."""
