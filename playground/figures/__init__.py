"""Plotly figures and what they are made of: values in, plain dicts out."""
