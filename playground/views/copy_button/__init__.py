"""A button that copies a text."""
