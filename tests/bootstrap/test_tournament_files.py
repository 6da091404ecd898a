"""A tournament file is checked before anything is played, and what is wrong is named with its place."""

from pathlib import Path

import pytest

from bootstrap.play.file import FileRefused, parse, read

ROOT = Path(__file__).parents[2]
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


def test_every_example_is_good() -> None:
    for path in (ROOT / "examples").glob("*.toml"):
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
        ("score = [1, 0]", "", "needs exactly one of score, games, forfeit and no_show"),
        ("score = [1, 0]", "score = [1, 1]", "line 11, matches[0].score: a level game needs penalties"),
        ("score = [1, 0]", "score = [1]", "line 11, matches[0].score: "),
        ("score = [1, 0]", "score = [1, -1]", "line 11, matches[0].score[1]: "),
        ("score = [1, 0]", "score = [1, 0]\npenalties = [4, 3]", "only a level game goes to penalties"),
        ("score = [1, 0]", "score = [1, 1]\npenalties = [4, 4]", "penalties must decide the game"),
        ("score = [1, 0]", 'forfeit = "Cat"', '"Cat" does not play in this match'),
    ],
)
def test_what_is_wrong_is_named_with_its_place(before: str, after: str, said: str) -> None:
    assert before in GOOD
    with pytest.raises(FileRefused) as refusal:
        parse(GOOD.replace(before, after, 1), "cup.toml")
    assert str(refusal.value).startswith("cup.toml: ")
    assert said in str(refusal.value)


def test_a_file_that_is_not_there_is_named() -> None:
    with pytest.raises(FileRefused, match=r"nowhere\.toml: cannot be read: No such file"):
        read(Path("nowhere.toml"))
