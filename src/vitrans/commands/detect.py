"""`vitrans detect`: the language of each line."""

from typing import Annotated

import typer

from vitrans.commands import tools
from vitrans.commands.options import Files
from vitrans.commands.run import Destination, run
from vitrans.report import detection_json, detection_line
from vitrans.text import nfc
from vitrans.types import Document


def detect(
    files: Files = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print a JSON object a line.")] = False,
) -> None:
    """Tell the language of each line.

    It is en, vi, vi-unaccented, mixed (both) or und (undetermined).
    """
    detector = tools.load_detector()
    form = detection_json if as_json else detection_line

    def work(document: Document, name: str) -> str:
        texts = [segment.text for segment in document.segments]
        return "".join(form(text, detector.detect(nfc(text))) for text in texts)

    run(files or [], work, Destination())
