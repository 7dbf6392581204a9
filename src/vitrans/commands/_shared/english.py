"""Where commands get the English of Vietnamese lines from: the article itself, or a file."""

from collections.abc import Iterable
from pathlib import Path

from vitrans.commands._shared.run import LINES, STANDARD_INPUT
from vitrans.errors import InputError, UsageError
from vitrans.files import expand, read_text
from vitrans.pipeline import Counterparts, FindEnglish
from vitrans.text import lines
from vitrans.text.counts import counted
from vitrans.toolkit import Toolkit
from vitrans.types import Document


def english_of(name: str, tools: Toolkit) -> FindEnglish | None:
    """Return what finds the English captions of a document beside its Vietnamese ones.

    Lines of standard input know nothing of each other.
    """
    return None if name == LINES else tools.english_captions


def english_lines(path: Path, tools: Toolkit) -> FindEnglish:
    """Return what takes the English of each line from the same line of a file.

    Raises:
        InputError: the file cannot be read.
    """
    known = {number: line.strip() for number, line in enumerate(lines(read_text(path)), 1)}
    known = {number: line for number, line in known.items() if line}

    def find(tagged: Document) -> Counterparts:
        return Counterparts(known, tools.evidence, tools.restorer)

    return find


def check_lines(path: Path, files: Iterable[str]) -> None:
    """Refuse files that have not as many lines as the English beside them.

    Raises:
        InputError: the English cannot be read.
        UsageError: some have another number of lines; all are named.
    """
    count = _count(path)
    named = [name for name in files if name != STANDARD_INPUT]
    found = []
    for given in named:
        try:
            found += expand([given])
        except InputError:
            continue  # said when its turn comes
    wrong = [(file, number) for file in found if (number := _count(file)) != count]
    if wrong:
        listed = "; ".join(f"{str(file)!r} has {number}" for file, number in wrong)
        raise UsageError(
            f"{str(path)!r} has {counted(count, 'line')} and {listed}; give English that stands "
            "line by line beside the Vietnamese"
        )


def _count(path: Path) -> int:
    """Return how many lines a file has."""
    return sum(1 for _ in lines(read_text(path)))
