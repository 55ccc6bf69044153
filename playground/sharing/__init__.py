"""What a link holds beside the exercise: what is on screen, and what a teacher has set."""
