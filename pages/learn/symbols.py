"""The symbols, and the conventions that are otherwise left unsaid."""

from playground.panels import symbols

symbols.page()
