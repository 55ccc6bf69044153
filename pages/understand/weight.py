"""Every path from one weight to the loss."""

from playground import weight_panel

weight_panel.page()
