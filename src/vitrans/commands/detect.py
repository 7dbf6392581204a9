"""`vitrans detect`: the language of each line."""

from typing import Annotated

import typer

from vitrans.commands._shared.options import Files, ReadAs
from vitrans.commands._shared.run import LINES, run
from vitrans.formats import render
from vitrans.formats.spans import TEXT
from vitrans.report import detection_json, detection_line
from vitrans.runs import Destination
from vitrans.text import lines, nfc
from vitrans.toolkit import Toolkit
from vitrans.types import Detection, Document, Language

_BLANK = Detection(Language.UNDETERMINED, 1.0)


def detect(
    files: Files = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="Print a JSON object for each line.")
    ] = False,
    read_as: ReadAs = None,
) -> None:
    """Detect the language of each line.

    It is en, vi, vi-unaccented, mixed (both) or und (undetermined). Blank lines of files are
    skipped; every line of standard input gets an answer, as many lines out as in.
    """
    detector = Toolkit().detector
    form = detection_json if as_json else detection_line

    def work(document: Document, name: str) -> str:
        texts = _lines(document) if name == LINES else [s.text for s in document.segments]
        found = [detector.detect(nfc(text)) if text else _BLANK for text in texts]
        return "".join(map(form, texts, found))

    run(files or [], work, Destination(), format=read_as)


def _lines(document: Document) -> list[str]:
    """Return every line of a document, blank ones too, without the white space around it."""
    found = map(TEXT.search, lines(render(document)))
    return [match[0] if match else "" for match in found]
