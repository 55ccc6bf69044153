"""Presenting to a class."""
