"""The picture of the network in the browser."""
