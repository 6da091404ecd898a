"""FIDE's Dutch system (C.04.3), by py4swiss, which follows the rules in force up to 31 January 2026."""

from typing import TYPE_CHECKING

from domain.formats.swiss.field import NoPairing
from domain.formats.swiss.general import Paired
from domain.formats.trf.report import Player, Report
from domain.formats.trf.results import NO_GAME, results

if TYPE_CHECKING:
    from py4swiss.trf.sections import PlayerSection, XSection


def pair(report: Report) -> Paired:
    """The next round of a file: white first in each pair, the first board first.

    Forbidden pairs (XXP), accelerations (XXA), scores (XXS) and the order of seeds (XXC) count; who is absent
    (XXZ), or has a bye for the next round, is not paired. Without XXR no round is taken for the last. Cost
    grows fast: half a minute for 1,000 players. Raises NoPairing, RoundIncomplete.
    """
    from py4swiss.engines import DutchEngine
    from py4swiss.engines.common import PairingError
    from py4swiss.trf import ParsedTrf

    results(report)  # refuses a round that is not complete
    if {player.number for player in report.players} <= {*report.absent, *report.resting}:
        return Paired([], None)
    played = report.played
    sections = [_player(player, report, played) for player in report.players]
    try:
        found = DutchEngine.generate_pairings(
            ParsedTrf(player_sections=sections, x_section=_extension(report))
        )
    except PairingError:
        raise NoPairing from None
    byes = [one.white for one in found if one.black == 0]
    return Paired([(one.white, one.black) for one in found if one.black], byes[0] if byes else None)


def _player(player: Player, report: Report, played: int) -> "PlayerSection":
    """Who has a bye for the next round keeps it, by which the library knows it."""
    from py4swiss.trf.codes import PlayerCode
    from py4swiss.trf.results import ColorToken, ResultToken, RoundResult
    from py4swiss.trf.sections import PlayerSection

    games = player.games + (NO_GAME,) * (played - len(player.games))
    return PlayerSection(
        code=PlayerCode.PLAYER,
        starting_number=player.number,
        points_times_ten=report.points(games[:played]),
        rank=player.rank or player.number,
        results=[
            RoundResult(id=game.opponent or 0, color=ColorToken(game.colour), result=ResultToken(game.result))
            for game in games
        ],
    )


def _extension(report: Report) -> "XSection":
    from py4swiss.trf.results import ScoringPointSystem, ScoringPointSystemCode
    from py4swiss.trf.sections.x_section import XSection, XSectionConfiguration

    scoring = ScoringPointSystem()
    for code, tenths in report.worth.items():
        scoring.apply_code(ScoringPointSystemCode(code), tenths)
    return XSection(
        number_of_rounds=report.rounds or report.played + 2,
        zeroed_ids=set(report.absent),
        scoring_point_system=scoring,
        configuration=XSectionConfiguration(first_round_color=report.first != "b", by_rank=report.by_rank),
        accelerations={number: list(tenths) for number, tenths in report.accelerations.items()},
        forbidden_pairs=set(report.forbidden),
    )
