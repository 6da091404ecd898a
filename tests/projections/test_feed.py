"""What the feed tells everyone, and what it keeps to itself."""

from application.commands.registrations import Disqualify, Withdraw
from projections.memory import as_of
from projections.views import VIEWS
from tests.support.given import did, given, live

FEED = next(view for view in VIEWS if view.name == "feed")


def test_why_somebody_was_put_out_is_told_and_why_somebody_withdrew_is_not() -> None:
    told = given(
        live("Ann", "Ben", "Cat", "Dan"),
        did(Withdraw, registration="Ann", reason="a broken arm"),
        did(Disqualify, registration="Ben", reason="two phones"),
    )
    entries = as_of(FEED, told.evening.facts.recorded)["entry"].values()
    said = {entry["topic"]: entry["said"] for entry in entries}
    assert said["Registration.Disqualified"] == {"reason": "two phones"}
    assert "a broken arm" not in str(said)
