"""Signing in by handle and password, from wherever: counted alike, and as long for whoever has no account."""

from api.account.models import SignIn
from api.kernel.services import Services
from application.account.roles import credential_of
from domain.account.ids import account_id
from identity.addresses import neighbourhood
from identity.errors import SignInFailed
from identity.sessions import Session


async def session(given: SignIn, address: str | None, serving: Services) -> Session:
    """A session of the account. Raises TooManyAttempts, SignInFailed."""
    account, place = account_id(given.handle), neighbourhood(address)
    await serving.throttle.count("sign_in_from", place)
    await serving.throttle.count("sign_in", account, place)
    await serving.throttle.count("sign_in_anywhere", account)
    credential = await credential_of(account, serving.reader)
    if not await serving.passwords.matches(credential, given.password):
        raise SignInFailed()
    return await serving.sessions.begin(account)
