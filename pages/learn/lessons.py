"""Guided walks, a paragraph at a time beside the live graph."""

from playground.panels import lessons

lessons.page()
