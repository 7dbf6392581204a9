"""The words of number: what Vietnamese and English count with."""

from vitrans.text.unicode import strip_accents
from vitrans.types import Language

EN, VI = Language.ENGLISH, Language.VIETNAMESE


def _words(text: str) -> list[str]:
    return text.split()


_ENGLISH = _words(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = _words("twenty thirty forty fifty sixty seventy eighty ninety")
_ORDINALS = _words(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_VIETNAMESE = _words("không một hai ba bốn năm sáu bảy tám chín mười")

UNITS: dict[Language, dict[str, int]] = {
    EN: {
        **{word: i for i, word in enumerate(_ENGLISH)},
        **{word: i * 10 for i, word in enumerate(_TENS, start=2)},
        **{word: i for i, word in enumerate(_ORDINALS, start=1)},
    },
    VI: {
        **{word: i for i, word in enumerate(_VIETNAMESE)},
        **{"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5, "bẩy": 7},
    },
}
"""Numbers below a hundred."""

SCALES: dict[Language, dict[str, int]] = {
    EN: {
        "hundred": 100,
        **dict.fromkeys(("thousand", "k"), 10**3),
        **dict.fromkeys(("million", "m", "mn"), 10**6),
        **dict.fromkeys(("billion", "bn", "b"), 10**9),
        **dict.fromkeys(("trillion", "tn"), 10**12),
    },
    VI: {
        **dict.fromkeys(("mươi", "chục"), 10),
        "trăm": 100,
        **dict.fromkeys(("nghìn", "ngàn", "k"), 10**3),
        "vạn": 10**4,
        "triệu": 10**6,
        **dict.fromkeys(("tỷ", "tỉ"), 10**9),
    },
}
"""What a number before them is multiplied by."""

BARE_SCALES = {strip_accents(word): value for word, value in SCALES[VI].items() if value > 100}
"""The large Vietnamese ones as unaccented text has them."""

# Single words that are always numbers; `ba` is also a father, `năm` a year, `one` a pronoun.
CERTAIN = frozenset((*_ENGLISH[2:], *_TENS, "hai", "bốn", "sáu", "bảy", "tám", "mười"))

MONTHS = _words(
    "january february march april may june july august september october november december"
)

_ALSO: dict[Language, dict[str, str]] = {
    EN: {
        "0": "no nil none nothing nought",
        "0.5": "half",
        "1": "a an single once only another each per january jan",
        "2": "both couple pair twin twins double doubled twice dual duo half halves secondary "
        "monday mondays mon february feb",
        "3": "triple tripled thrice trio thirds tuesday tuesdays tue tues march mar",
        "4": "quarter quarters fourths quadruple wednesday wednesdays wed april apr",
        "5": "fifths thursday thursdays thu thur thurs may",
        "6": "friday fridays fri june jun",
        "7": "saturday saturdays sat july jul",
        "8": "august aug",
        "9": "september sept sep",
        "10": "decade decades tens october oct",
        "11": "november nov",
        "12": "dozen dozens noon midnight december dec",
        "20": "twenties",
        "100": "century centuries hundreds",
        "1000": "thousands millennium",
        "1000000": "millions",
        "1000000000": "billions",
    },
    VI: {
        "0.5": "nửa rưỡi",
        "1": "nhất đầu duy đơn mỗi giêng",
        "2": "đôi cặp nhì kép song nửa",
        "3": "tam",
        "10": "thập chục",
        "12": "tá chạp trưa",
        "100": "kỷ",
    },
}


def _by_word(table: dict[str, str]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for value, words in table.items():
        for word in words.split():
            found[word] = (*found.get(word, ()), value)
    return found


ALSO = {language: _by_word(table) for language, table in _ALSO.items()}
"""What else stands for a number, though no one would demand it in a translation."""
