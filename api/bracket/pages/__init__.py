"""The bracket as a page: what is known, drawn, and carried on live."""
