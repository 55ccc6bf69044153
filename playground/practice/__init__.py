"""Practice: exercises by topic, a bug to find, and quick questions."""
