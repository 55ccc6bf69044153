"""The exercise: its document, edits, history, presets, link, and what a page shows of it."""
