"""Every path from one weight to the loss."""

from playground.panels import weight

weight.page()
