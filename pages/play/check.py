"""Why is a gradient written by hand wrong? Compare it, and name the mistake."""

from playground.check import page

page.page()
