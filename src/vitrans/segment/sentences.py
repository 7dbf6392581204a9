"""Sentence boundaries: underthesea for Vietnamese, sentencex for all else, corrected.

Both splitters propose; what is kept of it:

- a boundary has white space after it, and never falls into a word, an address or a number;
- closing quotes and brackets belong to the sentence before;
- no sentence starts with a small letter or a comma, unless the whole text is in small letters;
- none ends at a title, an initial or an abbreviation that wants something after it: `TP. HCM`,
  `No. 5`, `Ng. V. A.` (`abbreviations.py` knows them);
- a number at the start, `1. Mở tệp.`, is part of its sentence; a blank line always divides.

Quotes and brackets are hidden from the splitters, so that a long quotation is divided too,
and so is all that is no running text. A private-use character stands for an object, as
a word would.
"""

import re
from collections.abc import Iterator

from vitrans.segment.abbreviations import find_ends, is_open
from vitrans.segment.splitters import english, vietnamese
from vitrans.text import find_protected, find_quotations
from vitrans.types import Document, Language

# The numbers of lists, and of the articles of a law: `Điều 1. Phạm vi điều chỉnh`.
_NUMBERED = re.compile(
    r"(?:^|[:;]\s*)(?:(?:Điều|Dieu|Khoản|Chương|Mục|Phần|Article|Section|Chapter|Part)\s+)?"
    r"[(\[]?(?:\d{1,3}|[IVX]{1,4}|[A-Za-z])\."
)

# With the number of a footnote, and with a quote mark that stands alone.
_CLOSERS = re.compile(r"[.?!…\"'”’»)\]]*(?:\[\d{1,3}\])*(?: [\"”»](?!\S))?")
_QUOTES = re.compile(r"[\"“”«»()\[\]]|(?<!\w)['‘’](?=\S)|(?<=[.?!…])['’]")
# A title or a short quotation is not divided: “Oh! My Ghost”.
_SHORT_QUOTE = 50
_INNER_STOP = re.compile(r"[.?!…](?=\s)")
_BLANK_LINES = re.compile(r"(?<=\S)[^\S\n]*\n\s*\n")
# White space, and the quote marks after the line break of a wrapped Markdown paragraph.
_GAP = re.compile(r"\s*\n[\s>]*|\s+|$")
# Words this long are no words; underthesea takes a time quadratic in their length.
_LONG = re.compile(r"\S{200,}(?=\S{8})")

_VIETNAMESE = (Language.VIETNAMESE, Language.UNACCENTED)


def split_sentences(text: str, language: Language) -> list[str]:
    """Return the sentences of a text in order; only white space is lost between them.

    (In a wrapped block quote of Markdown, the quote mark of the next line with it.)
    """
    return [text[start:end] for start, end in _spans(text, language)]


def split(document: Document) -> Document:
    """Return the document with each sentence a segment; it renders as before.

    Kind and language are those of the segment that is divided; `line` is where the sentence starts.
    """
    return document.expanded(
        segment.divided(list(_spans(segment.text, segment.language)))
        for segment in document.segments
    )


def _spans(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """Yield where the sentences start and end."""
    start = _next(text, 0)
    for end in [*_ends(text, language), len(text.rstrip())]:
        if start < end:
            yield start, end
            start = _next(text, end)


def _next(text: str, end: int) -> int:
    """Return where the text goes on after the white space at `end`."""
    match = _GAP.match(text, end)
    return match.end() if match else end


def _ends(text: str, language: Language) -> Iterator[int]:
    """Yield the ends of all sentences but the last, ascending; some may be doubled."""
    small = text == text.lower()
    known = find_ends(text)
    start = 0
    for end in sorted(_proposed(text, language) | known):
        closed = _CLOSERS.match(text, end)
        last = closed.end() if closed else end
        after = _next(text, last)
        if last <= start or last == after or after == len(text):
            continue
        if _BLANK_LINES.match(text, last) or not (
            _starts_small(text, after, small)
            or (end not in known and _goes_on(text, start, last, after))
        ):
            yield last
            start = last


def _proposed(text: str, language: Language) -> set[int]:
    """Return where the splitter for the language sees sentences end, and where blank lines are."""
    splitter = vietnamese() if language in _VIETNAMESE else english()
    hidden = _hide(text)
    ends = {match.start() for match in _BLANK_LINES.finditer(text)}
    done = 0
    for sentence in splitter(hidden):
        place = hidden.find(sentence.strip(), done)
        if place >= 0:
            done = place + len(sentence.strip())
            ends.add(done)
    return ends


def _hide(text: str) -> str:
    """Return the text, as long as it was, without what leads the splitters astray."""
    hidden = list(text)
    for quote in find_quotations(text, _SHORT_QUOTE):
        inner = _INNER_STOP.sub(",", text[quote.start : quote.end])
        hidden[quote.start : quote.end] = inner
    for found in find_protected(text):
        hidden[found.start : found.end] = _word_for(text[found.start : found.end])
    text = _LONG.sub(lambda word: "x" * len(word.group()), "".join(hidden))
    return _QUOTES.sub(" ", text).replace("…", ".")


def _word_for(found: str) -> str:
    """Return a word as long as what is no running text, large where that starts large.

    An object is like a number, as a single large letter would be an initial.
    """
    bare = found.rstrip(".?!…")
    if len(bare) < 2:
        return ("0" if bare else "") + found[len(bare) :]
    return ("X" if found[0].isupper() else "x") + "x" * (len(bare) - 1) + found[len(bare) :]


def _starts_small(text: str, after: int, small: bool) -> bool:
    """Say whether what is at `after` starts no sentence; small letters do in a text of them."""
    return text[after] in ",;:)]”’»" or (text[after].islower() and not small)


def _goes_on(text: str, start: int, end: int, after: int) -> bool:
    """Say whether the sentence from `start` goes on at `after`, for all that ended at `end`."""
    if text[end - 1] != ".":
        return text[after] == "(" and text[end - 1] in '"”'  # “Mamma Mia!” (2008)
    return is_open(text, end, after) or bool(_NUMBERED.fullmatch(text[start:end].strip()[-40:]))
