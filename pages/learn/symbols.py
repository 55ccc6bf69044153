"""The symbols, and the conventions that are otherwise left unsaid."""

from playground import symbols_panel

symbols_panel.page()
