"""Over-long input, cut where a reader would pause."""

import re
from collections.abc import Callable

from vitrans.translate.masking import PLACEHOLDER

# Where to cut, the best first: sentence ends, clause ends, commas, spaces. The cut comes after.
_PLACES = (
    re.compile(r"[.!?…][\"”’')\]]*\s+"),
    re.compile(r"[;:–—][\"”’')\]]*\s+"),
    re.compile(r",[\"”’')\]]*\s+"),
    re.compile(r"\s+"),
)
_SHORT = 4  # nothing shorter is cut, or a placeholder might be


def split_long(text: str, fits: Callable[[str], bool]) -> list[str]:
    """Cut a text into chunks that fit; joined, they are the text.

    Args:
        text: of any length.
        fits: says whether the model takes a chunk whole; three characters always pass.
    """
    done: list[str] = []
    waiting = [text]
    while waiting:
        chunk = waiting.pop()
        if len(chunk) < _SHORT or fits(chunk):
            done.append(chunk)
        else:
            cut = _best_cut(chunk)
            waiting += [chunk[cut:], chunk[:cut]]
    return done


def _best_cut(text: str) -> int:
    """Return where to cut: the best kind of place, as near the middle as there is one.

    Good places count in the middle half only, so that chunks come out of like size; any space
    is better than none.
    """
    middle = len(text) / 2
    for place in _PLACES:
        cuts = [match.end() for match in place.finditer(text)]
        near = [cut for cut in cuts if len(text) / 4 <= cut <= len(text) * 3 / 4]
        if near:
            return min(near, key=lambda cut: abs(cut - middle))
    inner = [m.end() for m in _PLACES[-1].finditer(text) if 0 < m.end() < len(text)]
    return min(inner, key=lambda cut: abs(cut - middle)) if inner else _hard_cut(text)


def _hard_cut(text: str) -> int:
    """Return the middle of a text without spaces, outside placeholders."""
    middle = len(text) // 2
    for match in PLACEHOLDER.finditer(text):
        if match.start() < middle < match.end():
            return match.start() or match.end()
    return middle
