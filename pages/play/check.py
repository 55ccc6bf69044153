"""Why is a gradient written by hand wrong? Compare it, and name the mistake."""

from playground import check_panel

check_panel.page()
