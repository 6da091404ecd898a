"""Pages are told what to swap in, as long as that is little, and right."""

import pytest

from realtime.room import LARGEST_HTML
from tests.support.api import Caller
from tests.support.streaming import enter, room, watching


@pytest.fixture
async def organiser(api: Caller) -> Caller:
    return await api.signed_in("organiser", "ORGANIZER")


async def test_a_page_for_whom_very_much_has_changed_is_left_to_fetch_it(organiser: Caller, url: str) -> None:
    at = await organiser.tournament(capacity=256)
    await enter(organiser, at, *(f"Entrant number {number}" for number in range(130)))
    async with watching(url, room(at) + "?html=1") as page:
        for step in ("close-registration/", "bracket/generate/"):
            assert (await organiser.post(at + step)).status_code == 200
        closed, _, drawn = await page.events(3)
        assert 0 < len(closed["html"].encode()) <= LARGEST_HTML
        assert drawn["type"] == "bracket_updated"
        assert "html" not in drawn
        assert drawn["say"]
        shown = await organiser.client.get(f"/t/{at.split('/')[3]}/at/{drawn['id']}?from={drawn['prev']}")
        assert len(shown.json()["html"].encode()) > LARGEST_HTML
