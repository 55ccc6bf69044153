"""Guided walks, a paragraph at a time beside the live graph."""

from playground.lessons import page

page.page()
