"""Web pages: drawn from the same queries as the JSON, and whole without a script."""
