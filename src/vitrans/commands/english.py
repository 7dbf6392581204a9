"""Where commands get the English of Vietnamese lines from: the article itself, or a file."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from vitrans.commands.run import LINES
from vitrans.commands.tools import LateEvidence, LateRestorer
from vitrans.errors import UsageError
from vitrans.files import read_text
from vitrans.formats import render
from vitrans.pipeline import Counterparts, find_counterparts
from vitrans.text import lines
from vitrans.types import Document

if TYPE_CHECKING:
    from vitrans.language import Detector

# From a document and its name to what of it is known in English.
FindEnglish = Callable[[Document, str], Counterparts | None]


def english_captions(restorer: LateRestorer, detector: "Detector") -> FindEnglish:
    """Return what finds the English captions of an article beside its Vietnamese ones.

    Lines of standard input know nothing of each other.
    """
    evidence = LateEvidence()

    def find(document: Document, name: str) -> Counterparts | None:
        if name == LINES:
            return None
        return find_counterparts(document, restorer, detector, evidence)

    return find


def english_lines(path: Path, restorer: LateRestorer) -> FindEnglish:
    """Return what takes the English of each line from the same line of a file.

    Raises:
        InputError: the file cannot be read.
    """
    english = [line.strip() for line in lines(read_text(path))]
    known = dict(enumerate(english, 1))
    evidence = LateEvidence()

    def find(document: Document, name: str) -> Counterparts:
        count = sum(1 for _ in lines(render(document)))
        if name != LINES and count != len(english):
            raise UsageError(
                f"{str(path)!r} has {len(english)} lines and {name!r} has {count}; give English "
                "that stands line by line beside the Vietnamese"
            )
        return Counterparts(known, evidence, restorer)

    return find
