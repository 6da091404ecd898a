"""The staff of a tournament: its roles, and which of them may do what."""

STAFF_ROLES = ("owner", "organiser", "referee", "desk")
RUNS = ("owner", "organiser")
RULES_ON_PLAY = (*RUNS, "referee")
AT_THE_DESK = (*RULES_ON_PLAY, "desk")
