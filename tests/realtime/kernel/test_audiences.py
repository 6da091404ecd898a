"""Who may see a message is decided by who is asking and what it is about; by default nobody does."""

from uuid import uuid4

import pytest

from eventstore.records import Scope
from realtime.kernel.audiences import (
    STAFF,
    VISITOR,
    About,
    Asking,
    Audience,
    either,
    everyone,
    own_people,
    staff,
)
from realtime.kernel.rooms import RoomKind
from realtime.subjects import ROOMS

ANN, BEN = uuid4(), uuid4()
NOBODY, OWNER, OTHER = Asking(), Asking(own=ANN), Asking(own=BEN)
WHO = {"nobody": NOBODY, "visitor": VISITOR, "staff": STAFF, "ann": OWNER, "ben": OTHER}
SEES: list[tuple[Audience, About, set[str]]] = [
    (everyone, About(), {"visitor", "staff"}),
    (everyone, About(draft=True), {"staff"}),
    (staff, About(), {"staff"}),
    (staff, About(concerned=None), {"staff"}),
    (own_people, About(), set()),
    (own_people, About(concerned=[ANN]), {"ann"}),
    (own_people, About(concerned=None), {"ann", "ben"}),
    (either(staff, own_people), About(concerned=[BEN]), {"staff", "ben"}),
    (either(), About(concerned=None), set()),
]


@pytest.mark.parametrize(("audience", "about", "seen"), SEES)
def test_whom_an_audience_lets_through(audience: Audience, about: About, seen: set[str]) -> None:
    assert {name for name, asking in WHO.items() if audience(asking, about)} == seen


def test_who_became_less_than_they_were_sees_less() -> None:
    assert VISITOR.less_than(STAFF)
    assert NOBODY.less_than(VISITOR)
    assert not STAFF.less_than(VISITOR)
    assert not STAFF.less_than(STAFF)


async def test_a_kind_of_room_that_says_nothing_lets_nobody_in() -> None:
    kind, scope = RoomKind(name="den"), Scope("den", uuid4())
    rows = moment = None
    assert await kind.accounts(rows, [(scope, ANN)]) == {}  # type: ignore[arg-type]
    assert kind.hidden(moment)  # type: ignore[arg-type]


async def test_the_room_of_an_account_is_for_its_owner_alone() -> None:
    own, rows = Scope("account", ANN), None
    found = await ROOMS["account"].accounts(rows, [(own, ANN), (own, BEN)])  # type: ignore[arg-type]
    assert found == {(own, ANN): VISITOR}
