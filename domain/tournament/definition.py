"""What a tournament is: every change of it is a fact, every version can be shown again."""

import re
from datetime import datetime
from uuid import UUID

import msgspec

from domain.formats.stages import Stage
from domain.formats.stages import contradictions as contradictions_of
from domain.kernel.refusals import InvalidDefinition
from domain.tournament.questions import CustomField, contradictions

CURRENCY = re.compile(r"^[A-Z]{3}$")


SINGLE, DOUBLE, STAGES = "single-elimination", "double-elimination", "stages"


FORMATS = (SINGLE, DOUBLE, STAGES)
"""How a tournament may be played: in one of two formats, or in stages, each with its own."""


GRAND_FINALS = ("none", "single", "reset")


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """What a tournament is: every change of it is a fact, every version can be shown again."""

    name: str
    slug: str
    format: str = "single-elimination"
    third_place: bool = False
    grand_final: str = "reset"  # none, single, reset
    best_of: int = 1
    stages: list[Stage] = []
    capacity: int = 64
    minimum_entrants: int = 2
    game: UUID | None = None
    fee_minor: int = 0
    prize_minor: int = 0
    currency: str | None = None
    registration_opens_at: datetime | None = None
    registration_closes_at: datetime | None = None
    check_in_opens_at: datetime | None = None
    check_in_closes_at: datetime | None = None
    starts_at: datetime | None = None
    rules: str = ""
    visibility: str = "public"  # public, unlisted, private
    fields: list[CustomField] = []
    streams: list[str] = []
    banner: str | None = None

    @property
    def plan(self) -> list[Stage]:
        """The stages, one where the format is that of all."""
        if self.format == STAGES:
            return self.stages
        return [
            Stage(
                format=self.format,
                best_of=self.best_of,
                third_place=self.third_place,
                grand_final=self.grand_final,
            )
        ]

    def check(self) -> "Definition":
        """Itself, or InvalidDefinition naming the first field that contradicts the others."""
        for field, wrong, problem in self._contradictions():
            if wrong:
                raise InvalidDefinition(field=field, problem=problem)
        return self

    def _contradictions(self) -> list[tuple[str, bool, str]]:
        money = self.fee_minor or self.prize_minor
        moments = [
            self.registration_opens_at,
            self.registration_closes_at,
            self.check_in_opens_at,
            self.check_in_closes_at,
            self.starts_at,
        ]
        known = [moment for moment in moments if moment is not None]
        return [
            ("name", not self.name.strip(), "a tournament needs a name"),
            ("format", self.format not in FORMATS, f"one of {', '.join(FORMATS)}"),
            ("third_place", self.third_place and self.format != SINGLE, f"a match of {SINGLE} alone"),
            ("grand_final", self.grand_final not in GRAND_FINALS, f"one of {', '.join(GRAND_FINALS)}"),
            ("grand_final", self.grand_final != "reset" and self.format != DOUBLE, f"of {DOUBLE} alone"),
            ("stages", bool(self.stages) and self.format != STAGES, f"only where format is {STAGES}"),
            ("stages", not self.stages and self.format == STAGES, "one at least"),
            *contradictions_of(self.stages),
            ("best_of", self.best_of < 1 or self.best_of % 2 == 0, "a best-of is an odd number of games"),
            ("capacity", not 2 <= self.capacity <= 4096, "between 2 and 4,096 entrants"),
            (
                "minimum_entrants",
                not 2 <= self.minimum_entrants <= self.capacity,
                "between 2 and the capacity",
            ),
            ("fee_minor", self.fee_minor < 0, "an amount is 0 or more"),
            ("prize_minor", self.prize_minor < 0, "an amount is 0 or more"),
            ("currency", bool(money) and self.currency is None, "an amount needs a currency"),
            (
                "currency",
                bool(self.currency and not CURRENCY.match(self.currency)),
                "three letters of ISO 4217",
            ),
            (
                "visibility",
                self.visibility not in {"public", "unlisted", "private"},
                "public, unlisted or private",
            ),
            ("starts_at", known != sorted(known), "registration, check-in and start must follow each other"),
            *(("fields", wrong, problem) for wrong, problem in contradictions(self.fields)),
        ]
