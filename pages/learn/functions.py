"""Every activation and loss as a curve, with its slope."""

from playground.panels import functions

functions.page()
