"""How any view is kept, rebuilt, replayed and asked; it knows no subject."""
