"""The words of number: what Vietnamese and English count with."""

from vitrans.types import Language

_ENGLISH = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
    "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
)
_VIETNAMESE = "không một hai ba bốn năm sáu bảy tám chín mười"

UNITS: dict[Language, dict[str, int]] = {
    Language.ENGLISH: {
        **{word: i for i, word in enumerate(_ENGLISH.split())},
        **{word: i * 10 for i, word in enumerate(_TENS.split(), start=2)},
        **{word: i for i, word in enumerate(_ORDINALS.split(), start=1)},
    },
    Language.VIETNAMESE: {
        **{word: i for i, word in enumerate(_VIETNAMESE.split())},
        **{"mốt": 1, "tư": 4, "lăm": 5, "nhăm": 5, "bẩy": 7},
    },
}
SCALES: dict[Language, dict[str, int]] = {
    Language.ENGLISH: {
        "hundred": 100,
        **dict.fromkeys(("thousand", "k"), 10**3),
        **dict.fromkeys(("million", "m", "mn"), 10**6),
        **dict.fromkeys(("billion", "bn", "b"), 10**9),
        **dict.fromkeys(("trillion", "tn"), 10**12),
    },
    Language.VIETNAMESE: {
        **dict.fromkeys(("mươi", "chục"), 10),
        "trăm": 100,
        **dict.fromkeys(("nghìn", "ngàn"), 10**3),
        "vạn": 10**4,
        "triệu": 10**6,
        **dict.fromkeys(("tỷ", "tỉ"), 10**9),
    },
}
# Single words that are always numbers; `ba` is also a father, `năm` a year, `one` a pronoun.
CERTAIN = frozenset(_ENGLISH.split()[2:] + _TENS.split()).union(
    ("hai", "bốn", "sáu", "bảy", "tám", "mười")
)
# What else stands for a number in a target, though no one would demand it there.
ALSO: dict[Language, dict[str, str]] = {
    Language.ENGLISH: {
        "0": "no nil none nothing nought",
        "0.5": "half",
        "1": "a an single once only another each per january jan",
        "2": "both couple pair twin twins double doubled twice dual duo half halves secondary "
        "monday february feb",
        "3": "triple tripled thrice trio thirds tuesday march mar",
        "4": "quarter quarters fourths quadruple wednesday april apr",
        "5": "fifths thursday may",
        "6": "friday june jun",
        "7": "saturday july jul",
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
    Language.VIETNAMESE: {
        "0.5": "nửa rưỡi",
        "1": "nhất đầu duy đơn mỗi giêng",
        "2": "đôi cặp nhì kép song nửa",
        "3": "tam",
        "10": "thập chục",
        "12": "tá chạp trưa",
        "100": "kỷ",
    },
}
