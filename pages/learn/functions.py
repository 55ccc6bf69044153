"""Every activation and loss as a curve, with its slope."""

from playground.function_reference import page

page.page()
