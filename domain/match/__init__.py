"""Two sides or many, and what came of their meeting."""
