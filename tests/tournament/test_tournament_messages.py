"""What those who watch are told of a tournament, and of its staff."""

import msgspec

from application.tournament import commands as tournaments
from realtime.tournament.messages import TournamentUpdated
from tests.support.evening import Evening
from tests.support.given import did, drafted, given
from tests.support.telling import seen, told


async def test_a_draft_is_for_its_staff_and_what_is_published_for_everyone() -> None:
    evening = await Evening().created()
    audiences = [(type(each.event), seen(each)) for each in told(evening)]
    assert audiences[0] == (TournamentUpdated, ["staff"])
    assert audiences[1:] == [(TournamentUpdated, ["visitor", "staff"])] * 2
    assert [each.event.data.status for each in told(evening)] == ["draft", "published", "registration_open"]


def test_what_is_changed_in_a_draft_is_for_its_staff_also_once_it_is_published() -> None:
    started = given(drafted())
    before = started.evening.now(started.evening.tournament).definition
    renamed = msgspec.structs.replace(before, name="Renamed")
    change, publish = tournaments.ChangeDefinition, tournaments.PublishTournament
    started.after(did(change, definition=renamed), did(publish), did(change, definition=before))
    found = [(each.event.data.name, seen(each)) for each in told(started.evening)]
    assert found == [
        ("Evening", ["staff"]),
        ("Renamed", ["staff"]),
        ("Renamed", ["visitor", "staff"]),
        ("Evening", ["visitor", "staff"]),
    ]


async def test_who_is_staff_is_told_to_staff_alone() -> None:
    evening = await Evening().created()
    helper = await evening.player("helper")
    assert helper.account is not None
    appoint = tournaments.AppointStaff(tournament=evening.tournament, account=helper.account, role="desk")
    await evening.send(appoint)
    await evening.send(tournaments.DismissStaff(tournament=evening.tournament, account=helper.account))
    appointed, dismissed = told(evening)[-2:]
    assert (seen(appointed), appointed.event.data.role) == (["staff"], "desk")
    assert (seen(dismissed), dismissed.event.data.role) == (["staff"], None)
