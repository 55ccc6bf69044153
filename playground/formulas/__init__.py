"""Formulas in LaTeX, and sentences, for steps and whole networks."""
