"""A step's layer as matrices, lit in step with the graph."""

from playground import matrices_panel

matrices_panel.page()
