"""Plotly charts that are redrawn in place."""
