"""Several samples at once, and the gradient as a tensor with a slice for each."""

from playground.batches import page

page.page()
