"""Pairing and ranking from a file go as they are printed, and the page names every line that is read."""

import re

from domain.formats.trf import read as trf_read
from domain.formats.trf import report as trf
from tests.docs.printed import ROOT, session, steps

TEXT = (ROOT / "docs/how-to/pair-from-a-file.md").read_text("utf-8")


async def test_a_file_is_paired_and_ranked_as_it_is_told() -> None:
    told = steps(TEXT)
    outputs, complaints = await session([block for block, _ in told])
    assert len(outputs) == len(told), complaints
    for (block, shown), output in zip(told, outputs, strict=True):
        assert re.sub(r" +$", "", output, flags=re.MULTILINE) == shown, block


def test_every_line_that_is_read_is_named_and_no_other() -> None:
    named = set(re.findall(r"`(XX[A-Z])\b", TEXT))
    assert named | {"001"} == trf_read.OURS


def test_every_result_is_named() -> None:
    (table,) = re.findall(r"^\| result \| means \|\n(.+?)\n\n", TEXT, re.MULTILINE | re.DOTALL)
    named = set("".join(re.findall(r"`(.)`", table)))
    assert named == {*trf.PLAYED, *trf.FORFEITS, *trf.BYES} - {trf.SCHEDULED}
