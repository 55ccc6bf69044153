"""Guided walks, a paragraph at a time beside the live graph."""

from playground.lessons import page
from playground.train.opened_piece import open_piece

page.page(open_piece)
