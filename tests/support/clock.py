"""A clock that moves when a test says so."""


class Clock:
    """Seconds, as time.monotonic gives them."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now
