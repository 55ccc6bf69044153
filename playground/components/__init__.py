"""Views of our own in the browser: the drawing board, Plotly figures, grids of numbers."""
