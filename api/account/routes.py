"""Accounts: open, look, change the password, grant a role."""

from typing import Any
from uuid import UUID

from fastapi import Response

from api.account import models
from api.kernel.auth import Serving
from api.kernel.commanding import Accepted, Making, Sending
from api.kernel.reading import Asking, Moment
from api.kernel.routing import asks, does, router
from application.account import commands
from application.account.roles import credential_of
from domain.kernel.refusals import NotFound, Refusal, SignInRequired
from eventstore.records import KeyReused, Scope
from identity.addresses import neighbourhood
from identity.errors import SignInFailed

routes = router("accounts")


@routes.post(
    "/api/accounts/",
    status_code=201,
    **does(commands.OpenAccount, see_account={"account_id": "$response.body#/id"}),
)
async def open_account(body: models.OpenAccount, sending: Making, serving: Serving) -> models.AccountOpened:
    """Open an account."""
    await serving.throttle.count("open_account", neighbourhood(sending.actor.address))
    credential = await serving.passwords.store(body.password)
    command = commands.OpenAccount(handle=body.handle, display_name=body.display_name, credential=credential)
    try:
        outcome = await sending.execute(command)
    except (Refusal, KeyReused):  # anything else may have been stored, and the account need its credential
        await serving.passwords.remove(credential)
        raise
    account = UUID(outcome.result["account"])
    counting = await credential_of(account, serving.reader)
    if counting != credential:  # the account was opened by the same request before
        await serving.passwords.remove(credential)
        if not await serving.passwords.matches(counting, body.password):
            raise KeyReused()
    return models.AccountOpened(id=account, position=outcome.position, sequence=outcome.sequence)


@routes.get("/api/accounts/me/", operation_id="see_me", **asks("see the account"))
async def see_me(asking: Asking, response: Response, as_of: Moment = None) -> models.Account:
    """One's own account, now or as of a moment of its own."""
    if asking.actor.account is None:
        raise SignInRequired(action="see the account")
    return await see_account(asking.actor.account, asking, response, as_of)


@routes.get("/api/accounts/{account_id:uuid}/", operation_id="see_account", **asks("see the account"))
async def see_account(
    account_id: UUID, asking: Asking, response: Response, as_of: Moment = None
) -> models.Account:
    """An account, as its owner sees it, now or as of a moment of its own."""
    async with asking.scope(Scope("account", account_id), as_of, owns=account_id) as rows:
        found = await rows.select("accounts", "account", {"account_id": account_id})
    if not found:
        raise NotFound(what="account")
    response.headers["ETag"] = f'"{found[0]["version"]}"'
    return models.Account(**{**found[0], "id": account_id})


@routes.put("/api/accounts/me/password/", **does(commands.ChangeCredential))
async def change_password(body: models.ChangePassword, sending: Sending, serving: Serving) -> Accepted:
    """Another password; every other session of the account ends."""
    account = sending.actor.account
    if account is None:
        raise SignInRequired(action="change credential")
    await serving.throttle.count("change_password", account)
    present = await credential_of(account, serving.reader)
    if await serving.passwords.matches(present, body.current):
        credential = await serving.passwords.store(body.new)
    elif present and sending.key and await serving.passwords.matches(present, body.new):
        credential = present  # the request was carried out, and its answer was lost
    else:
        raise SignInFailed()
    accepted = await sending.send(commands.ChangeCredential(account=account, credential=credential))
    await serving.sessions.end_all(account, "password_changed", but=sending.actor.session)
    counting = await credential_of(account, serving.reader)
    for unused in {present or credential, credential} - {counting}:
        await serving.passwords.remove(unused)
    return Accepted(**accepted)


@routes.put("/api/accounts/{account_id:uuid}/role/", response_model=Accepted, **does(commands.GrantRole))
async def grant_role(account_id: UUID, body: models.GrantRole, sending: Sending) -> dict[str, Any]:
    """Up or down the role ladder."""
    return await sending.send(commands.GrantRole(account=account_id, role=body.role, reason=body.reason))
