"""Where a text may be broken, in lines or over cues: how much a reader minds each space.

A break is best behind a full stop or a comma and good before a conjunction, a relative word or a
preposition; it is bad behind an article, within a name, and between a number and what it counts.
"""

import re
from collections.abc import Collection
from itertools import pairwise

from vitrans.types import Language

# What a break costs between sentences, clauses, phrases, words, and within a unit.
STOP, COMMA, CLAUSE, PHRASE, WORD, BAD = 0.0, 0.3, 1.0, 1.7, 3.0, 7.0
_LEANS, _TRAILS = 3.0, 2.0

_STOPS = re.compile(r"[.?!…][\"'”’»)\]]*$")
_COMMAS = re.compile(r"[,;:–—][\"'”’»)\]]*$|^[–—-]+$|[)\]”»]$")
_CLAUSES = {
    True: "and but or nor so because although though while when where which who whom whose that if "
    "unless until since after before whether how why what than as whatever whenever whoever",
    False: "và nhưng hoặc hay mà vì bởi nên thì khi nếu tuy dù để rằng sau trước như "
    "miễn song còn lúc",
}
_PHRASES = {
    True: "in on at by for from with without about into onto over under between through during "
    "against among around behind across toward towards of to like near along beyond inside outside "
    "is are was were has have had will would can could should must may might do does did "
    "am be been",
    False: "ở tại trong trên dưới ngoài với từ đến tới về cho của bằng theo giữa qua cùng vào là "
    "đã đang sẽ được bị có không chưa phải cần muốn vẫn cũng đều sắp vừa mới ngay những các",
}
# Words that lean on what follows.
_LEANING = {
    True: "a an the this these those my your his her its our their some any no every each both "
    "another and but or nor so because although though while when where which who whose that if "
    "unless until since than as in on at by for from with without about into onto over under "
    "between through during against among around of to is are was were has have had will would "
    "can could should must may might do does did not very too more most mr mrs ms dr st i'm "
    "you're we're they're he's she's it's i've i'll i'd we'll we've don't doesn't didn't won't "
    "can't isn't aren't wasn't weren't couldn't wouldn't shouldn't haven't hasn't i you he she "
    "we they it there let's be been am",
    False: "một những các mỗi mọi từng vài cái con chiếc cuốn quyển bức ngôi căn tờ cây bộ và "
    "nhưng hoặc hay mà vì bởi nên thì khi nếu tuy dù để rằng ở tại trong trên dưới với từ đến tới "
    "về cho của bằng theo giữa là đã đang sẽ được bị không chưa chẳng phải rất quá hơi vẫn cũng "
    "đều sắp vừa mới hãy đừng ông bà anh chị cô chú bác tôi hai ba bốn sáu bảy tám "
    "chín mười mươi trăm nghìn triệu cần muốn có thể đi lúc ra vào lên",
}
# Words that lean on what is before them.
_TRAILING = {
    True: "up off out away back down there here too either ago else it them him her me us",
    False: "này kia ấy đó nọ rồi nhé ạ à nhỉ lắm nữa đây thôi nhau hết ra vào lên xuống đi lại "
    "mình nó vậy thế hơn nhất xong được",
}
_WORDS = {True: re.compile(r"[\w'’]+"), False: re.compile(r"\w+")}
_NUMBER = re.compile(r"[\d.,%]*\d[\d.,%]*$")


def costs(text: str, language: Language, inside: Collection[int] = ()) -> dict[int, float]:
    """Return what a break at each space of a text costs, by the offset of the space.

    Args:
        text: a text on one line.
        language: English or else Vietnamese.
        inside: spaces within words of several syllables.
    """
    english = language is Language.ENGLISH
    found = [match.span() for match in re.finditer(r"\S+", text)]
    places: dict[int, float] = {}
    for (start, end), (after, stop) in pairwise(found):
        if after == end + 1 and text[end] == " ":
            cost = _cost(text[start:end], text[after:stop], english, start == 0)
            places[end] = BAD if end in inside and cost > COMMA else cost
    return places


def _cost(before: str, after: str, english: bool, first: bool) -> float:
    """Return what a break between two words costs."""
    if _STOPS.search(before):
        return STOP
    if _COMMAS.search(before):
        return COMMA
    one, other = _bare(before, english), _bare(after, english)
    if _is_unit(before, after, one, english, first):
        return BAD
    cost = WORD
    if other in _set(_CLAUSES, english):
        cost = CLAUSE
    elif other in _set(_PHRASES, english):
        cost = PHRASE
    if other in _set(_TRAILING, english) and cost == WORD:
        cost += _TRAILS
    return cost + _LEANS * (one in _set(_LEANING, english))


def _is_unit(before: str, after: str, one: str, english: bool, first: bool) -> bool:
    """Say whether two words belong together: a name, a number and what it counts."""
    if _NUMBER.search(before) or (not english and _NUMBER.match(after) and one in _DATED):
        return True
    capital = after[:1].isupper() and before[:1].isupper() and not first
    return capital and after not in ("I", "I'm", "I’m", "I'll", "I've", "I'd")


_DATED = frozenset(["ngày", "tháng", "năm", "số", "thứ", "quận", "đường", "phòng", "tầng"])


def _bare(word: str, english: bool) -> str:
    match = _WORDS[english].search(word)
    return match[0].lower().replace("’", "'") if match else ""


_SETS: dict[tuple[int, bool], frozenset[str]] = {}


def _set(table: dict[bool, str], english: bool) -> frozenset[str]:
    """Return the words of a table for one of the languages."""
    key = (id(table), english)
    if key not in _SETS:
        _SETS[key] = frozenset(table[english].split())
    return _SETS[key]


def leans(word: str, language: Language) -> bool:
    """Say whether a word wants another behind it, such as an article."""
    english = language is Language.ENGLISH
    return _bare(word, english) in _set(_LEANING, english)
