"""Several samples at once, and the gradient as a tensor with a slice for each."""

from playground import batches_panel

batches_panel.page()
