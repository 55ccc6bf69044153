"""Every path from one weight to the loss."""

from playground.one_weight import page

page.page()
