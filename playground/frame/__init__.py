"""What stands around every page, and the page that holds both drawing and walking."""
