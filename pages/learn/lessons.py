"""Guided walks, a paragraph at a time beside the live graph."""

from playground import lessons_panel

lessons_panel.page()
