"""Buttons that make a file of a figure in the browser."""
