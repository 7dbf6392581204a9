"""Who speaks: the name before the first colon of a cue (`LAN: Em đi đâu đấy?`) or in a chat."""

import re
from collections.abc import Iterable, Iterator

from vitrans.text import name_tables as tables
from vitrans.text.unicode import has_accents, strip_accents

_WORD = r"[^\W\d_]+"
_LABEL = re.compile(rf"(?P<name>{_WORD}(?: {_WORD}){{0,3}})[ ]?:[ \t]+(?=\S)")
# A line of a chat: `[10:32] Lan:`, `12/9/2026, 10:32 - Lan:`, `Lan (10:32):`, `<Lan>`; a name
# with its address: `Lan <lan@example.org>`.
_TIME = r"\d{1,2}[:h]\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?"
_STAMP = rf"[\[(](?:[\d/.-]{{3,10}},? )?{_TIME}[\])](?: ?[-–])?|[\d/.-]{{3,10}},? {_TIME} ?[-–]"
_CAPITALISED = r"[^\W\d_a-z]\w{0,20}"
_CALLED_BY = rf"{_WORD}(?: {_WORD}){{0,3}}"
_WRITER = re.compile(
    rf"^(?:{_STAMP}) (?P<stamped>{_CALLED_BY})[ ]?:(?=\s)"
    rf"|^(?P<timed>{_CALLED_BY}) [\[(]{_TIME}[\])]"
    rf"|^<(?P<bracketed>{_CALLED_BY})> (?=\S)"
    rf"|(?<!\w)(?P<mailed>{_CAPITALISED}(?: {_CAPITALISED}){{0,3}}) <(?=[\w.+-]{{1,64}}@)",
    re.MULTILINE,
)
# What speech has and a photo's credit has not: questions, calls, words for I and you, particles.
_SPEECH = re.compile(
    r"[?!]|\b(?:em|anh|toi|minh|chung|ban|may|tao|con|me|bo|chi|co|ong|ba|oi|nhe|roi|chua|thoi|day"
    r"|dau|gi|sao|[Kk]hong|[Dd]ung|[Vv]ang|[Tt]hoi)\b"
)
_SENTENCE = re.compile(r".*[a-z].*[.?!…][\"'”’)]*\s*", re.DOTALL)
# Titles that take marks before a name.
_TITLES = {
    strip_accents(title): title
    for title in ("ông", "bà", "chị", "cô", "chú", "bác", "thầy", "cậu", "dì", "mẹ", "bố")
}
_ALONE = frozenset(["anh", "em"])
# Labels that could be read as names and are words.
_WORDS = frozenset(
    [
        "luu y",
        "chu y",
        "chu thich",
        "thanh phan",
        "bac si",
        "ca si",
        "nhac si",
        "hoa si",
        "thi si",
        "y ta",
        "co giao",
        "thay giao",
        "chi huy",
        "chi dao",
        "dao dien",
        "director",
        "producer",
        "writer",
        "singer",
        "actor",
        "starring",
        "cast",
        "music",
        "cong an",
        "anh em",
        "chi em",
        "me con",
        "bo me",
        "thu ky",
        "quang cao",
        "phong vien",
        "binh luan vien",
        "giao vien",
        "hoc vien",
        "nhan vien",
        "ong ba",
        "co dau",
        "tin",
        "tinh",
        "gia",
        "cao",
        "do",
    ]
)
_CALLED = frozenset([*map(strip_accents, tables.CALLED), "bo"])
_SURNAMES = frozenset(map(strip_accents, tables.SURNAMES | tables.WORD_SURNAMES))
_GIVEN = frozenset(map(strip_accents, tables.GIVEN))
_BORN = frozenset(map(strip_accents, tables.BIRTH_NAMES))
_NAMES = _SURNAMES | _GIVEN | frozenset(map(strip_accents, tables.MIDDLE))


def find_speakers(text: str, starts: Iterable[int] = (0,)) -> Iterator[tuple[int, int, int]]:
    """Yield where the names of speakers start and end, and where their speech starts.

    Args:
        text: what a cue says.
        starts: where its lines start.
    """
    for start in starts:
        label = _LABEL.match(text, start)
        if label and _is_speaker(label["name"]):
            yield *label.span("name"), label.end()


def find_writers(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the names of those who write start and end, in a chat or before an address."""
    for line in _WRITER.finditer(text):
        if all(word[0].isupper() for word in line[str(line.lastgroup)].split()):
            yield line.span(str(line.lastgroup))


def is_speech(label: str, said: str) -> bool:
    """Say whether what follows `Anh:`, without marks, is speech and not a photo's credit."""
    return bool(_SPEECH.search(said) or (label.isupper() and _SENTENCE.fullmatch(said)))


def with_title(name: str) -> str:
    """Return a speaker's name with the marks of the title before it (`CHI HOA`: `CHỊ HOA`)."""
    first, space, rest = name.partition(" ")
    title = _TITLES.get(first.lower())
    if not title or not space:
        return name
    made = title.upper() if first.isupper() else title.capitalize()
    return made + space + rest


def _is_speaker(label: str) -> bool:
    """Say whether a label is the name of a person, with or without a title before it."""
    if not all(word[0].isupper() for word in label.split()):
        return False
    words = strip_accents(label).lower().split()
    if " ".join(words) in _WORDS:
        return False
    if len(words) == 1:
        known = words[0] in _ALONE or words[0] in tables.ENGLISH_GIVEN or words[0] in _GIVEN
        return known and (not has_accents(label) or label.lower() in tables.GIVEN)
    return _is_name(words)


def _is_name(words: list[str]) -> bool:
    """Say whether bare words are a title or a surname, and what may stand behind it."""
    if words[0] in _CALLED and len(words) == 2 and words[1] in _BORN:
        return True
    if words[0] in tables.ENGLISH_GIVEN | tables.ENGLISH_CALLED:
        return True
    begins = words[0] in _CALLED or words[0] in _NAMES
    return begins and words[-1] in _GIVEN and all(word in _NAMES for word in words[1:])
