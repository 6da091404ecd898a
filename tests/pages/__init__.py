"""Web pages, as browsers ask for them."""
