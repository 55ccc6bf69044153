"""Activations and losses that the reader types."""
