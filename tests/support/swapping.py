"""What the script of the page does with fragments, without a browser."""

import re
from html.parser import HTMLParser

from api.bracket.pages.known import LINES

VOID = {"meta", "link", "input", "path"}


class Elements(HTMLParser):
    """Where each element with an id begins and ends in a text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self._lines = [0]
        for line in text.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self._open: list[tuple[str, str | None, int]] = []
        self.at: dict[str, tuple[int, int]] = {}
        self.outermost: list[str] = []
        self.feed(text)
        assert not self._open, self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self._open.append((tag, dict(attrs).get("id"), self._here()))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Open and closed at once."""

    def handle_endtag(self, tag: str) -> None:
        opened, name, start = self._open.pop()
        assert opened == tag, (opened, tag)
        if name:
            self.at[name] = (start, self._here() + len(f"</{tag}>"))
            if not self._open:
                self.outermost.append(name)

    def _here(self) -> int:
        line, column = self.getpos()
        return self._lines[line - 1] + column


def element(text: str, name: str) -> str:
    """The element of that id."""
    start, end = Elements(text).at[name]
    return text[start:end]


def swapped(page: str, fragments: str) -> str:
    """The page with these elements in the place of those of the same id, and new lines on top of the feed."""
    for name in Elements(fragments).outermost:
        found = Elements(page).at
        if name in found:
            start, end = found[name]
            page = page[:start] + element(fragments, name) + page[end:]
        else:
            feed = element(page, "feed")
            opened, *lines = re.split(r"(?=<li )", feed.removesuffix("</ol>"))
            lines = [element(fragments, name), *lines][:LINES]
            page = page.replace(feed, "".join([opened, *lines, "</ol>"]))
    return page
