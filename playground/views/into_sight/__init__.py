"""Bringing a part of a page into sight."""
