"""What the browser keeps of the work."""
