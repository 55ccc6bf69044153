"""What a step looks like: its formula, its sentence, its line of matrices, its row in a table."""
