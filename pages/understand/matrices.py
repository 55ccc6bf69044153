"""A step's layer as matrices, lit in step with the graph."""

from playground.matrices import page

page.page()
