"""Mending typing accidents before anything else is done, each of them reported."""

from vitrans.commands.console import note
from vitrans.pipeline import Mended, PlacedRepair, repair_document
from vitrans.types import Document


class Mending:
    """A step that mends documents and says on standard error what it mended, each thing once.

    Attributes:
        repairs: what was mended in the last document.
    """

    def __init__(self, quiet: bool) -> None:
        self._quiet = quiet
        self._said: set[tuple[str, PlacedRepair]] = set()
        self.repairs: tuple[PlacedRepair, ...] = ()

    def __call__(self, document: Document, name: str) -> Document:
        """Return the mended document."""
        mended: Mended = repair_document(document)
        self.repairs = mended.repairs
        for found in mended.repairs:
            if not self._quiet and (name, found) not in self._said:
                self._said.add((name, found))
                note(f"{name}:{found.line}: {_described(found)}")
        return mended.document


def _described(found: PlacedRepair) -> str:
    """Return what was mended for people; what a terminal would not show is written as a code."""
    return f"{found.repair.kind}: {_shown(found.repair.original)} → {_shown(found.repair.repaired)}"


def _shown(text: str) -> str:
    """Return a text with codes for what does not print, such as soft hyphens and controls."""
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)
