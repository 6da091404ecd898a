"""A WebSocket client that sends whatever octets it is told to, and reads frames without judging them."""

import asyncio
import os
import socket
import struct
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, suppress

import msgspec

CONT, TEXT, BINARY, CLOSE, PING, PONG = 0, 1, 2, 8, 9, 10
PATIENCE = 10.0
KEY = "dGhlIHNhbXBsZSBub25jZQ=="  # the one of RFC 6455 §1.3


class Frame(msgspec.Struct, frozen=True):
    """A frame as it came."""

    opcode: int
    payload: bytes
    fin: bool = True
    rsv: int = 0

    @property
    def code(self) -> int | None:
        """The code of a close frame that has one."""
        return int.from_bytes(self.payload[:2], "big") if self.payload else None


def frame(opcode: int, payload: bytes = b"", *, fin: bool = True, rsv: int = 0, masked: bool = True) -> bytes:
    """The octets of a frame, sensible or not (RFC 6455 §5.2)."""
    size, mask = len(payload), 0x80 * masked
    head = bytes([0x80 * fin | rsv << 4 | opcode])
    if size < 126:
        head += bytes([mask | size])
    elif size < 65_536:
        head += struct.pack("!BH", mask | 126, size)
    else:
        head += struct.pack("!BQ", mask | 127, size)
    if not masked:
        return head + payload
    key = os.urandom(4)
    return head + key + _xor(payload, key)


def closing(code: int | None = 1000, reason: bytes = b"") -> bytes:
    """The octets of a close frame."""
    return frame(CLOSE, (b"" if code is None else struct.pack("!H", code)) + reason)


def fragments(opcode: int, parts: Iterable[bytes]) -> list[bytes]:
    """One message in as many frames as it has parts."""
    every = list(parts)
    return [
        frame(CONT if number else opcode, part, fin=number == len(every) - 1)
        for number, part in enumerate(every)
    ]


def pieces(octets: bytes, size: int) -> Iterator[bytes]:
    """Octets in pieces of that size; the last may be smaller."""
    return (octets[start : start + size] for start in range(0, len(octets), size))


class RawSocket:
    """One connection; whoever reads waits ten seconds at most."""

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected
        self._loop = asyncio.get_running_loop()
        self._unread = bytearray()
        self.answer = b""

    async def send(self, octets: bytes) -> None:
        """One write, read before the next by a server on this loop; one that has hung up is no failure."""
        with suppress(ConnectionError):
            await self._loop.sock_sendall(self._socket, octets)
            for _ in range(2):  # in the first turn the loop finds that there is something to read
                await asyncio.sleep(0)

    async def head(self) -> bytes:
        """The head of what the server answers to the handshake."""
        while b"\r\n\r\n" not in self._unread and await self._more():
            pass
        head, _, rest = bytes(self._unread).partition(b"\r\n\r\n")
        self._unread = bytearray(rest)
        return head

    async def receive(self) -> Frame | None:
        """The next frame; None once the server has hung up."""
        while (found := self._whole()) is None:
            if not await self._more():
                return None
        return found

    async def _more(self) -> bool:
        try:
            async with asyncio.timeout(PATIENCE):
                octets = await self._loop.sock_recv(self._socket, 1 << 18)
        except ConnectionError:
            return False
        self._unread += octets
        return bool(octets)

    def _whole(self) -> Frame | None:
        if len(self._unread) < 2:
            return None
        first, second = self._unread[:2]
        wide = {126: 2, 127: 8}.get(second & 0x7F, 0)
        begin = 2 + wide
        if len(self._unread) < begin:
            return None
        size = int.from_bytes(self._unread[2:begin], "big") if wide else second & 0x7F
        if len(self._unread) < begin + size:
            return None
        payload = bytes(self._unread[begin : begin + size])
        del self._unread[: begin + size]
        return Frame(first & 0x0F, payload, bool(first & 0x80), first >> 4 & 0x07)


@asynccontextmanager
async def opened(port: int, *, unread: int | None = None, **headers: str) -> AsyncIterator[RawSocket]:
    """Shaken hands with a server here. Header names with underscores.

    `unread` is about how many octets the kernel keeps for who does not read.
    """
    with socket.socket() as connected:
        connected.setblocking(False)
        connected.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if unread is not None:
            connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, unread)
        await asyncio.get_running_loop().sock_connect(connected, ("127.0.0.1", port))
        raw = RawSocket(connected)
        asked = {"Host": "palio.test", "Upgrade": "websocket", "Connection": "Upgrade"}
        asked |= {"Sec-WebSocket-Key": KEY, "Sec-WebSocket-Version": "13"}
        asked |= {name.replace("_", "-"): value for name, value in headers.items()}
        lines = ["GET / HTTP/1.1", *(f"{name}: {value}" for name, value in asked.items())]
        await raw.send("\r\n".join([*lines, "", ""]).encode())
        raw.answer = await raw.head()
        assert raw.answer.startswith(b"HTTP/1.1 101 "), raw.answer
        yield raw


def _xor(payload: bytes, key: bytes) -> bytes:
    """Masked or unmasked, as one number: an octet at a time would take seconds for what is sent here."""
    size = len(payload)
    repeated = (key * (size // 4 + 1))[:size]
    return (int.from_bytes(payload, "big") ^ int.from_bytes(repeated, "big")).to_bytes(size, "big")
