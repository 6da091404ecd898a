"""Who meets whom, and where each result leads: the draw, the moves it causes, and everyone's place."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from domain import leading
from domain.aggregate import Aggregate, CreatedFact, triggers
from domain.errors import BracketNotReady, BracketOutdated, InvalidSeeds
from domain.formats.draw import DrawnMatch
from domain.ids import bracket_id, match_id
from domain.values import Move, Placing, Seat


def _each_once(seeds: list[UUID], entrants: set[UUID]) -> None:
    if len(set(seeds)) != len(seeds):
        raise InvalidSeeds(problem="one is named twice")
    if set(seeds) != entrants:
        raise InvalidSeeds(problem=f"{len(set(seeds) ^ entrants)} missing or unknown")


def _name_brackets(state: dict[str, Any]) -> None:
    for match in state["matches"]:
        match["bracket"] = "third place" if match["name"] == "Third-place match" else "main"


class Bracket(Aggregate):
    """drawn → finalized → completed; the draw is stored whole, so a better one later never rewrites it."""

    TOPIC = "Bracket"
    STATE = 3
    tournament: UUID
    generation: int
    best_of: int
    seeds: list[UUID]
    matches: dict[int, DrawnMatch]
    decided: set[int]
    doubled: list[int]
    unbeaten: dict[int, UUID | None]
    places: dict[UUID, Placing]
    placed: dict[int, list[UUID]]
    status: str

    class Event(Aggregate.Event):
        """Base of the bracket's facts."""

    class Generated(Event, CreatedFact):
        """The first draw: the seeds in order, and every match with where it leads."""

        TOPIC = "Bracket.Generated"
        class_version = 2
        tournament: UUID
        best_of: int
        seeds: list[UUID]
        matches: list[DrawnMatch]
        upcast_v1_v2 = staticmethod(_name_brackets)

    class Regenerated(Event):
        """The entrants there were by then were drawn again; the earlier draw counts no more."""

        TOPIC = "Bracket.Regenerated"
        class_version = 2
        best_of: int
        seeds: list[UUID]
        matches: list[DrawnMatch]
        reason: str | None
        upcast_v1_v2 = staticmethod(_name_brackets)

    class SeedsChanged(Event):
        """The same entrants stand in another order."""

        TOPIC = "Bracket.SeedsChanged"
        seeds: list[UUID]
        previous: list[UUID]

    class Finalized(Event):
        """The draw is final; `moves` says which entrant takes which side."""

        TOPIC = "Bracket.Finalized"
        moves: list[Move]

    class Unfinalized(Event):
        """The draw is open again; its matches are void, and the next finalization makes new ones."""

        TOPIC = "Bracket.Unfinalized"
        reason: str | None

    class Advanced(Event):
        """A decided match moved entrants on and made places certain."""

        TOPIC = "Bracket.Advanced"
        match: int
        moves: list[Move]
        places: list[Placing]

    class Rewound(Event):
        """The result of a match was taken back, and with it what followed.

        `undone` are the matches that were decided on it, `cleared` the sides that are open again, `retracted`
        those whose place was certain.
        """

        TOPIC = "Bracket.Rewound"
        match: int
        undone: list[int]
        cleared: list[Seat]
        retracted: list[UUID]

    class Completed(Event):
        """Every match is decided: everyone's place, best first."""

        TOPIC = "Bracket.Completed"
        places: list[Placing]

    @staticmethod
    def create_id(tournament: UUID) -> UUID:
        """One bracket for each tournament."""
        return bracket_id(tournament)

    @triggers(Generated)
    def __init__(self, tournament: UUID, best_of: int, seeds: list[UUID], matches: list[DrawnMatch]) -> None:
        self.tournament = tournament
        self.generation = 0
        self._drawn(best_of, seeds, matches)

    # Decisions

    def regenerate(
        self, best_of: int, seeds: list[UUID], matches: list[DrawnMatch], reason: str | None
    ) -> None:
        """Draw again whoever is in by now; a draw that comes out the same is the one there is."""
        self._needs("regenerate", "drawn")
        if (best_of, seeds, matches) != (self.best_of, self.seeds, list(self.matches.values())):
            self._regenerated(best_of=best_of, seeds=seeds, matches=matches, reason=reason)

    def change_seeds(self, seeds: list[UUID]) -> None:
        """Put the same entrants in another order."""
        self._needs("change seeds", "drawn")
        _each_once(seeds, set(self.seeds))
        if seeds != self.seeds:
            self._seeds_changed(seeds=seeds, previous=self.seeds)

    def finalize(self, entrants: Collection[UUID], best_of: int, matches: list[DrawnMatch]) -> None:
        """Freeze the draw, if drawing again would draw no other: the matches come into being."""
        if self.status == "finalized":
            return
        self._needs("finalize", "drawn")
        drawn = (self.best_of, set(self.seeds), list(self.matches.values()))
        if drawn != (best_of, set(entrants), matches):
            raise BracketOutdated()
        self._finalized(
            moves=[
                Move(match=match.number, side=side, entrant=self.seeds[source.number - 1])
                for match in self.matches.values()
                for side, source in enumerate(match.sides)
                if source.kind == "seed"
            ]
        )

    def unfinalize(self, reason: str | None) -> None:
        """Open the draw again, while nothing has been played."""
        if self.status == "drawn":
            return
        if self.status != "finalized" or self.decided:
            raise BracketNotReady(
                status=self.status, step="unfinalize", needed="finalized and not played yet"
            )
        self._unfinalized(reason=reason)

    def advance(self, number: int, winner: UUID | None, loser: UUID | None, out: list[UUID]) -> None:
        """Carry a decided match on: who moves where, who has a place now.

        `winner` and `loser` go where the draw sends them; `out` are both, after a double forfeit, and share
        the places that nobody takes for it.
        """
        if number in self.decided:
            return
        self._needs("advance", "finalized")
        match = self.matches[number]
        again = self._again(match, winner, loser)
        places = [] if again else self._places(match, winner, loser, out)
        self._advanced(match=number, moves=self._moves(match, winner, loser, again), places=places)
        if len(self.decided) == len(self.matches):
            self._completed(
                places=sorted(self.places.values(), key=lambda placing: (placing.low, placing.high))
            )

    def rewind(self, number: int) -> list[Seat]:
        """Take back that a match was decided, and all that followed; the sides that are open again."""
        if number not in self.decided:
            return []
        undone, cleared = leading.followed(self.matches, self.decided, number)
        retracted = [entrant for each in (number, *undone) for entrant in self.placed.get(each, ())]
        self._rewound(match=number, undone=undone, cleared=cleared, retracted=retracted)
        return cleared

    def _again(self, match: DrawnMatch, winner: UUID | None, loser: UUID | None) -> bool:
        """Whether both meet once more: whoever came unbeaten was beaten."""
        if match.number not in self.unbeaten or winner is None or loser is None:
            return False
        return winner != self.unbeaten[match.number]

    def _moves(self, match: DrawnMatch, winner: UUID | None, loser: UUID | None, again: bool) -> list[Move]:
        """Where both go; a match that is not needed stays vacant."""
        targets = ((match.winner_to, winner), (match.loser_to, loser))
        moves = [Move(match=to[0], side=to[1], entrant=entrant) for to, entrant in targets if to is not None]
        if (reset := leading.reset_of(self.matches, match.number)) is not None:
            sides = (loser, winner) if again else (None, None)
            moves += [Move(match=reset, side=side, entrant=entrant) for side, entrant in enumerate(sides)]
        return moves

    def _places(
        self, match: DrawnMatch, winner: UUID | None, loser: UUID | None, out: list[UUID]
    ) -> list[Placing]:
        placed = [(entrant, self._left_open(match)) for entrant in out]
        if loser is not None and match.loser_place is not None:
            placed.append((loser, match.loser_place))
        if winner is not None and match.winner_place is not None:
            placed.append((winner, match.winner_place))
        return [Placing(entrant=entrant, low=place[0], high=place[1]) for entrant, place in placed]

    def _left_open(self, match: DrawnMatch) -> list[int]:
        return leading.left_open(self.matches, self.doubled, match, len(self.seeds))

    def _needs(self, step: str, needed: str) -> None:
        if self.status != needed:
            raise BracketNotReady(status=self.status, step=step, needed=needed)

    def match_id(self, number: int) -> UUID:
        """The id of match `number` of the present draw."""
        return match_id(self.id, self.generation, number)

    # Facts

    @triggers(Regenerated)
    def _regenerated(
        self, best_of: int, seeds: list[UUID], matches: list[DrawnMatch], reason: str | None
    ) -> None:
        self._drawn(best_of, seeds, matches)

    @triggers(SeedsChanged)
    def _seeds_changed(self, seeds: list[UUID], previous: list[UUID]) -> None:
        self.seeds = seeds

    @triggers(Finalized)
    def _finalized(self, moves: list[Move]) -> None:
        self.status = "finalized"
        self._seat(moves)

    @triggers(Unfinalized)
    def _unfinalized(self, reason: str | None) -> None:
        self.status = "drawn"
        self.generation += 1

    @triggers(Advanced)
    def _advanced(self, match: int, moves: list[Move], places: list[Placing]) -> None:
        self.decided.add(match)
        self._seat(moves)
        drawn = self.matches[match]
        if len(places) == 2 and (drawn.winner_to or drawn.loser_to):  # both are out, and lacking further on
            self.doubled.append(match)
        self.places.update({placing.entrant: placing for placing in places})
        if places:
            self.placed[match] = [placing.entrant for placing in places]

    @triggers(Rewound)
    def _rewound(self, match: int, undone: list[int], cleared: list[Seat], retracted: list[UUID]) -> None:
        self.status = "finalized"
        for number in (match, *undone):
            self.decided.discard(number)
            self.placed.pop(number, None)
        self.doubled = [number for number in self.doubled if number in self.decided]
        for entrant in retracted:
            del self.places[entrant]
        for seat in cleared:
            if seat.match in self.unbeaten and seat.side == 0:
                self.unbeaten[seat.match] = None

    @triggers(Completed)
    def _completed(self, places: list[Placing]) -> None:
        self.status = "completed"

    def _seat(self, moves: list[Move]) -> None:
        """Remember who comes unbeaten to a match that may be played again: its first side."""
        for move in moves:
            if move.side == 0 and move.match in self.unbeaten:
                self.unbeaten[move.match] = move.entrant

    def _drawn(self, best_of: int, seeds: list[UUID], matches: list[DrawnMatch]) -> None:
        self.best_of = best_of
        self.seeds = seeds
        self.matches = {match.number: match for match in matches}
        self.generation += 1
        self.decided = set()
        self.doubled = []
        self.unbeaten = {match.after: None for match in matches if match.after is not None}
        self.places = {}
        self.placed = {}
        self.status = "drawn"
