"""What every page keeps to: nothing inline or from elsewhere, readable problems, files for ever."""

import re
from html.parser import HTMLParser

import httpx
import pytest

from api.pages import shell
from tests.support.api import Caller, code

READS = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"}


class Inline(HTMLParser):
    """The tags of a page that carry style or script of their own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        script = tag == "script" and "src" not in given and given.get("type") != "application/ld+json"
        handlers = any(name.startswith("on") or name == "style" for name in given)
        leading = any((value or "").startswith(("javascript:", "data:")) for value in given.values())
        if script or handlers or leading or tag == "style":
            self.found.append(self.get_starttag_text() or tag)


def assert_strict(page: httpx.Response) -> None:
    """The policy lets in nothing inline or from elsewhere, and the page needs nothing of it."""
    policy = page.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    inline = Inline()
    inline.feed(page.text)
    assert inline.found == []


async def test_a_page_lets_in_nothing_inline_and_nothing_from_elsewhere(api: Caller) -> None:
    page = await api.client.get("/", headers=READS)
    assert (page.status_code, page.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert_strict(page)


async def test_a_file_is_kept_for_ever_under_the_hash_of_what_it_holds(api: Caller) -> None:
    page = await api.client.get("/")
    for address in set(re.findall(r'"(/static/[^"]+)"', page.text)):
        found = await api.client.get(address)
        assert (found.status_code, "immutable" in found.headers["Cache-Control"]) == (200, True), address
    tokens = next(a for a in re.findall(r'"(/static/[^"]+)"', page.text) if "tokens" in a)
    fonts = re.findall(r'url\("\./([^"]+)"\)', (await api.client.get(tokens)).text)
    assert fonts
    assert {(await api.client.get(f"/static/{font}")).headers["Content-Type"] for font in fonts} == {
        "font/woff2"
    }


@pytest.mark.parametrize("name", ["tokens.css", "archivo.OFL.txt", "../app.py", "%2e%2e%2fapp.py", "x"])
async def test_no_other_file_is_served(api: Caller, name: str) -> None:
    assert (await api.client.get(f"/static/{name}")).status_code == 404


async def test_a_problem_is_a_page_for_whoever_reads_pages_and_json_for_everyone_else(api: Caller) -> None:
    read, called = await api.client.get("/nothing", headers=READS), await api.client.get("/nothing")
    assert (read.status_code, "There is nothing at this address." in read.text) == (404, True)
    assert_strict(read)
    assert code(called) == "not_found"
    assert code(await api.client.get("/api/nothing/", headers=READS)) == "not_found"


async def test_a_mistake_of_ours_is_a_page_too(api: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("api.tournament.directory.queries.tournaments", None)
    read = await api.client.get("/", headers=READS)
    assert (read.status_code, "It has been logged" in read.text) == (500, True)


async def test_pages_are_compressed_and_the_api_is_not(api: Caller) -> None:
    for path, encoding in (("/", "gzip"), ("/openapi.json", None), ("/api/games/", None)):
        assert (await api.client.get(path)).headers.get("Content-Encoding") == encoding, path


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://palio.test"},
        {"Sec-Fetch-Site": "same-site"},
    ],
    ids=str,
)
async def test_a_form_no_page_of_ours_sent_is_refused(api: Caller, sent: dict[str, str]) -> None:
    answer = await api.client.post("/", data={"a": "b"}, headers=sent)
    assert (answer.status_code, code(answer)) == (403, "cross_site")


@pytest.mark.parametrize(
    "sent", [{"Origin": "http://palio.test"}, {"Sec-Fetch-Site": "same-origin"}], ids=str
)
async def test_a_form_of_ours_goes_through(api: Caller, sent: dict[str, str]) -> None:
    assert (await api.client.post("/", data={"a": "b"}, headers=sent)).status_code == 405


async def test_pages_take_small_forms_and_nothing_else(api: Caller) -> None:
    ours = {"Origin": "http://palio.test"}
    refused = await api.client.post("/", json={}, headers=ours)
    assert (refused.status_code, code(refused)) == (415, "not_a_form")
    large = await api.client.post("/", data={"a": "b" * 20_000}, headers=ours)
    assert (large.status_code, code(large)) == (413, "body_too_large")
    assert (
        code(await api.client.post("/api/token/", data={"a": "b"}, headers=ours)) == "unsupported_media_type"
    )


def test_a_template_that_names_what_it_was_not_given_is_refused() -> None:
    with pytest.raises(Exception, match="undefined"):
        shell.environment().from_string("{{ nothing }}").render()
    assert shell.environment().from_string("{{ x }}").render(x="<b>") == "&lt;b&gt;"
