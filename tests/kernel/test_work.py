"""What a decision rests on: streams at the version it saw, and streams that were not there."""

from uuid import uuid4

from application.kernel.repository import Repository
from application.kernel.work import Work
from domain.bracket.bracket import Bracket
from tests.support.evening import Evening, run


def test_a_stream_that_was_looked_for_and_not_there_is_guarded_until_it_is_made() -> None:
    missing = uuid4()
    work = Work(Repository(Evening().facts))
    assert run(work.find(Bracket, missing)) is None
    assert work.guards() == [(missing, 0)]
