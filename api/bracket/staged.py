"""Where routes on the bracket of a stage are, and how they are told which stage."""

from typing import Annotated

from fastapi import Query

TOURNAMENT = "/api/tournaments/{tournament_id:uuid}/"
BRACKET = TOURNAMENT + "bracket/"
Stage = Annotated[int, Query(ge=1, le=12, description="Which stage, from 1.")]
