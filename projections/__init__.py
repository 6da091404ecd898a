"""The read side: one folder for each thing people look at."""
