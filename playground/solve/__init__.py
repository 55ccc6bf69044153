"""Solve it: which numbers are asked, how answers are judged, what helps, and how it went."""
