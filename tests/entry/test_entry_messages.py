"""What those who watch are told of entries."""

from application.entry import commands as registrations
from realtime.entry.messages import RegistrationCancelled, RegistrationCreated
from tests.support.evening import Evening
from tests.support.telling import told


async def test_whoever_enters_leaves_and_comes_is_told_by_name() -> None:
    evening = await Evening().created(capacity=2)
    ann = await evening.player("ann")
    assert ann.account is not None
    entry = registrations.Register(tournament=evening.tournament, account=ann.account, name="Ann")
    await evening.send(entry, ann)
    await evening.send(registrations.Withdraw(registration=evening.registration("ann"), reason=None), ann)
    entered, left = [each.event for each in told(evening)][-2:]
    assert isinstance(entered, RegistrationCreated)
    assert isinstance(left, RegistrationCancelled)
    assert (entered.data.name, entered.data.status) == ("Ann", "registered")
    assert (left.data.name, left.data.status) == ("Ann", "withdrawn")
