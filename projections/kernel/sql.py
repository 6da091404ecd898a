"""Changes written to tables, set by set; column types come from the tables alone."""

from collections.abc import Iterable
from typing import Any

import msgspec
from psycopg import AsyncConnection, sql

from projections.kernel.changes import Change, Folded, fold


async def write(connection: AsyncConnection[Any], schema: str, changes: Iterable[Change]) -> None:
    """Bring the tables of `schema` to where the changes lead; doing so twice is doing so once."""
    for table, rows in fold(changes).items():
        target = sql.Identifier(schema, table)
        await _drop(connection, target, [row for row in rows if row.dropped])
        by_columns: dict[tuple[str, ...], list[Folded]] = {}
        for row in rows:
            if row.values is not None:
                by_columns.setdefault((*row.key, *row.values), []).append(row)
        for alike in by_columns.values():
            await _upsert(connection, target, alike)


async def _upsert(connection: AsyncConnection[Any], target: sql.Identifier, rows: list[Folded]) -> None:
    key, values = list(rows[0].key), list(rows[0].values or {})
    columns = sql.SQL(", ").join(map(sql.Identifier, [*key, *values]))
    put = sql.SQL(", ").join(
        sql.SQL("{0} = EXCLUDED.{0}").format(sql.Identifier(column)) for column in values
    )
    statement = sql.SQL(
        "INSERT INTO {target} ({columns}) SELECT {columns} FROM json_populate_recordset(NULL::{target}, %s)"
        " ON CONFLICT ({key}) DO {action}"
    ).format(
        target=target,
        columns=columns,
        key=sql.SQL(", ").join(map(sql.Identifier, key)),
        action=sql.SQL("UPDATE SET {}").format(put) if values else sql.SQL("NOTHING"),
    )
    await connection.execute(statement, (_json([{**row.key, **(row.values or {})} for row in rows]),))


async def _drop(connection: AsyncConnection[Any], target: sql.Identifier, rows: list[Folded]) -> None:
    if not rows:
        return
    same = sql.SQL(" AND ").join(sql.SQL("t.{0} = gone.{0}").format(sql.Identifier(c)) for c in rows[0].key)
    statement = sql.SQL(
        "DELETE FROM {target} AS t USING json_populate_recordset(NULL::{target}, %s) AS gone WHERE {same}"
    ).format(target=target, same=same)
    await connection.execute(statement, (_json([row.key for row in rows]),))


def _json(rows: list[dict[str, Any]]) -> str:
    return msgspec.json.encode(rows).decode()
