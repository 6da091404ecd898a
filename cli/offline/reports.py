"""Tournament report files, as commands are given them."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bootstrap.errors import Refused

if TYPE_CHECKING:
    from domain.formats.trf.report import Report

ReportFile = Annotated[
    Path,
    typer.Argument(help="A tournament report, TRF16 with TRF(x) codes: docs/how-to/pair-from-a-file.md."),
]


def report(file: Path) -> "Report":
    """What the file says. Raises Refused, with the line and the column where there is one."""
    from domain.formats.trf.read import read
    from domain.formats.trf.report import TrfRefused

    try:
        return read(_text(file))
    except TrfRefused as refusal:
        raise Refused(f"{file}, {refusal}") from None


def _text(file: Path) -> str:
    """The file's text; what is not UTF-8 is taken for the Latin-1 that older programs write."""
    try:
        content = file.read_bytes()
    except OSError as failure:
        raise Refused(f"{file} cannot be read: {failure.strerror}") from None
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("latin-1")
