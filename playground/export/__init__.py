"""What can be taken along: each file a pure function of a view, and nothing here knows a page."""
