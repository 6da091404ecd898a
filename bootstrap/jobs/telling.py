"""Jobs as they are told to people and programs."""

from typing import Any

from application.kernel.jobs import Backlog
from bootstrap.jobs.queue import Listed

STATUSES = {"waiting": "todo", "running": "doing", "done": "succeeded", "failed": "failed"}


def shown(job: Listed) -> dict[str, Any]:
    """One job, its status in words of ours."""
    names = {stored: status for status, stored in STATUSES.items()}
    return {
        "id": job.id,
        "job": job.name,
        "arguments": job.arguments,
        "status": names[job.status],
        "tries": job.attempts,
        "due_at": job.due_at,
        "error": job.error,
    }


def words(backlog: Backlog) -> str:
    """How the jobs stand, in a sentence without its full stop."""
    seen = backlog.seen_seconds
    worker = "no worker is there" if seen is None else f"a worker was seen {seen:.0f} s ago"
    counts = f"{backlog.waiting} waiting, {backlog.running} running, {backlog.failed} failed"
    return f"{counts}; {worker}"
