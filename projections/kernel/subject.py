"""What a subject declares of its read side: its views, and what each of its facts is called."""

from collections.abc import Mapping

import msgspec

from projections.kernel.telling import Line
from projections.kernel.view import View


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """`lines` name every topic of the subject's aggregates, also those that are told nowhere."""

    name: str
    views: tuple[View, ...]
    lines: Mapping[str, Line]
