"""Side-by-side measurements against named peers, as ratios. They are no tests: machines differ."""
