"""Views in the browser, each with its Python, JavaScript and style together."""
