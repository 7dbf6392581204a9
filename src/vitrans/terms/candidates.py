"""Words that stand together often enough in texts to be a term: C-value (Frantzi et al. 2000).

A stretch of words counts by how often it stands by itself, not as a part of a longer candidate, and
by its length. No stretch starts or ends in a function word or crosses a sign. A Vietnamese syllable
that is a function word by itself may be a part of another word, as `không` is in `không gian` and
`bằng` in `mặt bằng`: the aligner's word table knows which two syllables say something.
"""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from vitrans.align.lexicon import lexicon
from vitrans.terms.english import plural
from vitrans.terms.words import key_of
from vitrans.text import nfc, strip_accents
from vitrans.text.english import stem
from vitrans.types import Language

_RUN = re.compile(r"[^\W\d_]+(?:[-'’][^\W\d_]+)*")
_GAP = re.compile(r"\s+")
_LONGEST = {Language.ENGLISH: 5, Language.VIETNAMESE: 9}
_SAID = 0.5  # of what two syllables stand for is no function word, where they are a word
_STOPS = '.:!?…“"-–'
_NUMBERED = re.compile(r"\s\d")
_SHORTEST_WORD = 4  # letters of a single English word; a single syllable is hardly a term
_CLEAN_END = re.compile(r"['’]s?$")
_VIETNAMESE_SMALL = """
ai anh bà bao bằng bên bị bởi các cái càng cả chẳng chỉ cho chưa chúng chứ có còn con cô cũng của
cùng cứ dù do dưới đã đang đây đấy để đến đều đi đó đời được em gì giờ giữa hai hay hãy hết hơn họ
hôm khi không kia là lại lên lúc luôn lần mà mấy mỗi mọi một mình mới muốn nào này nay nên nếu năm
người ngày ngoài như những nhiều nhưng nhau nhất nhé nơi nó nữa ở ông phải qua quá ra rất rằng rồi
sau sao sẽ sự ta tại tháng theo thế thì thôi tôi trên trong trước từ từng tự tuy và vào vẫn vậy vì
việc về với vừa xong ba bốn sáu bảy tám chín mười trăm nghìn triệu chị vốn thấy biết nói làm
"""
_ENGLISH_SMALL = """
a about after again all also am an and another any are as at back be became because been before
being between both but by came can could day days did do does down during each even ever every few
first for from get go had has have he her here him his how i if in into is it its just last like
made make many may me more most much must my never new next no nor not now of off on once one only
or other our out over own people said same say says she should since so some still such than that
the their them then there these they this those through three time to too two under until up us
very was way we were what when where which while who whose why will with would year years yet you
your ours yours theirs hers mine four five six seven eight nine ten took take told went come put
keep kept left
"""
# Syllables that no term starts or ends with, whatever stands beside them.
_NEVER_WORDS = """
các những một mọi mỗi mấy từng của và là thì mà nếu nên vì bởi với cho rằng bị được sẽ đã đang cũng
vẫn rất này đó kia đây đấy ấy nó tôi ta chúng em họ gì nào ai hay hãy hơn nhất hai ba bốn sáu bảy
tám chín mười trăm nghìn triệu cùng nhưng tuy đều chưa chẳng có nhiều ở như khi đến
"""
_NEVER = frozenset(_NEVER_WORDS.split())
# Function words that begin few words, each with the syllables that follow it there.
_BEGINNINGS = {
    "không": "khí gian quân trung lưu vận ảnh phận tưởng lực tặc chiến kích",
    "trong": "sạch trắng suốt trẻo lành sáng nước ngoài",
    "trên": "",
    "dưới": "",
}
_JOINING = frozenset(["của", "và", "cho", "với", "hai", "ba", "bốn"])  # what terms have within
_SMALL = {
    Language.ENGLISH: frozenset(_ENGLISH_SMALL.split()),
    Language.VIETNAMESE: frozenset(_VIETNAMESE_SMALL.split()),
}


@dataclass(frozen=True, slots=True)
class Place:
    """Where a candidate stands: the number of a sentence, and offsets in it."""

    sentence: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be a term.

    Attributes:
        text: as they are written most often; in small letters unless they are a name.
        value: their C-value.
        is_name: whether they have capitals within sentences.
        places: where they stand.
    """

    text: str
    value: float
    is_name: bool
    places: tuple[Place, ...]


def find_candidates(
    sentences: Iterable[str], language: Language, least: int = 2
) -> list[Candidate]:
    """Return the stretches of words that may be terms, the likeliest first.

    Args:
        sentences: of one language, in NFC.
        language: English or Vietnamese.
        least: how often a candidate stands in the sentences at least.
    """
    places: defaultdict[tuple[str, ...], list[Place]] = defaultdict(list)
    texts = list(sentences)
    for number, text in enumerate(texts):
        for start, end in _stretches(text, language):
            places[key_of(text[start:end])].append(Place(number, start, end))
    if language is Language.ENGLISH:
        places = _singular(places)
    often = {key: found for key, found in places.items() if len(found) >= least}
    values = _c_values({key: len(found) for key, found in often.items()})
    made = [_candidate(often[key], value, texts) for key, value in values.items() if value > 0]
    return sorted(made, key=lambda one: (-one.value, one.text))


def _stretches(text: str, language: Language) -> Iterator[tuple[int, int]]:
    """Yield the stretches of a sentence that may be terms."""
    words = list(_RUN.finditer(text))
    for at, first in enumerate(words):
        for count in range(1, _LONGEST[language] + 1):
            run = words[at : at + count]
            if len(run) < count or not _is_joined(text, run):
                break
            said = [word[0].lower() for word in run]
            if language is Language.VIETNAMESE and _is_cut(said[-3:]):
                break
            said[-1] = _CLEAN_END.sub("", said[-1])
            end = run[-1].start() + len(said[-1])
            if (
                _is_long_enough(run, language)
                and not _is_small_end(said[:2], said[0], language)
                and not _is_loose_beginning(said)
                and not _is_small_end(said[-2:], said[-1], language)
                and not (said[-1] == "số" and _is_number_of(said, text, end))
            ):
                yield first.start(), end
            if end != run[-1].end():
                break


def _is_small_end(pair: list[str], word: str, language: Language) -> bool:
    """Say whether a stretch starts or ends in a function word that is no part of a longer word.

    `pair` are the two words there, or the one that there is.
    """
    if word not in _SMALL[language]:
        return False
    return language is Language.ENGLISH or word in _NEVER or not _is_word(" ".join(pair))


def _is_loose_beginning(said: list[str]) -> bool:
    """Say whether a stretch begins with a word such as `không` that is no part of a term."""
    following = _BEGINNINGS.get(said[0])
    return following is not None and "".join(said[1:2]) not in following.split()


def _is_cut(said: list[str]) -> bool:
    """Say whether the second of three Vietnamese syllables is a function word between clauses."""
    if len(said) < 3 or said[1] in _JOINING or said[1] not in _SMALL[Language.VIETNAMESE]:
        return False
    return said[1] in _NEVER or not (_is_word(" ".join(said[:2])) or _is_word(" ".join(said[1:])))


def opens(before: str) -> bool:
    """Say whether a sentence begins behind a text: a heading `Điều 6. Phòng tập` has it too."""
    return not any(map(str.isalpha, before)) or before.rstrip()[-1:] in _STOPS


def _is_number_of(said: list[str], text: str, end: int) -> bool:
    """Say whether `số` at the end is that of a number behind it, as in `tuyến số 2`."""
    return _NUMBERED.match(text, end) is not None and not _is_word(" ".join(said[-2:]))


@cache
def _is_word(pair: str) -> bool:
    """Say whether two Vietnamese syllables are a word, by what they are in English."""
    row = lexicon().get(strip_accents(pair), {})
    return sum(share for word, (share, _) in row.items() if word not in _small_stems()) >= _SAID


@cache
def _small_stems() -> frozenset[str]:
    return frozenset(map(stem, _SMALL[Language.ENGLISH]))


def _is_joined(text: str, run: list[re.Match[str]]) -> bool:
    if len(run) < 2:
        return True
    return _GAP.fullmatch(text, run[-2].end(), run[-1].start()) is not None


def _is_long_enough(run: list[re.Match[str]], language: Language) -> bool:
    if len(run) > 1:
        return len({word[0].lower() for word in run}) > 1
    word = run[0][0]
    return language is Language.ENGLISH and (len(word) >= _SHORTEST_WORD or word.isupper())


def _singular(
    places: dict[tuple[str, ...], list[Place]],
) -> defaultdict[tuple[str, ...], list[Place]]:
    """Return the places of English candidates with those of their plurals."""
    joined: defaultdict[tuple[str, ...], list[Place]] = defaultdict(list)
    many = {(*key[:-1], plural(key[-1])): key for key in places}
    for key, found in places.items():
        one = many.get(key, key)
        joined[one if one in places else key] += found
    return joined


def _c_values(counts: dict[tuple[str, ...], int]) -> dict[tuple[str, ...], float]:
    """Return the C-value of each candidate from how often it stands."""
    within: defaultdict[tuple[str, ...], list[int]] = defaultdict(list)
    for key, count in counts.items():
        for part in {key[a:b] for a in range(len(key)) for b in range(a + 1, len(key) + 1)}:
            if part != key and part in counts:
                within[part].append(count)
    return {
        key: math.log2(len(key) + 1)
        * (count - (sum(within[key]) / len(within[key]) if within[key] else 0))
        for key, count in counts.items()
        # What never stands outside one longer candidate is no candidate of its own.
        if max(within[key], default=0) < count
    }


def _candidate(places: list[Place], value: float, texts: list[str]) -> Candidate:
    """Return a candidate as it is written within sentences."""
    inner = [p for p in places if not opens(texts[p.sentence][: p.start])]
    forms = Counter(nfc(texts[p.sentence][p.start : p.end]) for p in inner or places)
    text, _ = forms.most_common(1)[0]
    small = sum(count for form, count in forms.items() if form == form.lower())
    is_name = 2 * small < forms.total() and (bool(inner) or text[1:] != text[1:].lower())
    ordered = tuple(sorted(places, key=lambda p: (p.sentence, p.start)))
    return Candidate(text if is_name else text.lower(), value, is_name, ordered)


def is_small(text: str, language: Language) -> bool:
    """Say whether all words of a text are function words."""
    return all(word in _SMALL[language] for word in text.lower().split())
