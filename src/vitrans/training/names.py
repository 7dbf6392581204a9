"""Which words of a language are no names though they may have a capital, learned from pairs."""

from collections import Counter
from collections.abc import Iterable

from vitrans.text.english import possible_stems
from vitrans.translate.names import NAME_WORD, SENTENCE_START, name_key

_HEADLINE = 0.6  # share of capitalised words above which capitals say nothing


def learn(pairs: Iterable[tuple[str, str]], rare: int = 20, kept: float = 0.9) -> list[str]:
    """Return the words of a language that are not names though they may be capitalised.

    Args:
        pairs: sentences in the language and their translations.
        rare: small-letter words are taken from this count on.
        kept: a capitalised word that translations keep less often than this is no name.
    """
    capital: Counter[str] = Counter()
    copied: Counter[str] = Counter()
    small: Counter[str] = Counter()
    for source, target in pairs:
        words, keys = list(NAME_WORD.finditer(source)), _keys(target)
        joined = "".join(NAME_WORD.findall(name_key(target)))
        if sum(word.group()[0].isupper() for word in words) > _HEADLINE * len(words):
            continue
        for match in words:
            word = match.group()
            if word[0].islower():
                small[word] += 1
            elif not SENTENCE_START.search(source, 0, match.start()):
                capital[word.lower()] += 1
                copied[word.lower()] += _has(word, keys, joined)
    translated = {w for w, n in capital.items() if n > 1 and copied[w] + 0.5 < kept * (n + 0.5)}
    names = {w for w, n in capital.items() if n > small[w] and n >= 3 and copied[w] >= kept * n}
    common = {w for w, n in small.items() if n >= rare} - names
    return sorted(w for w in translated | common if len(w) > 1)


def compress(words: Iterable[str]) -> list[str]:
    """Leave out the English words that another word of the list accounts for."""
    kept: set[str] = set()
    for word in sorted(words, key=lambda w: (len(w), w)):
        if kept.isdisjoint(possible_stems(word)):
            kept.add(word)
    return sorted(kept)


def _keys(text: str) -> set[str]:
    return set(NAME_WORD.findall(name_key(text)))


def _has(name: str, words: set[str], joined: str) -> bool:
    return all(w in words or (len(w) > 3 and w in joined) for w in _keys(name))


def mostly_capital(texts: Iterable[str], words: Iterable[str], share: float = 0.7) -> list[str]:
    """Return those of some English words that within sentences mostly have a capital: Iraq.

    Args:
        texts: English sentences.
        words: in small letters.
        share: from which share of capitals on.
    """
    counts: dict[str, list[int]] = {word: [0, 0] for word in words}
    for text in texts:
        found = list(NAME_WORD.finditer(text))
        if sum(word.group()[0].isupper() for word in found) > _HEADLINE * len(found):
            continue
        for match in found:
            count = counts.get(match.group().lower())
            if count and not SENTENCE_START.search(text, 0, match.start()):
                count[match.group()[0].isupper()] += 1
    return sorted(
        word for word, (small, capital) in counts.items() if capital > share * (small + capital)
    )
