"""Draw a network, and walk through one pass of it."""

from playground.frame import playground_page

playground_page.page()
