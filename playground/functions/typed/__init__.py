"""Activations and losses that people type: read, checked, differentiated, evaluated, written."""
