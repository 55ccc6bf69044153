"""What the pages share: the drawing, the figures, the formulas, and the session that holds them."""
