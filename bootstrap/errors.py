"""What ends a command of the console."""


class Refused(Exception):
    """A sentence for the person at the console."""


class Different(Exception):
    """What was examined is not as it should be; it has been said already."""


class Unreachable(Exception):
    """A server that does not answer."""


class Interrupted(Exception):
    """The person at the console has had enough."""
