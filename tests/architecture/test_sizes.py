"""Functions, classes and folders stay small enough to read; whatever is larger says here why it is."""

from benchmarks.sizes import ROOT, Part, classes, folders, functions

LONGEST_FUNCTION, LONGEST_CLASS, MOST_MODULES = 40, 150, 12
ARGUED = {
    "bootstrap/container.py:services": "what is built, in the order it is built and let go",
    "bootstrap/postgres/cluster.py:Cluster": "one database in one directory, from its making to its crash",
    "bootstrap/settings.py:Settings": "every setting there is, with what is said of it",
    "cli/offline/drawing.py:draw": "the options of one command, each with its help",
    "domain/bracket/bracket.py:Bracket": "the aggregate with all its facts",
    "domain/bracket/late_entry.py:joining": "one thought: who moves where when one more is in the draw",
    "domain/bracket/rounds.py:drawn_round": "one thought: who is paired, who rests, and what that makes",
    "domain/entry/registration.py:Registration": "the aggregate with all its facts",
    "domain/match/match.py:Match": "the aggregate with all its facts",
    "domain/tournament/definition.py:Definition._contradictions": "a list of rules, one a line",
    "domain/tournament/tournament.py:Tournament": "the aggregate with all its facts",
    "eventstore/reader.py:Reader": "every question to the log, each a few lines of SQL",
    "realtime/rooms/room.py:Room": "what all rings of a room share, under one lock",
}
"""Those over the limit."""
CROWDED = {"eventstore": "one subject, the log, whose modules are read side by side"}


def large() -> list[Part]:
    return [
        *(part for part in functions(ROOT) if part.lines > LONGEST_FUNCTION),
        *(part for part in classes(ROOT) if part.lines > LONGEST_CLASS),
    ]


def test_a_function_of_40_lines_or_a_class_of_150_argues_for_itself() -> None:
    assert [part for part in large() if part.name not in ARGUED] == []


def test_nothing_argues_that_is_small_enough() -> None:
    assert ARGUED.keys() - {part.name for part in large()} == set()


def test_a_folder_has_at_most_twelve_modules() -> None:
    crowded = {folder for folder, held in folders(ROOT).items() if held > MOST_MODULES}
    assert crowded == CROWDED.keys()
