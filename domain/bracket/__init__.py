"""A stage that is drawn: who meets whom, where results lead, and what place everyone has."""
