"""The demo organiser: on a server that allows it, anyone may run a tournament of their own."""

from uuid import UUID, uuid4

from api.account.models import Tokens
from api.account.tokens import tokens
from api.kernel.auth import Acting, Serving
from api.kernel.routing import router, signs
from application.account.commands import GrantRole, OpenAccount
from application.kernel.actor import OPERATOR
from domain.kernel.refusals import NotFound
from identity.addresses import neighbourhood

routes = router("demo")


@routes.post("/api/demo/organiser/", status_code=201, **signs("try the demo", 409))
async def become_organiser(actor: Acting, serving: Serving) -> Tokens:
    """A new organiser's account, signed in; 404 where the server is no demo."""
    if not serving.rules.demo:
        raise NotFound(what="demo")
    await serving.throttle.count("open_account", neighbourhood(actor.address))
    opening = OpenAccount(handle=f"demo-{uuid4().hex[:12]}", display_name="Demo organiser")
    opened = await serving.engine.execute(opening, actor)
    account = UUID(opened.result["account"])
    await serving.engine.execute(GrantRole(account=account, role="ORGANIZER", reason="demo"), OPERATOR)
    return tokens(serving, await serving.sessions.begin(account))
