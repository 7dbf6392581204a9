"""Sentence boundaries: underthesea for Vietnamese, sentencex for all else, corrected.

Both splitters propose; what is kept of it:

- a boundary has white space after it, and never falls into a word, an address or a number;
- closing quotes and brackets belong to the sentence before;
- no sentence starts with a small letter or a comma, unless the whole text is in small letters;
- none ends at a title or an abbreviation that wants something after it: `TP. HCM`, `No. 5`;
- a number at the start, `1. Mở tệp.`, is part of its sentence; a blank line always divides.

Quotes and brackets are hidden from the splitters, so that a long quotation is divided too.
"""

import importlib.util
import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from vitrans.text import MARKUP
from vitrans.types import Document, Language

Splitter = Callable[[str], list[str]]

# A name, a number or another title comes after these.
_BEFORE_NAMES = re.compile(
    r"(?:^|.*\.)(?:TP|Tp|TX|Tx|TT|Tt|Q|P|H|X|TS|Ts|T\.S|ThS|Ths|Th\.S|GS|Gs|G\.S|PGS|BS|Bs|B\.S|BSCK"
    r"|KS|KTS|LS|NSND|NSƯT|NSUT|NGND|NGƯT|NGUT|NS|ĐD|Mr|Mrs|Ms|Mx|Messrs|Dr|Prof|St|Mt|Ft|Gen|Col|Lt"
    r"|Capt|Cpt|Sgt|Maj|Adm|Cmdr|Rev|Fr|Hon|Sen|Rep|Gov|Pres|Amb|Ven|Supt|vs|Vs|cf|e\.g|i\.e|viz"
    r"|approx)\."
)
# These abbreviate before a number only: `No. 5`, `Jan. 5`, but `I said no.`
_BEFORE_NUMBERS = re.compile(
    r"(?:Nos?|[Vv]ol|[Cc]h|[Ff]igs?|Sec|Art|Eq|pp?|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|[Đđ])\."
)
_CLOCK = re.compile(r"[ap]\.m\.|[AP]\.M\.")
_AFTER_CLOCK = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[A-Z]{2,3}T\b")
_COMPANY = re.compile(r"(?:Co|Pte|Pty)\.")
# The numbers of lists, and of the articles of a law: `Điều 1. Phạm vi điều chỉnh`.
_NUMBERED = re.compile(
    r"(?:^|[:;]\s*)(?:(?:Điều|Dieu|Khoản|Chương|Mục|Phần|Article|Section|Chapter|Part)\s+)?"
    r"[(\[]?(?:\d{1,3}|[IVX]{1,4}|[A-Za-z])\."
)

# With the number of a footnote, and with a quote mark that stands alone.
_CLOSERS = re.compile(r"[.?!…\"'”’»)\]]*(?:\[\d{1,3}\])*(?: [\"”»](?!\S))?")
_WORD = re.compile(r"[^\s(\[\"'“‘«/]*$")
_QUOTES = re.compile(r"[\"“”«»()\[\]]|(?<!\w)['‘’](?=\S)|(?<=[.?!…])['’]")
# A title or a short quotation is not divided: “Oh! My Ghost”.
_SHORT_QUOTE = re.compile(r"“[^“”]{1,50}”|(?<![^\s(])\"(?=\S)[^\"]{1,50}(?<=\S)\"(?!\w)")
_INNER_STOP = re.compile(r"[.?!…](?=\s)")
_BLANK_LINES = re.compile(r"(?<=\S)[^\S\n]*\n\s*\n")
# White space, and the quote marks after the line break of a wrapped Markdown paragraph.
_GAP = re.compile(r"\s*\n[\s>]*|\s+|$")
# Words this long are no words; underthesea takes a time quadratic in their length.
_LONG = re.compile(r"\S{200,}(?=\S{8})")
# Where a splitter takes every full stop for an abbreviation's: `v.v.` (and so on), metres, degrees.
_MISSED = re.compile(r"(?:\bv\.\s?v\.{0,2}|\d ?m|(?:°|\bđộ ) ?[CF])\.(?=\s)")


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
    start = 0
    for end in sorted(_proposed(text, language)):
        closed = _CLOSERS.match(text, end)
        end = closed.end() if closed else end
        after = _next(text, end)
        if end <= start or end == after or after == len(text):
            continue
        if _BLANK_LINES.match(text, end) or not _goes_on(text, start, end, after, small):
            yield end
            start = end


def _proposed(text: str, language: Language) -> set[int]:
    """Return where the splitter for the language, or a rule here, sees sentences end."""
    vietnamese = language in (Language.VIETNAMESE, Language.UNACCENTED)
    hidden = _hide(text)
    ends = {match.start() for match in _BLANK_LINES.finditer(text)}
    ends |= {match.end() for match in _MISSED.finditer(text)}
    done = 0
    for sentence in (_vietnamese() if vietnamese else _english())(hidden):
        place = hidden.find(sentence.strip(), done)
        if place >= 0:
            done = place + len(sentence.strip())
            ends.add(done)
    return ends


def _hide(text: str) -> str:
    """Return the text, as long as it was, without what leads the splitters astray."""
    text = MARKUP.sub(lambda mark: "x" * len(mark.group()), text)
    text = _SHORT_QUOTE.sub(lambda quote: _INNER_STOP.sub(",", quote.group()), text)
    text = _LONG.sub(lambda word: "x" * len(word.group()), text)
    return _QUOTES.sub(" ", text).replace("…", ".")


def _goes_on(text: str, start: int, end: int, after: int, small: bool) -> bool:
    """Say whether the sentence from `start` goes on at `after`, for all that ended at `end`."""
    if text[after] in ",;:)]”’»" or (text[after].islower() and not small):
        return True
    tail = text[max(start, end - 40) : end]
    if not tail.endswith("."):
        return text[after] == "(" and tail.endswith(('"', "”"))  # “Mamma Mia!” (2008)
    match = _WORD.search(tail)
    word = match.group() if match else ""
    return bool(
        _BEFORE_NAMES.fullmatch(word)
        or (text[after].isdigit() and _BEFORE_NUMBERS.fullmatch(word))
        or (_CLOCK.fullmatch(word) and _AFTER_CLOCK.match(text, after))
        or (_COMPANY.fullmatch(word) and text.startswith("Ltd", after))
        or _NUMBERED.fullmatch(text[start:end].strip()[-40:])
    )


@cache
def _english() -> Splitter:
    """Return sentencex's splitter."""
    from sentencex import segment

    return lambda text: segment("en", text)


@cache
def _vietnamese() -> Splitter:
    """Return underthesea's `sent_tokenize`, without the seconds that `import underthesea` costs.

    The package imports all its models' libraries; the module of the tokenizer needs none of them.
    """
    package = importlib.util.find_spec("underthesea")
    folder = ((package and package.submodule_search_locations) or [""])[0]
    path = Path(folder) / "pipeline" / "sent_tokenize" / "__init__.py"
    spec = importlib.util.spec_from_file_location("underthesea_sent_tokenize", path)
    if spec is None or spec.loader is None or not path.is_file():
        import underthesea as module  # another version keeps it elsewhere
    else:
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    tokenize: Splitter = module.sent_tokenize
    return tokenize
