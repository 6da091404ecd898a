"""Who comes in, with what, for how long, and who is looked after."""
