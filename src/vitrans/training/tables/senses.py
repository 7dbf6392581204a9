"""Learn what rare Vietnamese words of two syllables are in English, for translations that lack it.

    python -m vitrans.training.tables.senses CORPORA FOLDER

reads CORPORA/parallel/*.tsv.xz, lines of `English<TAB>Vietnamese`, and the bundled word table, and
writes `senses.tsv.xz` to FOLDER: two syllables with their accents, the English word in the form
that it has most often beside them, and the share of their sentences that have it, in percent.
"""

import lzma
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from pathlib import Path

from vitrans.align.lexicon import lexicon
from vitrans.text import is_syllable, nfc, older_tone_placement, strip_accents
from vitrans.text.english import stem
from vitrans.training.tables.words import read_pairs

FILE = "senses.tsv.xz"
SOURCES = (
    *("news", "everyday", "everyday-more", "docs", "captions-spoken", "subtitles"),
    *("headwords", "headwords-more"),
)
_VIETNAMESE = re.compile(r"[^\W\d_]+")
_ENGLISH = re.compile(r"[A-Za-z]+(?:-[a-z]+)*")
_LEAST_SEEN = 3  # sentences that have a word
_MOST_SEEN = 400  # sentences from which the translator knows a word by itself
_LEAST_SHARE = 0.6  # of them have its English
_LEAST_BOUND = 0.02  # of the sentences with the rarer syllable have both: they are a word
_MOST_PART = 0.6  # of the sentences may have one syllable beside it: else that is of the word
_LEAST_FORTH = 0.25  # that the word table gives to an English word which is tried
_SHORTEST = 3  # letters of an English word
# Syllables that a word of a sentence's grammar is, so that the two are no word.
_GRAMMAR_WORDS = """
các những một mọi mỗi mấy từng của và là thì mà nếu nên vì bởi với cho rằng bị được sẽ đã đang cũng
vẫn rất này đó kia đây đấy ấy nó tôi ta chúng em họ anh chị ông bà cô chú gì nào ai hay hãy hơn nhất
hai ba bốn năm sáu bảy tám chín mười cùng nhưng tuy đều chưa chẳng có ở như khi đến trong trên dưới
ngoài tại từ vào ra lên xuống theo về qua lại đi rồi nữa không phải người con cái chiếc
"""
_GRAMMAR = frozenset(_GRAMMAR_WORDS.split())

Pair = tuple[str, str]
Sense = tuple[str, str, int]
"""A Vietnamese word, its English, and the share of its sentences that have it, in percent."""


def learn(
    pairs: Iterable[Pair], table: Mapping[str, Mapping[str, tuple[float, float]]]
) -> list[Sense]:
    """Return the senses of words that pairs of English and Vietnamese sentences agree on.

    Args:
        pairs: English and Vietnamese sentences.
        table: the word table, see `vitrans.align.lexicon`.
    """
    seen: Counter[str] = Counter()
    syllables: Counter[str] = Counter()
    longer: defaultdict[str, Counter[str]] = defaultdict(Counter)
    both: Counter[tuple[str, str]] = Counter()
    forms: defaultdict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for english, vietnamese in pairs:
        words = {word: stem(word.lower()) for word in _ENGLISH.findall(english)}
        there = {cut: word.lower() for word, cut in words.items()}
        syllables.update(set(vietnamese.lower().split()))
        for unit, before, after in set(units(vietnamese)):
            row = table.get(strip_accents(unit), {})
            if not row:
                continue
            seen[unit] += 1
            longer[unit].update(one for one in (f"{before} _", f"_ {after}") if len(one) > 2)
            for cut in _tried(row):
                if cut in there:
                    both[unit, cut] += 1
                    forms[unit, cut][there[cut]] += 1
    best: dict[str, Sense] = {}
    for (unit, cut), count in both.items():
        share = count / seen[unit]
        bound = seen[unit] / max(1, min(syllables[one] for one in unit.split()))
        known = _LEAST_SEEN <= seen[unit] <= _MOST_SEEN
        part = max(longer[unit].values(), default=0) / seen[unit]
        if known and share >= _LEAST_SHARE and bound >= _LEAST_BOUND and part <= _MOST_PART:
            form = min(forms[unit, cut], key=lambda one: (-forms[unit, cut][one], one))
            made = (unit, form, round(100 * share))
            best[unit] = max(best.get(unit, made), made, key=lambda one: (one[2], one[1]))
    return sorted(best.values())


def units(text: str) -> Iterator[tuple[str, str, str]]:
    """Yield pairs of syllables in small letters that may be words, with those before and behind.

    Tone marks are where the older spelling has them; what is not beside a space is empty.
    """
    text = older_tone_placement(nfc(text))
    found = list(_VIETNAMESE.finditer(text))
    words = [match[0] for match in found]
    joined = [text[a.end() : b.start()] == " " for a, b in pairwise(found)]
    for at, (one, other) in enumerate(pairwise(words)):
        if not joined[at] or not (one.islower() and other.islower()):
            continue
        if _GRAMMAR.isdisjoint((one, other)) and is_syllable(one) and is_syllable(other):
            before = words[at - 1] if at and joined[at - 1] else ""
            after = words[at + 2] if at + 2 < len(words) and joined[at + 1] else ""
            yield f"{one} {other}", before, after


def _tried(row: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    """Yield the English stems that may be the sense of a word."""
    for cut, (forth, _) in row.items():
        if forth >= _LEAST_FORTH and len(cut) >= _SHORTEST and cut.isalpha():
            yield cut


def main(corpora: Path, output: Path) -> None:
    """Write the table into a folder, in the order of the alphabet."""
    pairs = (
        pair for name in SOURCES for pair in read_pairs(corpora / "parallel" / f"{name}.tsv.xz")
    )
    rows = (f"{unit}\t{word}\t{share}\n" for unit, word, share in learn(pairs, lexicon()))
    output.mkdir(parents=True, exist_ok=True)
    (output / FILE).write_bytes(lzma.compress("".join(rows).encode("utf-8"), preset=9))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
