"""A page of HTML as it will print."""
