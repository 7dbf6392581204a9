"""Typing accidents that were mended, said on standard error."""

from vitrans.commands._shared.console import note
from vitrans.pipeline import Mended, PlacedRepair


def tell_repairs(mended: Mended, name: str) -> None:
    """Say what was mended in a document, in its order."""
    for found in dict.fromkeys(mended.repairs):
        note(f"{name}:{found.line}: {_described(found)}")


def _described(found: PlacedRepair) -> str:
    """Return what was mended for people; what a terminal would not show is written as a code."""
    return f"{found.repair.kind}: {_shown(found.repair.original)} → {_shown(found.repair.repaired)}"


def _shown(text: str) -> str:
    """Return a text with codes for what does not print, such as soft hyphens and controls."""
    return "".join(c if c.isprintable() else f"<U+{ord(c):04X}>" for c in text)
