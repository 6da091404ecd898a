"""The log as it is stored, scope by scope, each for whom its own rule lets and with nothing of another."""

from uuid import UUID, uuid4

from eventstore.records import Scope
from eventstore.writer import Writer
from tests.support.api import Caller, code
from tests.support.store import account, request


async def game(admin: Caller) -> str:
    made = await admin.post("/api/games/", {"slug": "chess", "rules": {"title": "Chess"}})
    return f"/api/games/{made.json()['id']}/"


async def test_the_facts_of_an_account_are_for_its_owner_and_for_admins(api: Caller) -> None:
    ann, ben, admin = (
        await api.signed_in("ann", "ORGANIZER"),
        await api.signed_in("ben"),
        await api.signed_in("root", "ADMIN"),
    )
    at = f"/api/accounts/{ann.account}/facts/"

    facts = (await ann.get(at)).json()
    assert [(fact["topic"], fact["kind"], fact["sequence"]) for fact in facts["items"]] == [
        ("Account.Opened", "account", 1),
        ("Account.RoleGranted", "account", 2),
    ]
    assert {fact["scope"] for fact in facts["items"]} == {str(ann.account)}
    assert (await admin.get(at)).json() == facts
    assert code(await ben.get(at)) == "forbidden"
    assert code(await api.get(at)) == "sign_in_required"
    assert code(await admin.get(f"/api/accounts/{uuid4()}/facts/")) == "not_found"


async def test_the_facts_of_a_game_are_for_admins(api: Caller) -> None:
    admin, ann = await api.signed_in("root", "ADMIN"), await api.signed_in("ann", "ORGANIZER")
    chess = await game(admin)
    await admin.post(chess + "retire/")

    facts = (await admin.get(chess + "facts/?limit=1")).json()
    assert ([fact["topic"] for fact in facts["items"]], facts["next"]) == (["Game.Added"], 1)
    facts = (await admin.get(chess + "facts/?after=1")).json()
    assert ([fact["topic"] for fact in facts["items"]], facts["next"]) == (["Game.Retired"], None)
    assert code(await ann.get(chess + "facts/")) == "forbidden"


async def test_nobody_reads_one_scope_by_the_address_of_another(api: Caller) -> None:
    admin = await api.signed_in("root", "ADMIN")
    at = await (await api.signed_in("ann", "ORGANIZER")).tournament()
    tournament = at.split("/")[3]
    for path in (f"/api/accounts/{tournament}/facts/", f"/api/games/{tournament}/facts/"):
        assert code(await admin.get(path)) == "not_found"
    assert code(await admin.get(f"/api/tournaments/{admin.account}/facts/")) == "not_found"


async def test_what_is_counted_elsewhere_is_not_among_a_tournaments_facts_nor_moves_its_numbers(
    api: Caller, writer: Writer
) -> None:
    organiser = await api.signed_in("organiser", "ORGANIZER")
    at = await organiser.tournament()
    before = (await organiser.get(at + "facts/")).json()["items"]
    paid, cup = account(), Scope("tournament", UUID(at.split("/")[3]))
    stored = await writer.append(request(paid, concerns=cup, scopes={paid.id: Scope("ledger", uuid4())}))
    await api.services.runner.wait(stored.position, 10)

    assert (await organiser.get(at + "facts/")).json()["items"] == before
    entered = (await organiser.post(at + "entrants/", {"name": "Ann"})).json()
    numbers = [fact["sequence"] for fact in (await organiser.get(at + "facts/")).json()["items"]]
    assert numbers == list(range(1, entered["sequence"] + 1))
    told = (await organiser.get(at + "feed/?limit=200")).json()["items"]
    assert {entry["topic"].partition(".")[0] for entry in told} <= {"Tournament", "Registration"}


async def test_an_account_and_a_game_are_shown_as_they_were(api: Caller) -> None:
    admin = await api.signed_in("root", "ADMIN")
    chess = await game(admin)
    await admin.post(chess + "retire/")
    assert (await api.get(chess)).json()["active"] is False
    assert (await api.get(chess + "?as_of=1")).json()["active"] is True
    assert code(await api.get(chess + "?as_of=3")) == "invalid_parameter"

    own = f"/api/accounts/{admin.account}/"
    assert (await admin.get(own)).json()["role"] == "ADMIN"
    assert (await admin.get(own + "?as_of=1")).json()["role"] == "PLAYER"
    assert code(await api.get(own + "?as_of=1")) == "sign_in_required"
