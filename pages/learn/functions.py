"""Every activation and loss as a curve, with its slope."""

from playground import functions_panel

functions_panel.page()
