"""What would another number for one weight do to the loss?"""

from playground import what_if_panel

what_if_panel.page()
