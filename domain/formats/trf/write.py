"""Tournament report files, written: what `trf_read` reads back as the same."""

from domain.formats.trf.report import POINTS, Game, Player, Report


def write(report: Report) -> str:
    """The file. Raises ValueError where something is too long for its columns."""
    lines = [f"{code} {text}".rstrip() for code, text in report.tournament]
    lines += [_player(player) for player in report.players]
    lines += [f"{code} {text}".rstrip() for code, text in report.other]
    return "".join(line + "\n" for line in lines + _extensions(report))


def _player(player: Player) -> str:
    """A line 001, every value in its columns."""
    line = ""
    for value, first, last, right in (
        ("001", 1, 3, False),
        (player.number, 5, 8, True),
        (player.sex, 10, 10, False),
        (player.title, 11, 13, True),
        (player.name, 15, 47, False),
        (player.rating, 49, 52, True),
        (player.federation, 54, 56, False),
        (player.fide_id, 58, 68, True),
        (player.birth, 70, 79, False),
        (_decimal(player.points), 81, 84, True),
        (player.rank, 86, 89, True),
    ):
        text, width = "" if value is None else str(value), last - first + 1
        if len(text) > width:
            raise ValueError(f"player {player.number}: {text} is longer than the {width} columns it has")
        line = line.ljust(first - 1) + (text.rjust(width) if right else text.ljust(width))
    return (line.ljust(91) + "  ".join(_game(game) for game in player.games)).rstrip()


def _game(game: Game) -> str:
    return f"{'0000' if game.opponent is None else game.opponent:>4} {game.colour} {game.result}"


def _decimal(tenths: int) -> str:
    return f"{tenths // 10}.{tenths % 10}"


def _extensions(report: Report) -> list[str]:
    """Lines XX?: only those that say something."""
    colour = {"w": "white1", "b": "black1", None: ""}[report.first]
    configuration = " ".join(word for word in ("rank" if report.by_rank else "", colour) if word)
    worth = " ".join(
        f"{code}={_decimal(tenths)}" for code, tenths in report.worth.items() if tenths != POINTS[code]
    )
    absent = " ".join(str(number) for number in report.absent)
    once = {
        "XXR": "" if report.rounds is None else str(report.rounds),
        "XXS": worth,
        "XXC": configuration,
        "XXZ": absent,
    }
    lines = [f"{code} {text}" for code, text in once.items() if text]
    for number, tenths in report.accelerations.items():
        lines.append(f"XXA {number:>4} " + " ".join(f"{_decimal(one):>4}" for one in tenths))
    return lines + [f"XXP {one} {other}" for one, other in report.forbidden]
