"""The page Lessons, and the lessons themselves as Markdown."""
