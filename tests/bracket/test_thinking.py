"""What takes long to find is found beside everything else, and by nobody but the command that asks for it."""

import asyncio
import threading
from collections.abc import Awaitable
from typing import Any

import pytest

from application.bracket.commands import DrawRound
from application.bracket.drawing import SOON, thought
from application.match.commands import CorrectResult
from domain.bracket import rounds, tables
from domain.formats.stages import Stage
from domain.match.score import GameScore
from tests.support.evening import Evening, names

ONE_ROUND = {"format": "stages", "stages": [Stage(format="swiss", rounds=1)]}
TWO_ROUNDS = {"format": "stages", "stages": [Stage(format="swiss", rounds=2)]}


class Held:
    """A function that waits, wherever it is called, until it is let go."""

    def __init__(self, function: Any) -> None:
        self.function = function
        self.begun, self.free = threading.Event(), threading.Event()

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        self.begun.set()
        assert self.free.wait(10)
        return self.function(*args, **kwargs)

    async def while_it_thinks(self, asking: Awaitable[Any]) -> "asyncio.Future[Any]":
        """Whoever asks, as soon as the function is called."""
        asked = asyncio.ensure_future(asking)
        assert await asyncio.to_thread(self.begun.wait, 10)
        return asked


async def test_a_thought_of_few_is_there_at_once() -> None:
    assert await thought(SOON, threading.get_ident) == threading.get_ident()
    assert await thought(SOON + 1, threading.get_ident) != threading.get_ident()


async def test_the_last_result_of_many_holds_nobody_up(monkeypatch: pytest.MonkeyPatch) -> None:
    evening = await Evening().live(SOON + 1, **ONE_ROUND)
    *others, last = evening.bracket.matches
    for number in others:
        await evening.play(number)
    held = Held(tables.final)
    monkeypatch.setattr(tables, "final", held)
    asked = await held.while_it_thinks(evening.play(last))
    held.free.set()
    await asked
    assert evening.status == "completed"


async def test_what_a_correction_changes_in_a_table_of_many_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    evening = await Evening().live(SOON + 1, **TWO_ROUNDS)
    await evening.play(1)
    held = Held(tables.table)
    monkeypatch.setattr("application.match.consequences.table", held)
    correction = CorrectResult(match=evening.match_id(1), games=[GameScore([0, 1])], reason="typed wrong")
    asked = await held.while_it_thinks(evening.send(correction))
    held.free.set()
    assert names(await asked) == ["Match.ResultCorrected", "Bracket.Rewound", "Bracket.Counted"]


async def test_who_is_cancelled_while_it_thinks_leaves_no_trace(monkeypatch: pytest.MonkeyPatch) -> None:
    evening = await Evening().live(SOON + 1, **TWO_ROUNDS)
    for number in list(evening.bracket.matches):
        await evening.play(number)
    held = Held(rounds.drawn_round)
    monkeypatch.setattr(rounds, "drawn_round", held)
    asked = await held.while_it_thinks(evening.send(DrawRound(tournament=evening.tournament)))
    for _ in range(20):
        asked.cancel()
        await asyncio.sleep(0)
    assert not asked.done()
    held.free.set()
    with pytest.raises(asyncio.CancelledError):
        await asked
    await evening.send(DrawRound(tournament=evening.tournament))
    assert all(kept == evening.now(id_) for id_, kept in evening.kept().items())
