"""The subjects of the read side: to add one, add its line. What is told of all of them follows."""

from projections.account.subject import SUBJECT as ACCOUNT
from projections.bracket.subject import SUBJECT as BRACKET
from projections.entry.subject import SUBJECT as ENTRY
from projections.game.subject import SUBJECT as GAME
from projections.match.subject import SUBJECT as MATCH
from projections.standings.subject import SUBJECT as STANDINGS
from projections.tournament.subject import SUBJECT as TOURNAMENT

SUBJECTS = (ACCOUNT, GAME, TOURNAMENT, ENTRY, BRACKET, MATCH, STANDINGS)
LINES = {topic: line for subject in SUBJECTS for topic, line in subject.lines.items()}
"""What each fact is called."""
AGGREGATES = tuple(dict.fromkeys(topic.partition(".")[0] for topic in LINES))
"""Whose facts there are, by the first word of their topics."""
