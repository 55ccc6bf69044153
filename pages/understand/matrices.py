"""A step's layer as matrices, lit in step with the graph."""

from playground.panels import matrices

matrices.page()
