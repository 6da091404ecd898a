"""The page of every refusal, whichever package declares it."""

from pathlib import Path

from domain.kernel.refusals import Refusal
from reference import source

PACKAGES = ("domain", "eventstore", "application", "projections", "identity", "api", "realtime")
INTRODUCTION = """\
# Refusals

A command that cannot be carried out is refused and leaves no trace. The code is public and never changes;
the sentence is for people, its `{placeholders}` are filled from the refusal's context, which is public too.
The page is generated: `make docs`.

| code | HTTP status | sentence | what it means |
|---|---|---|---|"""
BESIDES = [
    (400, "malformed", "The request cannot be read.", "The body is no JSON."),
    (405, "method_not_allowed", "This address does not take this method.", "GET where POST is meant."),
    (422, "invalid_request", "The request is not what was expected.", "`errors` names each place."),
    (422, "idempotency_key_reused", "This idempotency key belongs to another request.", "Choose a new key."),
    (431, "headers_too_large", "Headers and address may have 64 KiB.", "Send less."),
    (500, "internal_error", "Something went wrong here.", "A mistake of ours; it has been logged."),
    (503, "store_unavailable", "The database cannot be reached.", "Try again with the same key."),
]
"""What no rule of the field stands behind: status, code, sentence, meaning."""


def page(_root: Path) -> str:
    """The page in Markdown."""
    besides = [f"| `{code}` | {status} | {said} | {meaning} |" for status, code, said, meaning in BESIDES]
    return "\n".join([INTRODUCTION, *sorted([*map(_row, refusals()), *besides])]) + "\n"


def refusals() -> list[type[Refusal]]:
    """Every refusal, by code."""
    source.load(*PACKAGES)
    found = [cls for cls in source.descendants(Refusal, *PACKAGES) if issubclass(cls, Refusal)]
    return sorted(found, key=lambda refusal: (refusal.code, refusal.__name__))


def _row(refusal: type[Refusal]) -> str:
    meaning = source.sentence(refusal)
    return f"| `{refusal.code}` | {refusal.status} | {refusal.template} | {meaning} |"
