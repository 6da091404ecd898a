"""A tournament file is checked before anything is played, and what is wrong is named with its place."""

import json
import re
from pathlib import Path

import pytest

from api.match.models import GamePlayed
from play.file import Entrant, FileRefused, Game, Match, parse, read
from tests.support.process import palio

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/reference/tournament-files.md").read_text("utf-8")
BLOCKS = re.findall(r"^```toml\n(.*?)^```$(?:\n\n^```\n(.*?)^```$)?", PAGE, re.DOTALL | re.MULTILINE)
COMPLETE = [text for text, said in BLOCKS if not said]
WRONG = [(text, said) for text, said in BLOCKS if said]
GOOD = """
[tournament]
name = "Cup"
slug = "cup"

[[entrants]]
name = "Ann"
[[entrants]]
name = "Ben"

[[matches]]
sides = ["Ann", "Ben"]
score = [1, 0]
"""


def test_a_good_file_is_read() -> None:
    file = parse(GOOD, "cup.toml")
    assert [entrant.name for entrant in file.in_seed_order()] == ["Ann", "Ben"]


@pytest.mark.parametrize("path", sorted((ROOT / "examples").glob("*.toml")), ids=lambda path: path.stem)
def test_every_example_is_good(path: Path) -> None:
    assert read(path).matches


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("[tournament]", "[tournament", "this is no TOML"),
        ('name = "Cup"', "", "line 2, tournament.name: field required"),
        ('slug = "cup"', 'slug = "Cup!"', "line 2, tournament.slug: "),
        ('slug = "cup"', 'slug = "cup"\nsponsor = "x"', "tournament.sponsor: extra inputs"),
        ('name = "Ben"', 'name = "Ann"', 'line 8, entrants[1].name: "Ann" is entered twice'),
        ('name = "Ben"', 'name = "Ben"\nseed = 2', "entrants: seeds must be 1 to 2"),
        (
            '["Ann", "Ben"]',
            '["Ann", "Benn"]',
            'matches[0].sides[1]: "Benn" is no entrant; did you mean "Ben"?',
        ),
        ('["Ann", "Ben"]', '["Ann", "Ann"]', "nobody plays against oneself"),
        ("score = [1, 0]", "", "needs exactly one of score, games, forfeit, no_show and places"),
        ("score = [1, 0]", "score = [1, 1]", "line 11, matches[0].score: a level game needs a shootout"),
        ("score = [1, 0]", "score = [1]", "line 11, matches[0].score: "),
        ("score = [1, 0]", "score = [1, -1]", "line 11, matches[0].score[1]: "),
        ("score = [1, 0]", "score = [1, 0]\nshootout = [4, 3]", "only a level game goes to a shootout"),
        ("score = [1, 0]", "score = [1, 1]\nshootout = [4, 4]", "a shootout must decide the game"),
        ("score = [1, 0]", 'forfeit = "Cat"', '"Cat" does not play in this match'),
    ],
)
def test_what_is_wrong_is_named_with_its_place(before: str, after: str, said: str) -> None:
    assert before in GOOD
    with pytest.raises(FileRefused) as refusal:
        parse(GOOD.replace(before, after, 1), "cup.toml")
    assert str(refusal.value).startswith("cup.toml: ")
    assert said in str(refusal.value)


def test_a_game_is_told_in_the_words_of_the_api() -> None:
    assert set(Game.model_fields) == set(GamePlayed.model_fields) - {"places"}


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(FileRefused, match=r"nowhere\.toml: cannot be read: No such file"):
        read(Path("nowhere.toml"))


@pytest.mark.parametrize(
    ("text", "order"),
    [*zip(COMPLETE, (["1 B", "2 A", "3 D", "4 C"], ["1 B", "2 A", "3 C", "4 D"]), strict=True)],
    ids=["one stage", "two stages"],
)
async def test_an_example_of_the_page_is_played_to_its_end(
    text: str, order: list[str], database: str, tmp_path: Path
) -> None:
    (tmp_path / "friday.toml").write_text(text, "utf-8")
    words = ("play", str(tmp_path / "friday.toml"), "--json")
    code, out, err = await palio(*words, DATABASE_URL=database, PALIO_HOME=str(tmp_path))
    assert code == 0, err
    assert [f"{place['place']} {place['name'][0]}" for place in json.loads(out)["places"]] == order


def test_every_example_is_on_the_page() -> None:
    listed = re.findall(r"\]\(\.\./\.\./examples/([\w-]+\.toml)\)", PAGE)
    assert sorted(listed) == sorted(path.name for path in (ROOT / "examples").glob("*.toml"))


@pytest.mark.parametrize(("text", "said"), WRONG, ids=["slug", "names", "draw"])
async def test_what_is_wrong_is_said_as_the_page_shows_it(
    text: str, said: str, database: str, tmp_path: Path
) -> None:
    (tmp_path / "friday.toml").write_text(text, "utf-8")
    variables = {"DATABASE_URL": database, "PALIO_HOME": str(tmp_path)}
    code, out, err = await palio("play", "friday.toml", cwd=tmp_path, **variables)
    assert (code, out) == (3, "")
    assert err.endswith(said)


def test_every_field_of_a_file_is_on_the_page() -> None:
    for part in (Entrant, Match, Game):
        for field in part.model_fields:
            assert f"| `{field}` |" in PAGE, f"{part.__name__}.{field}"
