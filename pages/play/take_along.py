"""Everything that can leave: solution, code, figure, spreadsheet, tables, sheets."""

from playground.take_along import page

page.page()
