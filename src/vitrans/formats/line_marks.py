"""What leads a line of plain text and is no text: bullets, numbers and letters of lists, `>`.

A number is one with a full stop, a bracket or a stroke behind it. A large letter with a full stop
may also be an initial, `A. Nguyễn`: it is taken for a mark where the lines about it go on with the
next letter, or where a heading is behind it, not a name or a sentence.
"""

import re
from collections.abc import Container

from vitrans.text import name_tables as tables
from vitrans.text import words

_BULLET = (
    r"[-–—+](?=\s)|[-–—](?=[^\W\d_a-z])|[•·▪▫◦‣⁃∙●○■□►▶▸➤➢→✓✔✗☐☑]|\*{1,3}(?=\s)|\*{1,3}(?=\w[^*\n]*$)"
    r"|(?:>[ \t]?)+(?=\S)|\[[ xX]\](?=\s)"
)
_NUMBER = (
    r"(?:\d{1,3}\.){2,5}(?=\s)(?!\s+\d)|\d{1,3}(?:\.\d{1,3}){2,4}(?=\s+[^\W\d_])"
    r"|\d{1,2}\.\d{1,2}(?=\s+[^\W\d_a-z][^\W\d_A-Z]+\s[^\n.!?]*$)"
    r"|\d{1,3}\.(?=\s|\Z)(?!\s+\d{1,2}\.)|\d{1,3}\.(?=[^\W\d_a-z][^\W\d_])"
    r"|\d{1,3}-(?=\s)(?!\s+\d)|\d{1,3}/(?=\s)|\d{1,3}\)|[(\[]\d{1,3}[)\]]"
)
_LETTER = (
    r"[A-Za-zĐđ]\)|\([A-Za-zĐđ]\)|[A-Za-zĐđ]/(?=\s)|\(?(?:[ivx]{2,5}|[IVX]{2,5})\)"
    r"|(?:[ivx]{2,5}|[IVX]{2,5})[./](?=\s|\Z)|[a-zđ]\.(?=\s|\Z)(?!\s+(?:\d|\w\.))"
)
_MARK = re.compile(rf"(?:{_BULLET}|{_NUMBER}|{_LETTER})[^\S\n]*")
_CAPITAL = re.compile(r"(?P<letter>[A-ZĐ])\.[^\S\n]+(?!\w\.)")
# Nothing but marks: a rule, a bullet without text, a number of a list.
_ALONE = re.compile(rf"(?:[-*_=~#+•·–—>|▪◦●○■□►\s]+|(?:{_NUMBER}|{_LETTER}|[A-ZĐ]\.)\s*)\Z")
_MOST = 8  # marks, one behind the other

# These stand before a heading without a neighbour.
_FIRST = frozenset("ABCDIV")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI")
_LETTERS = "ABCDĐEFGHIJKLMNOPQRSTUVWXYZ"
_LATIN = _LETTERS.replace("Đ", "")
_NAMES = tables.SURNAMES | tables.BARE_SURNAMES | tables.GIVEN | tables.BARE_GIVEN
_LABEL = re.compile(r"[^\S\n]*([A-ZĐ]|[IVX]{2,4})\.[^\S\n]")


def label(line: str) -> str:
    """Return the large letter or Roman number with a full stop that a line starts with."""
    found = _LABEL.match(line)
    return found[1] if found else ""


def marks_end(line: str, labels: Container[str]) -> int:
    """Return where the text of a line starts, behind its marks; its end if there is none.

    Args:
        line: a line that starts with no white space.
        labels: the `label` of every line of the document.
    """
    end = 0
    for _ in range(_MOST):
        if _ALONE.match(line, end):
            return len(line)
        found = _MARK.match(line, end) or _capital(line, end, labels)
        if not found or found.end() == end:
            break
        end = found.end()
    return end


def _capital(line: str, end: int, labels: Container[str]) -> re.Match[str] | None:
    """Return the letter of a list at a place of a line, None where it may be an initial."""
    found = _CAPITAL.match(line, end)
    if not found:
        return None
    if any(other in labels for other in _neighbours(found["letter"])):
        return found
    return found if found["letter"] in _FIRST and _is_heading(line[found.end() :]) else None


def _neighbours(letter: str) -> set[str]:
    """Return the labels of the items before and after the one with this letter."""
    return {
        order[place]
        for order in (_ROMAN, _LETTERS, _LATIN)
        if letter in order
        for place in (order.index(letter) - 1, order.index(letter) + 1)
        if 0 <= place < len(order)
    }


def _is_heading(text: str) -> bool:
    """Say whether a text is a heading, and neither a name nor a sentence."""
    found = words(text)
    if not found or not found[0][0].isupper() or text.rstrip()[-1:] in ".!?…":
        return False
    if text == text.upper():
        return len(found) > 1 or len(found[0]) > 3
    return found[0].lower() not in _NAMES and not all(word[0].isupper() for word in found[:2])
