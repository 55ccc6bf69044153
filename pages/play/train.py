"""Train the network on a data set, and go back to any update."""

from playground.train import page

page.page()
