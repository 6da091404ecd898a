"""The subjects of the stream: to add one, add its line. What is told of all of them follows."""

from realtime.account.room import ROOM as ACCOUNT_ROOM
from realtime.account.told import TOLD as ACCOUNT
from realtime.bracket.told import TOLD as BRACKET
from realtime.entry.told import TOLD as ENTRY
from realtime.game.told import TOLD as GAME
from realtime.match.told import TOLD as MATCH
from realtime.tournament.room import ROOM as TOURNAMENT_ROOM
from realtime.tournament.told import TOLD as TOURNAMENT

SUBJECTS = (ACCOUNT, GAME, TOURNAMENT, ENTRY, BRACKET, MATCH)
TOLD = {topic: telling for subject in SUBJECTS for topic, telling in subject.told.items()}
"""What each fact becomes."""
EXAMPLES = {event: says for subject in SUBJECTS for event, says in subject.messages.items()}
EVENTS = tuple(EXAMPLES)
"""Every message that tells of something that happened."""
VIEWS = tuple(view for subject in SUBJECTS for view in subject.views)
PAST = {view: tables for subject in SUBJECTS for view, tables in subject.past.items()}
"""What messages name, as it was then."""
ROOMS = {room.name: room for room in (TOURNAMENT_ROOM, ACCOUNT_ROOM)}
"""The kinds of rooms there are, each with its rule of who may enter; there is no other way in."""
