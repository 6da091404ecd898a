"""`palio user`: accounts, made and raised at the console."""

import sys
from typing import Annotated, Any

import typer

from bootstrap.errors import Interrupted, Refused
from cli.common.output import Json, document, say, table
from cli.common.running import caught_up, opened, run

app = typer.Typer(no_args_is_help=True, help="Accounts: add, list, change a role.")
Handle = Annotated[str, typer.Argument(help="2 to 32 letters, digits, dots, dashes and underscores.")]


@app.command()
def add(
    handle: Handle,
    name: Annotated[str | None, typer.Option(help="The name people see; by default the handle.")] = None,
    role: Annotated[str, typer.Option(help="SPECTATOR, PLAYER, ORGANIZER or ADMIN.")] = "PLAYER",
    password_stdin: Annotated[bool, typer.Option(help="Read the password from stdin.")] = False,
    json: Json = False,
) -> None:
    """Open an account; asks for its password."""
    password = sys.stdin.readline().rstrip("\n") if password_stdin else _asked()
    account = run(_add(handle, name or handle, role, password))
    if json:
        document({"id": account, "handle": handle, "role": role})
    else:
        say(f"{handle}, {role}: {account}")


def _asked() -> str:
    if not sys.stdin.isatty():
        raise Refused("nobody is at the keyboard to be asked for a password: use --password-stdin")
    try:
        answer: str = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    except typer.Abort:
        raise Interrupted from None
    return answer


async def _add(handle: str, name: str, role: str, password: str) -> str:
    from pydantic import ValidationError

    from api.account.models import OpenAccount as Opening
    from application.account.commands import OpenAccount
    from application.kernel.actor import OPERATOR
    from domain.kernel.refusals import Refusal
    from domain.kernel.roles import ROLES
    from eventstore.records import KeyReused

    if role.upper() not in ROLES:
        raise Refused(f"role: one of {', '.join(ROLES)}")
    try:
        asked = Opening(handle=handle, display_name=name, password=password)
    except ValidationError as error:
        problems = (f"{part['loc'][0]}: {part['msg']}" for part in error.errors(include_input=False))
        raise Refused("; ".join(problems)) from None
    async with opened() as (_, services):
        credential = await services.passwords.store(asked.password)
        command = OpenAccount(handle=asked.handle, display_name=asked.display_name, credential=credential)
        try:
            outcome = await services.engine.execute(command, OPERATOR)
        except (
            Refusal,
            KeyReused,
        ):  # anything else may have been stored, and the account need its credential
            await services.passwords.remove(credential)
            raise
        await _grant(services, handle, role, None)
    return str(outcome.result["account"])


@app.command("role")
def change_role(
    handle: Handle,
    role: Annotated[str, typer.Argument(help="SPECTATOR, PLAYER, ORGANIZER or ADMIN.")],
    reason: Annotated[str | None, typer.Option(help="Why; it stands in the audit log.")] = None,
    json: Json = False,
) -> None:
    """Move an account on the role ladder."""
    run(_role(handle, role, reason))
    if json:
        document({"handle": handle, "role": role.upper()})
    else:
        say(f"{handle}: {role.upper()} from now on.")


async def _role(handle: str, role: str, reason: str | None) -> None:
    async with opened() as (_, services):
        await _grant(services, handle, role, reason)


async def _grant(services: Any, handle: str, role: str, reason: str | None) -> None:
    from application.account.commands import GrantRole
    from application.kernel.actor import OPERATOR
    from domain.account.ids import account_id

    command = GrantRole(account=account_id(handle), role=role.upper(), reason=reason)
    await services.engine.execute(command, OPERATOR)


@app.command("list")
def list_accounts(json: Json = False) -> None:
    """Every account."""
    found = run(_list())
    if json:
        document({"items": found})
    else:
        rows = [(row["account_id"], row["handle"], row["role"], row["display_name"]) for row in found]
        table(("id", "handle", "role", "name"), rows, empty="No accounts yet: palio user add HANDLE")


async def _list() -> list[dict[str, Any]]:
    from projections.kernel.rows import live

    async with opened() as (_, services), caught_up(services), live(services.pool) as rows:
        return await rows.select("accounts", "account", {}, order=("handle",))
