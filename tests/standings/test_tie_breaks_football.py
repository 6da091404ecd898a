"""Groups of real World Cups, by article 12 of the regulations of 2022; those of 2018 have the same order."""

import pytest

from domain.standings.scoring import THREE_POINTS
from domain.standings.settings import Settings
from domain.standings.table import Standing, standings
from domain.standings.tie_breaks import FIFA_2022
from tests.standings.cross_tables import match

GROUPS_2022 = {
    "A": "QAT 0-2 ECU, SEN 0-2 NED, QAT 1-3 SEN, NED 1-1 ECU, ECU 1-2 SEN, NED 2-0 QAT",
    "B": "ENG 6-2 IRN, USA 1-1 WAL, WAL 0-2 IRN, ENG 0-0 USA, WAL 0-3 ENG, IRN 0-1 USA",
    "C": "ARG 1-2 KSA, MEX 0-0 POL, POL 2-0 KSA, ARG 2-0 MEX, POL 0-2 ARG, KSA 1-2 MEX",
    "D": "DEN 0-0 TUN, FRA 4-1 AUS, TUN 0-1 AUS, FRA 2-1 DEN, AUS 1-0 DEN, TUN 1-0 FRA",
    "E": "GER 1-2 JPN, ESP 7-0 CRC, JPN 0-1 CRC, ESP 1-1 GER, JPN 2-1 ESP, CRC 2-4 GER",
    "F": "MAR 0-0 CRO, BEL 1-0 CAN, BEL 0-2 MAR, CRO 4-1 CAN, CRO 0-0 BEL, CAN 1-2 MAR",
    "G": "SUI 1-0 CMR, BRA 2-0 SRB, CMR 3-3 SRB, BRA 1-0 SUI, SRB 2-3 SUI, CMR 1-0 BRA",
    "H": "URU 0-0 KOR, POR 3-2 GHA, KOR 2-3 GHA, POR 2-0 URU, GHA 0-2 URU, KOR 2-1 POR",
}
GROUP_H_2018 = "COL 1-2 JPN, POL 1-2 SEN, JPN 2-2 SEN, POL 0-3 COL, JPN 0-1 POL, SEN 0-1 COL"


def table(
    printed: str, fair_play: dict[str, int] | None = None, lots: tuple[str, ...] = ()
) -> list[tuple[str, Standing]]:
    """The group by position; teams have numbers in the order of the alphabet."""
    lines = [line.split() for line in printed.split(", ")]
    number = {name: at for at, name in enumerate(sorted({n for a, _, b in lines for n in (a, b)}), 1)}
    settings = Settings(
        scoring=THREE_POINTS,
        again=False,
        fair_play={number[name]: points for name, points in (fair_play or {}).items()},
        lots=tuple(number[name] for name in lots),
    )
    played = [match(number[a], score, number[b], round=at // 2 + 1) for at, (a, score, b) in enumerate(lines)]
    names = {at: name for name, at in number.items()}
    return [(names[one.number], one) for one in standings(names, played, FIFA_2022, settings)]


@pytest.mark.parametrize(
    ("group", "points"),
    [
        ("A", {"NED": 7, "SEN": 6, "ECU": 4, "QAT": 0}),
        ("B", {"ENG": 7, "USA": 5, "IRN": 3, "WAL": 1}),
        ("C", {"ARG": 6, "POL": 4, "MEX": 4, "KSA": 3}),
        ("D", {"FRA": 6, "AUS": 6, "TUN": 4, "DEN": 1}),
        ("E", {"JPN": 6, "ESP": 4, "GER": 4, "CRC": 3}),
        ("F", {"MAR": 7, "CRO": 5, "BEL": 4, "CAN": 0}),
        ("G", {"BRA": 6, "SUI": 6, "CMR": 4, "SRB": 1}),
        ("H", {"POR": 6, "KOR": 4, "URU": 4, "GHA": 3}),
    ],
)
def test_the_groups_of_2022_end_as_they_did(group: str, points: dict[str, int]) -> None:
    found = table(GROUPS_2022[group])
    assert [(name, one.points) for name, one in found] == list(points.items())
    assert [(one.low, one.high) for _, one in found] == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_korea_is_before_uruguay_by_the_goals_they_scored() -> None:
    (_, korea), (_, uruguay) = table(GROUPS_2022["H"])[1:3]
    decided = [
        name
        for name, value in korea.values.items()
        if value and (other := uruguay.values[name]) and value.amounts != other.amounts
    ]
    assert decided == ["points_scored"]
    assert (korea.values["points_scored"].shown, uruguay.values["points_scored"].shown) == (4, 2)
    assert korea.values["head_to_head"] is None  # nobody was level any more when it was reached


def test_japan_is_before_senegal_by_the_cards_they_were_shown() -> None:
    cards = {"JPN": -4, "SEN": -6}
    assert [name for name, _ in table(GROUP_H_2018, cards)] == ["COL", "JPN", "SEN", "POL"]
    values = {name: one.values for name, one in table(GROUP_H_2018, cards)}
    assert [values["JPN"][name].shown for name in FIFA_2022[:7]] == [4, 0, 4, 1, 0, 2, -4]
    assert [values["SEN"][name].shown for name in FIFA_2022[:7]] == [4, 0, 4, 1, 0, 2, -6]


def test_with_as_many_cards_lots_would_have_been_drawn_and_until_then_they_are_tied() -> None:
    tied = table(GROUP_H_2018)
    assert [(name, one.low, one.high, one.position) for name, one in tied[1:3]] == [
        ("JPN", 2, 3, 2),
        ("SEN", 2, 3, 3),
    ]
    assert [name for name, _ in table(GROUP_H_2018, lots=("SEN", "JPN"))] == ["COL", "SEN", "JPN", "POL"]
