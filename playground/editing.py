"""Ordinary widgets for every edit: structure, tables, the selected thing, links and files."""

from playground.selection_panel import selected_edits, selected_fields
from playground.share_panel import share_panel
from playground.structure_panel import structure
from playground.tables_panel import numbers

__all__ = ["numbers", "selected_edits", "selected_fields", "share_panel", "structure"]
