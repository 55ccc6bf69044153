"""The symbols, and the conventions that are otherwise left unsaid."""

from playground.symbol_reference import page

page.page()
