"""Tokens: sign in, renew, look at one, sign out."""

from api.account import models, signing_in
from api.kernel.auth import Acting, Serving
from api.kernel.routing import router, signs
from api.kernel.services import Services
from identity.sessions import Session

routes = router("tokens")


@routes.post("/api/token/", **signs("sign in"))
async def sign_in(body: models.SignIn, actor: Acting, serving: Serving) -> models.Tokens:
    """An access and a refresh token for handle and password."""
    return tokens(serving, await signing_in.session(body, actor.address, serving))


@routes.post("/api/token/refresh/", **signs("sign in"))
async def renew(body: models.Renew, serving: Serving) -> models.Tokens:
    """The next pair. A refresh token used a second time ends its session."""
    return tokens(serving, await serving.sessions.renew(body.refresh))


@routes.post("/api/token/verify/", **signs("sign in"))
async def verify(body: models.Verify, serving: Serving) -> models.Verified:
    """Whether an access token is good."""
    claims = serving.tokens.read(body.token)
    await serving.sessions.check(claims.session)
    return models.Verified(account_id=claims.account, expires_at=claims.expires_at)


@routes.post("/api/token/revoke/", status_code=204, **signs("sign in"))
async def sign_out(body: models.Renew, serving: Serving) -> None:
    """End the session of a refresh token."""
    await serving.sessions.end(body.refresh)


def tokens(serving: Services, session: Session) -> models.Tokens:
    """Both tokens of a session."""
    return models.Tokens(
        access=serving.tokens.mint(session.account, session.family),
        refresh=session.refresh,
        token_type="Bearer",  # noqa: S106 - a kind of token, no token
        expires_in=serving.tokens.seconds,
        account_id=session.account,
    )
