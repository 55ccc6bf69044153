"""The lessons: their files, and where one is in a walk. The prose is Markdown beside it."""
