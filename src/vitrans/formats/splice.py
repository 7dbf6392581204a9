"""Stretches of a text replaced by place, all else left byte for byte."""

from collections.abc import Sequence
from typing import NamedTuple


class Edit(NamedTuple):
    """What stands in the place of a stretch of a text."""

    start: int
    end: int
    new: str


def spliced(text: str, edits: Sequence[Edit]) -> str:
    """Return a text with stretches replaced; of those at one place the first comes first."""
    pieces: list[str] = []
    done = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        assert edit.start >= done, "edits overlap"
        pieces += (text[done : edit.start], edit.new)
        done = edit.end
    return "".join((*pieces, text[done:]))
