"""A button that copies arrays as NumPy."""
