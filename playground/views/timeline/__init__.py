"""The timeline of a walk."""
