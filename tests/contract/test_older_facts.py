"""Facts of earlier versions say what they can of what was chosen then."""

import msgspec
import pytest

from domain.bracket.bracket import say_stage
from domain.formats.catalogue import draw
from domain.formats.stages import Stage

CHOSEN = [
    Stage(),
    Stage(third_place=True, best_of=3),
    *(Stage(format="double-elimination", grand_final=final) for final in ("none", "single", "reset")),
]


@pytest.mark.parametrize("stage", CHOSEN)
def test_a_draw_of_the_second_version_says_how_it_was_to_be_played(stage: Stage) -> None:
    matches = draw(stage.format, 6, stage.choices).matches
    state = {"best_of": stage.best_of, "matches": msgspec.to_builtins(matches)}
    say_stage(state)
    assert (state["stage"], msgspec.convert(state["played_as"], Stage)) == (1, stage)
