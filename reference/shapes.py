"""What a JSON schema of the OpenAPI document says, in words."""

from typing import Any

from api.kernel.fields import INSTANT

FORMATS = {"uuid": "id", "date-time": "instant"}
KINDS = {
    "string": "text",
    "integer": "whole number",
    "number": "number",
    "boolean": "yes or no",
    "object": "object",
    "null": "none",
}
UNBOUNDED = 2**53
Schema = dict[str, Any]


def typed(schema: Schema) -> str:
    """The type, its bounds where it has some, and a link where it is a shape of its own."""
    if "$ref" in schema:
        return link(schema["$ref"])
    if "anyOf" in schema:
        return " or ".join(typed(choice) for choice in schema["anyOf"])
    if "const" in schema or "enum" in schema:
        return _either(schema.get("enum") or [schema["const"]])
    if schema.get("type") == "array":
        return " ".join(filter(None, ["list of", _span(schema, "Items"), _several(schema["items"])]))
    if isinstance(values := schema.get("additionalProperties"), dict):
        return f"{_several(values)} by name"
    return _word(schema) + _bounds(schema)


def link(reference: str) -> str:
    """A reference within the document, to the shape's heading on the page."""
    name = reference.rpartition("/")[2]
    return f"[{name}](#{name.lower()})"


def default(schema: Schema, needed: bool) -> str:
    """What stands where nothing is given; empty where something must be."""
    if needed:
        return ""
    value = schema.get("default")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    return f"`{value}`" if value or value == 0 else "empty"


def _either(values: list[str]) -> str:
    quoted = [f"`{value}`" for value in values]
    return " or ".join(filter(None, [", ".join(quoted[:-1]), quoted[-1]]))


def _several(schema: Schema) -> str:
    if "anyOf" in schema:
        return f"({typed(schema)})"
    if schema.get("type") == "array":
        return typed(schema).replace("list", "lists", 1)
    return typed(schema) if "$ref" in schema or "enum" in schema else f"{_word(schema)}s{_bounds(schema)}"


def _word(schema: Schema) -> str:
    if schema.get("pattern") == INSTANT.pattern:
        return FORMATS["date-time"]
    return FORMATS.get(schema.get("format", ""), KINDS.get(str(schema.get("type")), "any JSON"))


def _bounds(schema: Schema) -> str:
    if length := _span(schema, "Length"):
        return f" ({length} characters)"
    span = _span(schema, "imum")
    return f" ({span})" if span else ""


def _span(schema: Schema, of: str) -> str:
    """How many or how much: `of` is what JSON Schema says after min and max."""
    low, high = schema.get(f"min{of}"), schema.get(f"max{of}")
    if high is None or high >= UNBOUNDED:
        return "" if low is None else f"{low:.0f} or more"
    if low is None:
        return f"at most {high:.0f}"
    return f"{low:.0f}" if low == high else f"{low:.0f} to {high:.0f}"
