"""Buttons that fetch files, with progress and a way to stop."""
