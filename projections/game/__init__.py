"""Games as people find them."""
