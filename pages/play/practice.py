"""Exercises by topic, a bug to find, and quick questions."""

from playground.practice import page

page.page()
