"""A layer's arrays as matrices."""
