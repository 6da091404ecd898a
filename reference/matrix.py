"""Route by role by tie: whom the authorization table lets through, for every route there is."""

from fastapi.routing import APIRoute

from api.kernel.routing import routes
from application.kernel.authorization import Standing
from application.kernel.menu import concern_of
from application.subjects import MENU
from bootstrap.routers import EVERY

PEOPLE: dict[str, Standing] = {
    "visitor": Standing(),
    "spectator": Standing(role="SPECTATOR"),
    "player": Standing(role="PLAYER"),
    "organizer elsewhere": Standing(role="ORGANIZER"),
    "entrant": Standing(role="PLAYER", owns=True, entrant=True),
    "desk": Standing(role="PLAYER", staff="desk"),
    "referee": Standing(role="PLAYER", staff="referee"),
    "organiser": Standing(role="PLAYER", staff="organiser"),
    "owner": Standing(role="ORGANIZER", staff="owner"),
    "admin": Standing(role="ADMIN"),
}
"""Who each caller is, in the words of the table."""
COMMANDS = {command.__name__: command for command in MENU.table}
ABOUT_ONESELF = {"CreateTournament", "Register", "ChangeCredential"}
OF_A_TOURNAMENT = ("{tournament_id", "{match_id", "{registration_id")
"""In the paths of questions."""
INTRODUCTION = """\
Every route beside everyone who may come: a visitor; an account of each role that has nothing to do with the
tournament; an entrant, who is a side of the match concerned; each role of its staff; an administrator.
"yes" always, "if shown" unless the tournament is a draft or private, a dash never. Accounts and games are
those of others: one's own account is at `/api/accounts/me/`. A test sends these requests, each as everyone,
and finds what stands here."""


def rows() -> list[str]:
    """The matrix as a table in Markdown."""
    lines = [f"| route | {' | '.join(PEOPLE)} |", f"|---{'|---' * len(PEOPLE)}|"]
    for route in routes(EVERY):
        cells = (_cell(route, who) for who in PEOPLE)
        lines.append(f"| `{method(route)} {address(route)}` | {' | '.join(cells)} |")
    return lines


def address(route: APIRoute) -> str:
    """The path as OpenAPI has it."""
    return route.path_format


def method(route: APIRoute) -> str:
    """GET, POST, PUT or DELETE: a route has one."""
    (only,) = route.methods or {""}
    return only


def action(route: APIRoute) -> str:
    """The command or the question a route names."""
    return str((route.openapi_extra or {})["x-action"])


def lets_through(route: APIRoute, who: str, *, hidden: bool) -> bool:
    """What the table says of this caller and this route, where the tournament is `hidden` or is not."""
    named = action(route)
    person = PEOPLE[who]
    concerned = _in_a_tournament(route)
    standing = Standing(
        role=person.role,
        staff=person.staff if concerned else None,
        owns=_owns(route, who, concerned),
        entrant=person.entrant and concerned,
        hidden=hidden and concerned,
    )
    return MENU.allowed(COMMANDS.get(named, named), standing)


def _in_a_tournament(route: APIRoute) -> bool:
    if command := COMMANDS.get(action(route)):
        concern = concern_of(command)
        return concern.kind.SCOPE == "tournament" and not concern.new
    return action(route) == "see the tournament" or any(part in route.path for part in OF_A_TOURNAMENT)


def _owns(route: APIRoute, who: str, concerned: bool) -> bool:
    if action(route) in ABOUT_ONESELF or route.path == "/api/accounts/me/":
        return who != "visitor"
    if "{tournament_id" in route.path and action(route) in COMMANDS:
        return False  # an entrant owns a registration and a side, not the tournament
    return PEOPLE[who].owns and concerned


def _cell(route: APIRoute, who: str) -> str:
    shown, hidden = (lets_through(route, who, hidden=hidden) for hidden in (False, True))
    if shown:
        return "yes" if hidden else "if shown"
    return "–"
