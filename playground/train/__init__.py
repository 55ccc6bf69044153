"""Training: update after update, each of which can be gone back to and walked."""
