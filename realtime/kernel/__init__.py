"""What the messages of every subject stand on; it names none of them."""
