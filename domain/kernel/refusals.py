"""Refusals: the rules of the world, each with a public, stable code."""

from typing import Any, ClassVar


class Refusal(Exception):
    """A command that cannot be carried out; it leaves no trace.

    `code` is public and never changes, `status` is the HTTP status that says it best, `detail` is a sentence
    whose placeholders are filled from the keyword arguments, which are public too (`context`).
    """

    code: ClassVar[str] = "refused"
    status: ClassVar[int] = 409
    template: ClassVar[str] = "This cannot be done now."

    def __init__(self, **context: Any) -> None:
        self.context = context
        super().__init__(self.detail)

    @property
    def detail(self) -> str:
        """The sentence for the person who asked."""
        return self.template.format(**self.context)


class NotFound(Refusal):
    """What the command names does not exist, or is not for these eyes."""

    code, status, template = "not_found", 404, "There is no such {what}."


class Forbidden(Refusal):
    """The authorization table says no."""

    code, status, template = "forbidden", 403, "You may not {action}."


class SignInRequired(Refusal):
    """What was asked for needs an account."""

    code, status, template = "sign_in_required", 401, "Sign in to {action}."


class Stale(Refusal):
    """`If-Match` names a version that is no longer the present one."""

    code, status = "stale_version", 412
    template = "You saw version {seen}, but it is at version {version} now."


class InvalidDefinition(Refusal):
    """A definition that contradicts itself."""

    code, status, template = "invalid_definition", 422, "{field}: {problem}."
