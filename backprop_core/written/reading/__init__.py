"""How the arrays in a pasted text are found: characters, tokens, brackets, tables, displays."""
