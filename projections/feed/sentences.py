"""One sentence for each entry of the feed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import msgspec

TELL: dict[str, str] = {
    "Tournament.Published": "The tournament was published.",
    "Tournament.RegistrationOpened": "Registration opened.",
    "Tournament.RegistrationClosed": "Registration closed.",
    "Tournament.CheckInOpened": "Check-in opened.",
    "Tournament.Started": "The tournament is live.",
    "Tournament.Reopened": "The tournament goes on: something was corrected.",
    "Tournament.Cancelled": "The tournament was cancelled: {reason}",
    "Registration.Promoted": "{name} moved up from the waitlist.",
    "Registration.Withdrawn": "{name} withdrew.",
    "Registration.Disqualified": "{name} was disqualified: {reason}",
    "Registration.Reinstated": "{name} is in again: {reason}",
    "Registration.CheckedIn": "{name} checked in.",
    "Registration.Dropped": "{name} did not check in and was left out.",
    "Bracket.Generated": "{drawn} was drawn.",
    "Bracket.Regenerated": "{drawn} was drawn again.",
    "Bracket.Finalized": "The draw is final.",
    "Bracket.Unfinalized": "The draw was opened again.",
    "Bracket.RoundDrawn": "Round {round} was drawn.",
    "Bracket.RoundTakenBack": "Round {round} was taken back: {reason}",
    "Bracket.Joined": "{entrant} came late, and is in the draw.",
    "Match.DoubleForfeited": "{match}: neither {side_0} nor {side_1} wins.",
}
HOW = {
    "forfeit": "gave up",
    "no_show": "did not come",
    "withdrawn": "has withdrawn",
    "disqualified": "is disqualified",
}


class Scene(msgspec.Struct, frozen=True):
    """What a sentence may name: the entrants by id, and the matches by id."""

    names: Mapping[str, str]
    matches: Mapping[str, Mapping[str, Any]]


def as_then(match: Mapping[str, Any], event: int, reopened: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """The match with those on its sides who sat there then; `reopened` are its entries of that topic."""
    then = dict(match)
    for entry in sorted(reopened, key=lambda entry: entry["sequence"], reverse=True):
        if entry["sequence"] > event:
            then.update(
                (f"side_{side}", left)
                for side, left in zip(entry["said"]["sides"], entry["said"]["left"], strict=True)
            )
    return then


def sentence(topic: str, subject: str, said: Mapping[str, Any], scene: Scene) -> str:
    """The entry as a person says it."""
    words = _words(subject, said, scene)
    if topic in MADE:
        return MADE[topic](words, said)
    return TELL[topic].format(**{**said, **words})


def _words(subject: str, said: Mapping[str, Any], scene: Scene) -> dict[str, str]:
    match = scene.matches.get(subject, {})
    return {
        "name": _name(subject, scene),
        "match": f"{match['name']} (match {match['number']})" if match else "A match since voided",
        "side_0": _name(match.get("side_0"), scene),
        "side_1": _name(match.get("side_1"), scene),
        **{f"side_{side}": _name(one, scene) for side, one in enumerate(match.get("more", ()), 2)},
        "drawn": f"The stage {said['stage']}" if said.get("stage") else "The bracket",
        "entrant": _name(said.get("entrant"), scene),
        "instead_of": _name(said.get("instead_of"), scene),
        "first": listed([_name(entrant, scene) for entrant in first(said)]) or "nobody",
    }


def listed(names: Sequence[str]) -> str:
    """`Ann`, `Ann and Ben`, `Ann, Ben and Cat`; nothing of nobody."""
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def first(said: Mapping[str, Any]) -> list[str]:
    """The ids of those who came first."""
    return [place["entrant"] for place in said.get("places", ()) if place["low"] == 1]


def meant(said: Mapping[str, Any]) -> list[str]:
    """The ids of those whom the sentence names, beside its subject."""
    return [*first(said), *(said[one] for one in ("entrant", "instead_of") if one in said)]


def _name(entrant: Any, scene: Scene) -> str:
    return scene.names.get(str(entrant), "nobody")


def score(games: list[Mapping[str, Any]], first: int) -> str:
    """Games from the view of side `first`: "3–3 after extra time (4–2 on penalties)"."""
    return ", ".join(_game(game, first) for game in games)


def _game(game: Mapping[str, Any], first: int) -> str:
    text = _pair(game["score"], first)
    if game.get("overtime"):
        text += " after extra time"
    if game.get("shootout"):
        text += f" ({_pair(game['shootout'], first)} on penalties)"
    return text


def _pair(pair: list[int], first: int) -> str:
    return f"{pair[first]}–{pair[1 - first]}"


def _over(words: dict[str, str], said: Mapping[str, Any]) -> str:
    how = "won" if len(first(said)) < 2 else "share the first place"
    return f"The tournament is over: {words['first']} {how}."


def _entered(words: dict[str, str], said: Mapping[str, Any]) -> str:
    return f"{words['name']} {'joined the waitlist' if said['waitlisted'] else 'entered'}."


def _seeded(words: dict[str, str], said: Mapping[str, Any]) -> str:
    if "instead_of" in said:
        return f"{words['entrant']} came in for {words['instead_of']}."
    return "The seeds were changed."


def _conduct(words: dict[str, str], said: Mapping[str, Any]) -> str:
    points = said["points"]
    unit = "point" if abs(points) == 1 else "points"
    return f"{words['entrant']} has {'−' if points < 0 else ''}{abs(points)} {unit} for fair play."


def _scheduled(words: dict[str, str], said: Mapping[str, Any]) -> str:
    at = f" at {said['station']}" if said.get("station") else ""
    return f"{words['match']} is set for {_instant(said['starts_at'])}{at}."


def _instant(text: str) -> str:
    """An instant as JSON has it, as a person says it."""
    starts = datetime.fromisoformat(text).astimezone(UTC)
    return f"{starts.day} {starts:%B %Y, %H:%M} UTC"


def _reported(words: dict[str, str], said: Mapping[str, Any]) -> str:
    side = said["side"]
    return f"{words['match']}: {words[f'side_{side}']} reports {score(said['games'], side)}."


def _won(words: dict[str, str], said: Mapping[str, Any]) -> str:
    ruled = " by ruling" if said["by"] == "staff" else ""
    if said["games"][0].get("places"):
        return f"{words['match']}: {_came_first(words, said['games'][0]['places'])}{ruled}."
    if said["winner"] is None:
        return f"{words['match']}: {_level(words, said)}{ruled}."
    won, lost = words[f"side_{said['winner']}"], words[f"side_{1 - said['winner']}"]
    return f"{words['match']}: {won} beat {lost} {score(said['games'], said['winner'])}{ruled}."


def _came_first(words: dict[str, str], places: list[int]) -> str:
    """Of many: who came first, each of them by name."""
    best = [words.get(f"side_{side}", "nobody") for side, place in enumerate(places) if place == 1]
    return f"{listed(best)} came first"


def _started(words: dict[str, str], _: Mapping[str, Any]) -> str:
    if "side_2" in words:
        return f"{words['match']} has begun."
    return f"{words['match']}: {words['side_0']} against {words['side_1']} has begun."


def _level(words: dict[str, str], said: Mapping[str, Any]) -> str:
    return f"{words['side_0']} and {words['side_1']} drew {score(said['games'], 0)}"


def _forfeited(words: dict[str, str], said: Mapping[str, Any]) -> str:
    out, on = words[f"side_{said['side']}"], words[f"side_{1 - said['side']}"]
    return f"{words['match']}: {out} {HOW[said['kind']]}; {on} wins."


def _walked_over(words: dict[str, str], said: Mapping[str, Any]) -> str:
    through = words[f"side_{said['winner']}"]
    return f"{words['match']}: {through} wins without a game."


def _corrected(words: dict[str, str], said: Mapping[str, Any]) -> str:
    if said["games"] and said["games"][0].get("places"):
        now = _came_first(words, said["games"][0]["places"])
    elif said["winner"] is None and said["games"]:
        now = _level(words, said)
    elif said["winner"] is None:
        now = f"neither {words['side_0']} nor {words['side_1']} wins"
    else:
        won, lost = words[f"side_{said['winner']}"], words[f"side_{1 - said['winner']}"]
        told = score(said["games"], said["winner"]) if said["games"] else "without a game"
        now = f"{won} beat {lost} {told}"
    return f"{words['match']}: corrected, {now}. {said['reason']}"


def _reopened(words: dict[str, str], said: Mapping[str, Any]) -> str:
    """Who left a match that had not begun left a side; there was nothing else to open."""
    match said["previous"]:
        case "completed":
            return f"{words['match']}: what was played counts no more."
        case "scheduled" | "ready":
            sides = "a side of it is" if len(said["sides"]) == 1 else "sides of it are"
            return f"{words['match']}: {sides} open again."
    return f"{words['match']} is open again."


def _restored(words: dict[str, str], said: Mapping[str, Any]) -> str:
    if said["winner"] is None or "side_2" in words:
        return f"{words['match']}: what came of it before counts again."
    won = words[f"side_{said['winner']}"]
    return f"{words['match']}: that {won} won before counts again."


MADE: dict[str, Callable[[dict[str, str], Mapping[str, Any]], str]] = {
    "Tournament.Completed": _over,
    "Registration.Submitted": _entered,
    "Registration.Resubmitted": _entered,
    "Bracket.SeedsChanged": _seeded,
    "Bracket.ConductRecorded": _conduct,
    "Match.Scheduled": _scheduled,
    "Match.Started": _started,
    "Match.ResultReported": _reported,
    "Match.ResultConfirmed": _won,
    "Match.Forfeited": _forfeited,
    "Match.WalkedOver": _walked_over,
    "Match.ResultCorrected": _corrected,
    "Match.Reopened": _reopened,
    "Match.ResultRestored": _restored,
}
