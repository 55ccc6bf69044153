"""What activations and losses are, the built-in ones and those that people type."""
