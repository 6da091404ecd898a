"""How any command travels: who may, what is read, what is stored; it knows no subject."""
