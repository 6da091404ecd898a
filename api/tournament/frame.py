"""What every page of a tournament shows above its own: the name, the state, and the way to the others."""

from typing import Any
from uuid import UUID

from api.kernel.subject import Templates
from api.tournament.linked import sports_event
from api.tournament.words import status
from domain.kernel.refusals import NotFound
from projections.kernel.rows import Rows
from projections.tournament import queries

TEMPLATES = Templates(
    package="api.tournament", filters={"status": status}, functions={"sports_event": sports_event}
)


async def frame(rows: Rows, tournament_id: UUID, at: int | None) -> dict[str, Any]:
    """`tournament`, `at` and `head`, the last event shown, for the template.

    Raises NotFound where there was none at that moment.
    """
    found = await queries.tournament(rows, tournament_id)
    if found is None:
        raise NotFound(what="tournament at that moment")
    return {"tournament": found, "at": at, "head": await rows.reached(tournament_id)}
