"""The states of a tournament as people say them."""

STATUS = {
    "draft": "Draft",
    "published": "Announced",
    "registration_open": "Registration open",
    "registration_closed": "Registration closed",
    "check_in": "Check-in",
    "seeded": "Drawn",
    "live": "Live",
    "completed": "Over",
    "cancelled": "Cancelled",
    "archived": "Archived",
}


def status(name: str) -> str:
    """A tournament's state as people say it."""
    return STATUS[name]
