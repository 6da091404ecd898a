"""Who someone is, and how often they may try."""
