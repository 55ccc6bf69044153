"""Draw a network, and walk through one pass of it."""

from playground.panels import playground

playground.page()
