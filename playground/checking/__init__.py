"""What is wrong with a gradient written by hand, and the engine's own numbers as code."""
