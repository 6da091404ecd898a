"""Facts become messages, as their subjects say, and nothing by default.

It runs after the commit, away from whoever sent the command: what goes wrong here is logged and costs nobody
a command. `prev` is filled in by the room, which knows what each class of viewer has seen.
"""

from eventstore.records import Recorded
from realtime.kernel.audiences import About
from realtime.kernel.subject import Told, UnknownFact
from realtime.scene import Scene
from realtime.subjects import TOLD


def relay(recorded: Recorded, scene: Scene) -> Told | None:
    """The message of a fact, its `prev` still to be filled in; None where nobody is told.

    `scene` has folded the scope's facts up to this one, and may have folded later ones. What could not be
    read has no topic, and is told to nobody. Raises UnknownFact.
    """
    if not recorded.topic:
        return None
    if recorded.topic not in TOLD:
        raise UnknownFact(f"the stream does not know {recorded.topic}")
    telling = TOLD[recorded.topic]
    if telling is None:
        return None
    moment = scene.at(recorded.sequence or 0)
    says = telling.says(recorded, moment)
    stored = {"position": recorded.position, "at": recorded.recorded_at}
    event = telling.message(id=moment.event, prev=0, **stored, data=says)
    concerned = telling.concerns(says, moment)
    return Told(event, About(concerned, telling.part(recorded), scene.kind.draft(moment)), telling.to)
