"""Data to train on: made from a recipe, kept in a file, or read from somebody's own table."""
