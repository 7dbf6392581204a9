"""What the keystrokes of Telex, VNI and VIQR would have written.

Telex and VNI as UniKey and the input methods of today's systems read them: tone and mark keys
stand behind the vowel or at the end of the word. VIQR as in RFC 1456: every mark directly
behind its vowel. A reading is a syllable that exists, in the case of the keystrokes, its tone in
the older place; anything else, undoing a key by pressing it twice included, is no reading.

| writes | Telex | VNI | VIQR |
| --- | --- | --- | --- |
| sắc, huyền, hỏi, ngã, nặng | s f r x j | 1 2 3 4 5 | ' ` ? ~ . |
| circumflex: â ê ô | aa ee oo | 6 | ^ |
| horn: ơ ư | w | 7 | + |
| breve: ă | w | 8 | ( |
| bar: đ | dd | 9 | dd |
"""

import re
import unicodedata
from collections.abc import Callable, Iterator

from vitrans.repair.syllables import Syllables, lexicon
from vitrans.text import strip_accents
from vitrans.text.syllables import Key, split_tone

Method = Callable[[str], str | None]

_TELEX = re.compile("(dd|[bcdghklmnpqrstvx]{0,3})([aeiouyw][a-z]{0,9})")
_HATS = {"a": "â", "e": "ê", "o": "ô"}
_TELEX_TONES = dict(zip("sfrxj", "12345", strict=True))
_VNI = re.compile("(d?9?[bcghklmnpqrstvx]{0,3})([aeiouy][a-z1-9]{0,9})")
_VIQR = re.compile("(dd|[bcdghklmnpqrstvx]{0,3})((?:[aeiouy][('`?~.+^]{0,2}){1,3}[cghkmnpt]{0,2})")
_VIQR_DIGITS = str.maketrans("'`?~.^+(", "12345678")
_VIQR_IMPOSSIBLE = re.compile(r"[^aeo]\^|[^ou]\+|[^a]\(")


def telex(word: str, known: Syllables | None = None) -> str | None:
    """Return the syllable that a word would be in Telex; None if it has no key or is none.

    `known` are other syllables than those that come with vitrans.
    """
    found = _TELEX.fullmatch(word.lower())
    if not found:
        return None
    onset, rest = found.groups()
    rest = "u" + rest if rest.startswith("w") else rest  # w alone is ư
    tones = "".join(_TELEX_TONES[c] for c in rest if c in _TELEX_TONES)
    letters = re.sub("[sfrxjw]", "", rest)
    bar = "9" if onset == "dd" or (onset == "d" and "d" in letters) else ""
    if bar:
        onset, letters = "d", letters.replace("d", "")
    if len(tones) > 1:
        return None
    made = _telex(onset, letters, rest.count("w"), bar, tones, known or lexicon())
    return _cased(made, word) if made else None


def vni(word: str) -> str | None:
    """Return the syllable that a word would be in VNI; None if it has no key or is none."""
    found = _VNI.fullmatch(word.lower())
    return _from_digits(word, "".join(found.groups())) if found else None


def viqr(word: str) -> str | None:
    """Return the syllable that a word would be in VIQR; None if it has no key or is none."""
    small = word.lower()
    if not _VIQR.fullmatch(small) or _VIQR_IMPOSSIBLE.search(small):
        return None
    digits = small.translate(_VIQR_DIGITS)
    return _from_digits(word, "d9" + digits[2:] if digits.startswith("dd") else digits)


def _from_digits(word: str, typed: str) -> str | None:
    """Return the syllable of letters and VNI's digits, in the case of the word."""
    digits = sorted(c for c in typed if c.isdigit())
    tones = [d for d in digits if d <= "5"]
    horns = digits.count("7")
    marks = "".join(sorted({d for d in digits if d > "5"}))
    repeated = len(digits) - len(tones) - len(marks) > (horns == 2)
    if not digits or len(tones) > 1 or repeated:
        return None
    base = re.sub("[1-9]", "", typed)
    made = _found(Key(base, marks, "".join(tones)), horns, lexicon())
    return _cased(made, word) if made else None


def _telex(
    onset: str, letters: str, hooks: int, bar: str, tone: str, known: Syllables
) -> str | None:
    """Return the syllable of letters behind an onset, and keys: w, pressed `hooks` times, the rest.

    One w is a horn or a breve, whichever makes a syllable.
    """
    for base, hat in _readings(letters):
        for hook in ("7", "8") if hooks else ("",):
            made = _found(Key(onset + base, ("6" if hat else "") + hook + bar, tone), hooks, known)
            if made and (not hat or _HATS[hat] in split_tone(made)[0]):
                return made
    return None


def _readings(letters: str) -> Iterator[tuple[str, str]]:
    """Yield the letters without the second a, e or o, with which one it was, and as they are."""
    for vowel in "aeo":
        if letters.count(vowel) == 2:
            at = letters.rindex(vowel)
            yield letters[:at] + letters[at + 1 :], vowel
    yield letters, ""


def _found(key: Key, hooks: int, known: Syllables) -> str | None:
    """Return the syllable of a key that has marks or a tone, and two horns where two were typed."""
    if not key.marks and not key.tone:
        return None
    made = known.find(key)
    two = made is not None and strip_accents(made) != made and _horned(made) == 2
    return made if hooks < 2 or two else None


def _horned(syllable: str) -> int:
    """Return how many horns a syllable has."""
    return unicodedata.normalize("NFD", syllable).count("\u031b")


def _cased(made: str, word: str) -> str:
    """Return a syllable with the capitals of the letters that it was typed with."""
    letters = iter(word)
    bare = strip_accents(made)
    capital = [
        next((c for c in letters if c.lower() in (b, "w" if b == "u" else b)), b).isupper()
        for b in bare
    ]
    return "".join(c.upper() if up else c for c, up in zip(made, capital, strict=True))
