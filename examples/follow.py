"""Follow a tournament: every event once and in order, whatever becomes of the connection.

python examples/follow.py ws://127.0.0.1:8000 <tournament id> [<last event>]

The rules are those of docs/reference/stream.md. PALIO_TOKEN may hold an access token; a visitor has none.
"""

import asyncio
import json
import os
import random
import sys
from contextlib import suppress
from typing import Any

from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed, InvalidHandshake

STOP = {1002, 1007, 1009, 4002, 4003, 4009, 4403, 4404}
LONGEST = 60.0


class Follower:
    """`last` is the last event seen, counted in `epoch`."""

    def __init__(self, server: str, tournament: str, last: str = "start") -> None:
        self.address = f"{server}/ws/tournament/{tournament}/"
        self.last: int | str = last
        self.epoch: str | None = None
        self.pause = 1.0

    async def follow(self) -> str:
        """Until the server says that there is no use in coming back; why."""
        while True:
            code, reason = await self.listen()
            if code in STOP or (code == 4008 and "retry_ms" not in reason):
                return f"{code} {reason.get('r', '')}"
            if code == 4011:  # another log: what was seen means nothing there
                self.last, self.epoch = "start", None
            wait = reason.get("retry_ms", self.pause * 1000) / 1000
            await asyncio.sleep(wait * (1 + random.random()))
            self.pause = min(self.pause * 2, LONGEST)

    async def listen(self) -> tuple[int | None, dict[str, Any]]:
        """One connection; the code and the reason it ended with."""
        epoch = f"&epoch={self.epoch}" if self.epoch else ""
        token = os.environ.get("PALIO_TOKEN")
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        try:
            async with connect(
                f"{self.address}?since={self.last}{epoch}",
                subprotocols=["palio.v1"],
                additional_headers=headers,
            ) as socket:
                with suppress(ConnectionClosed):
                    async for frame in socket:
                        if not self.take(json.loads(frame)):
                            return None, {}  # a gap: again, from the last one seen
                return socket.close_code, said(socket.close_reason)
        except (OSError, TimeoutError, InvalidHandshake):
            return None, {}

    def take(self, message: dict[str, Any]) -> bool:
        """Whether nothing is missing so far."""
        match message:
            case {"type": "welcome"}:
                self.epoch, self.last, self.pause = message["epoch"], message["from"], 1.0
            case {"type": "events", "events": events}:
                return all(self.take(event) for event in events)
            case {"type": "bookmark" | "reset", "id": number}:
                self.last = number
            case {"id": number, "prev": before} if number > self.last:
                if before > self.last:
                    return False
                self.last = number
                print(f"#{number}", sentence(message["type"], message["data"]), flush=True)
        return True


def said(reason: str | None) -> dict[str, Any]:
    """The reason of a close frame: none where a library or the network gave one of its own."""
    with suppress(ValueError):
        return dict(json.loads(reason or "{}"))
    return {}


def sentence(kind: str, data: dict[str, Any]) -> str:
    """What happened, for people; a kind it does not know is told by its name."""
    match kind, data:
        case "match_completed", {"sides": [dict() as one, dict() as other], "winner": winner}:
            ahead, behind = (one, other) if winner == 0 else (other, one)
            return f"{data['name']}: {ahead['name']} beats {behind['name']}{score(data)}"
        case _, {"number": _, "name": name, "sides": sides}:
            names = " – ".join(side["name"] if side else "?" for side in sides)
            return f"{name}: {names}{score(data)}, {kind.removeprefix('match_').replace('_', ' ')}"
        case _, {"name": name, "status": status}:
            return f"{name}: {status.replace('_', ' ')}"
    return kind.replace("_", " ")


def score(data: dict[str, Any]) -> str:
    """` 2:1 0:3`, from the first side; nothing where no game was played."""
    return "".join(f" {one}:{other}" for one, other in (game["score"] for game in data.get("games", ())))


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        sys.exit(asyncio.run(Follower(*sys.argv[1:]).follow()))
