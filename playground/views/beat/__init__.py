"""What asks for itself to be drawn again after a while."""
