"""The page of HTTP routes holds together as Markdown."""

from reference import ROOT, http


def test_every_route_is_one_row_of_a_table() -> None:
    lines = http.page(ROOT).splitlines()
    broken = [line for line in lines if line.startswith("|") != line.endswith("|")]
    assert broken == []
