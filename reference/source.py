"""What a reference page reads off the code: types in words, a class's own sentence and its fields."""

import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from datetime import datetime
from importlib import import_module
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin
from uuid import UUID

import msgspec

PLAIN = {
    str: "text",
    int: "whole number",
    float: "number",
    bool: "yes or no",
    UUID: "id",
    datetime: "instant",
}
REMARK = re.compile(r"^\s+(\w+): .*?  # (.+)$", re.MULTILINE)


def load(*packages: str) -> None:
    """Import every module of the packages, so that each class in them is known."""
    for package in map(import_module, packages):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                import_module(module.name)


def descendants(cls: type, *packages: str) -> Iterator[type]:
    """Every class below `cls` that a module of the packages declares, each once."""
    found: dict[type, None] = {}
    waiting = [cls]
    while waiting:
        children: list[type] = waiting.pop().__subclasses__()
        for child in children:
            if child not in found:
                found[child] = None
                waiting.append(child)
    yield from (child for child in found if child.__module__.split(".")[0] in packages)


def sentence(cls: type | Callable[..., Any]) -> str:
    """The own docstring of a class or function on one line; empty where it has none."""
    text = cls.__doc__ or ""
    generated = text.startswith(f"{cls.__name__}(")  # what a dataclass says where its author said nothing
    return "" if generated else " ".join(text.split())


def typed(hint: Any, values: str = "") -> str:
    """A type in words; values link to their heading on the page `values`, by default the same page."""
    if hint in PLAIN:
        return PLAIN[hint]
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        known = [typed(argument, values) for argument in arguments if argument is not NoneType]
        return " or ".join([*known, *(["none"] if NoneType in arguments else [])])
    if origin is list:
        return f"list of {_several(arguments[0], values)}"
    if origin is dict:
        return f"{_several(arguments[1], values)} by {typed(arguments[0], values)}"
    return f"[{hint.__name__}]({values}#{hint.__name__.lower()})"


def _several(hint: Any, values: str) -> str:
    return f"{PLAIN[hint]}s" if hint in PLAIN else typed(hint, values)


def structs(hint: Any) -> Iterator[type[msgspec.Struct]]:
    """The values a type is made of, and those they are made of."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
        for field in msgspec.structs.fields(hint):
            yield from structs(field.type)
    for argument in get_args(hint):
        yield from structs(argument)


def remarks(cls: type) -> dict[str, str]:
    """What the comments beside a class's fields say."""
    return dict(REMARK.findall(inspect.getsource(cls)))


def members(cls: type[msgspec.Struct], values: str = "") -> Iterator[tuple[str, str, str]]:
    """Name, type and default of a value's or a command's fields, all in words."""
    declared = [
        base for base in cls.__mro__ if issubclass(base, msgspec.Struct) and base is not msgspec.Struct
    ]
    said = {name: remark for base in reversed(declared) for name, remark in remarks(base).items()}
    for field in msgspec.structs.fields(cls):
        remark = f": {said[field.name]}" if field.name in said else ""
        yield field.name, typed(field.type, values) + remark, "" if field.required else _default(field)


def _default(field: msgspec.structs.FieldInfo) -> str:
    value = field.default_factory() if field.default is msgspec.NODEFAULT else field.default
    if isinstance(value, bool):
        return "yes" if value else "no"
    if value is None:
        return "none"
    return f"`{value}`" if value or value == 0 else "empty"
