"""LaTeX: its width, its lines, and symbols as HTML."""
