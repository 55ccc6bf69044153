"""Cells to type numbers in."""
