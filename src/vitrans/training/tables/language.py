"""Learning the language detector's tables, on one core in a few minutes.

Examples are pieces of one to sixteen words of English and Vietnamese sentences. Vietnamese comes
accented, bare, and with some of its marks missing; both come in small letters and in title case
now and then; Vietnamese names, accented and not, go into the English, so that they do not decide.
"""

import json
import logging
import math
import random
from array import array
from collections import Counter
from collections.abc import Container, Iterable, Iterator
from functools import cache
from itertools import chain, islice, pairwise, starmap
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from numpy.typing import NDArray

from vitrans.language import (
    FILE,
    SHARE_STEPS,
    WEIGHT_STEPS,
    cased,
    features,
    pair,
    running_words,
)
from vitrans.text import has_accents, strip_accents
from vitrans.training.core.corpora import find, read_lines, read_pairs, usable

log = logging.getLogger(__name__)

Text = list[str]
"""The words of a sentence."""

T = TypeVar("T")

# Sources, and how many lines of each are used at most.
_PARALLEL = {
    "news": 90_000,
    "captions-spoken": 20_000,
    "everyday": 40_000,
    "docs": 60_000,
    "subtitles": 200_000,
}
_MONO = {
    "captions": 60_000,
    "headlines": 60_000,
    "standfirsts": 40_000,
    "film-culture": 20_000,
    "articles": 40_000,
    "wikipedia": 20_000,
}
# One line in so many is not learned from, but kept to test on.
_HELD_OUT = 50

_MIN_COUNT = 12
# The share of the counted log-odds from which learning starts.
_TRUST = 0.5
# Log-odds from which a pair of words needs no weight beside theirs.
_CLEAR = 6.0
_LONGEST = 16
# Shares of the examples.
_BARE, _PARTLY = 0.6, 0.1
_NAMED = 0.15
_SMALL, _TITLE = 0.06, 0.04


class Examples(NamedTuple):
    """Pieces of text as bags of features: `ids[starts[i]:starts[i + 1]]` are those of the i-th."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int64]
    vietnamese: NDArray[np.float32]


def train(corpora: Path, output: Path, examples: int = 3_000_000, seed: int = 1) -> None:
    """Learn the tables from a folder of corpora and write them into the folder `output`."""
    chance = random.Random(seed)
    english, vietnamese = ([*map(running_words, lines)] for lines in read(corpora))
    log.info("%d English and %d Vietnamese lines", len(english), len(vietnamese))
    counted = read_lines(find(corpora / "names", "names-with-counts", "tsv"))
    names = [line.partition("\t")[0].split() for line in counted]
    known = vocabulary(english, vietnamese)
    pieces = islice(_pieces(english, vietnamese, names, chance), examples)
    found, ids = _encode(pieces, known)
    start = np.array([known.get(name, 0.0) * _TRUST for name in ids])
    weights = dict(zip(ids, fit(found, start), strict=True))
    write(output, weights, accents(vietnamese))


def write(folder: Path, weights: dict[str, float], shares: dict[str, float]) -> None:
    """Write the tables as `Detector.load` reads them: words grouped by their rounded value."""
    tables = {"weights": _grouped(weights, WEIGHT_STEPS), "accents": _grouped(shares, SHARE_STEPS)}
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(tables, ensure_ascii=False, indent=0)
    (folder / FILE).write_text(f"{text}\n", encoding="utf-8")


def read(corpora: Path, held_out: bool = False) -> tuple[list[str], list[str]]:
    """Return the English and the Vietnamese lines to learn from, or those kept to test on."""
    english: list[str] = []
    vietnamese: list[str] = []
    for name, limit in _PARALLEL.items():
        pairs = filter(usable, read_pairs(find(corpora / "parallel", name, "tsv")))
        for one, other in _share(pairs, limit, held_out):
            english.append(one)
            vietnamese.append(other)
    for name, limit in _MONO.items():
        lines = filter(has_accents, read_lines(find(corpora / "mono", name, "vi")))
        vietnamese += _share(lines, limit, held_out)
    return english, vietnamese


def _share(lines: Iterable[T], limit: int, held_out: bool) -> Iterator[T]:
    """Yield the lines among the first `limit` that are, or are not, held out."""
    for number, line in enumerate(islice(lines, limit)):
        if (number % _HELD_OUT == 0) is held_out:
            yield line


def vocabulary(english: Iterable[Text], vietnamese: Iterable[Text]) -> dict[str, float]:
    """Return the words and pairs that are to have a weight, with their log-odds as counted.

    Both are seen often enough; pairs are such as their words alone would misjudge, and what is
    counted of them is what they add to their words.
    """
    words = _log_odds(_counts(english), _counts(vietnamese))
    keys = _log_odds(_keys(english, 1), _keys(vietnamese, 1))
    pairs = _log_odds(_keys(english, 2), _keys(vietnamese, 2))
    alone = {name: sum(keys.get(key, 0.0) for key in name.split("_")) for name in pairs}
    added = {
        name: odds - alone[name]
        for name, odds in pairs.items()
        if alone[name] * odds < 0 or abs(alone[name]) < _CLEAR
    }
    return words | added


def _log_odds(english: Counter[str], vietnamese: Counter[str]) -> dict[str, float]:
    """Return the log-odds for Vietnamese of what is seen often enough."""
    ratio = math.log(english.total() / vietnamese.total())
    return {
        name: ratio + math.log((vietnamese[name] + 0.5) / (english[name] + 0.5))
        for name, count in (english + vietnamese).items()
        if count >= _MIN_COUNT and name.isascii()
    }


def _keys(texts: Iterable[Text], length: int) -> Counter[str]:
    """Count the bare words in small letters, or the pairs of them."""
    counts: Counter[str] = Counter()
    for text in texts:
        bare = strip_accents(" ".join(text)).lower().split()
        counts.update(bare if length == 1 else starmap(pair, pairwise(bare)))
    return counts


def _counts(texts: Iterable[Text]) -> Counter[str]:
    """Count the words of texts under the names of their weights."""
    counts: Counter[str] = Counter()
    for word, count in Counter(chain.from_iterable(texts)).items():
        counts[cased(word)] += count
    return counts


def accents(texts: Iterable[Text]) -> dict[str, float]:
    """Return how often each bare word carries marks, in small letters, in accented Vietnamese."""
    counts, marked = Counter[str](), Counter[str]()
    for word, count in Counter(w for text in texts for w in text if w.islower()).items():
        bare = strip_accents(word)
        counts[bare] += count
        marked[bare] += count * (bare != word)
    return {
        word: min(max(marked[word] / count, 0.01), 0.99)
        for word, count in counts.items()
        if count >= _MIN_COUNT and marked[word]
    }


def _pieces(
    english: list[Text], vietnamese: list[Text], names: list[Text], chance: random.Random
) -> Iterator[tuple[bool, Text]]:
    """Yield pieces of text without end, and whether they are Vietnamese."""
    while True:
        if chance.random() < 0.5:
            yield True, _cased(_less_marked(_piece(vietnamese, chance), chance), chance)
            continue
        piece = _piece(english, chance)
        while len(piece) > 1 and chance.random() < _NAMED:
            piece = _with(piece, chance.choice(names), chance)
        yield False, _cased(piece, chance)


def _piece(texts: list[Text], chance: random.Random) -> Text:
    """Return some words of a text; short pieces are the more frequent."""
    text = chance.choice(texts)
    length = int(_LONGEST ** chance.random())
    start = chance.randint(0, max(0, len(text) - length))
    return text[start : start + length]


def _less_marked(piece: Text, chance: random.Random) -> Text:
    """Return a Vietnamese piece with none, some or all of its marks."""
    drawn = chance.random()
    share = 1.0 if drawn < _BARE else chance.random() if drawn < _BARE + _PARTLY else 0.0
    return [strip_accents(word) if chance.random() < share else word for word in piece]


def _with(piece: Text, words: Text, chance: random.Random) -> Text:
    """Return a piece with other words in it, accented or bare."""
    at = chance.randint(0, len(piece))
    bare = chance.random() < 0.5
    return piece[:at] + (list(map(strip_accents, words)) if bare else words) + piece[at:]


def _cased(piece: Text, chance: random.Random) -> Text:
    """Return a piece, sometimes in small letters or in title case."""
    drawn = chance.random()
    if drawn < _SMALL:
        return [word.lower() for word in piece]
    return [word.capitalize() for word in piece] if drawn < _SMALL + _TITLE else piece


def _encode(
    pieces: Iterable[tuple[bool, Text]], known: Container[str]
) -> tuple[Examples, list[str]]:
    """Return the pieces as bags of features, and the features' names in the order of their ids."""
    numbers: dict[str, int] = {}

    def number(name: str) -> int:
        return numbers.setdefault(name, len(numbers))

    @cache
    def encoded(word: str) -> tuple[str, list[int]]:
        names = (name for name in features(word, known) if name in known or name[0] == "+")
        return strip_accents(word).lower(), [number(name) for name in names]

    ids, starts, labels = array("i"), array("q", [0]), array("f")
    for is_vietnamese, piece in pieces:
        before = ""
        for key, own in map(encoded, piece):
            ids.extend(own)
            if (both := pair(before, key)) in known:
                ids.append(number(both))
            before = key
        starts.append(len(ids))
        labels.append(is_vietnamese)
    found = Examples(np.array(ids), np.array(starts), np.array(labels))
    return found, list(numbers)


def fit(
    examples: Examples,
    start: NDArray[np.float64],
    epochs: int = 8,
    batch: int = 2048,
    rate: float = 0.3,
) -> NDArray[np.float64]:
    """Return the weights of a logistic regression without intercept, by Adagrad.

    Args:
        examples: the bags of features and their classes.
        start: the weights to start from.
        epochs: how many times the examples are gone through.
        batch: examples a step.
        rate: the learning rate.
    """
    size = len(start)
    weights, squares = start.copy(), np.full(size, 1.0)
    for epoch in range(epochs):
        loss = 0.0
        for first in range(0, len(examples.vietnamese), batch):
            part = slice(first, first + batch)
            edges = examples.starts[first : first + batch + 1]
            ids = examples.ids[edges[0] : edges[-1]]
            rows = np.repeat(np.arange(len(edges) - 1), np.diff(edges))
            odds = np.bincount(rows, weights[ids], len(edges) - 1)
            errors = 1 / (1 + np.exp(-odds)) - examples.vietnamese[part]
            gradient = np.bincount(ids, errors[rows], size)
            squares += gradient**2
            weights -= rate * gradient / np.sqrt(squares)
            loss += float(np.abs(errors).sum())
        log.info("epoch %d: mean error %.4f", epoch + 1, loss / len(examples.vietnamese))
    return weights


def _grouped(table: dict[str, float], steps: int) -> dict[str, str]:
    """Return a table turned over: the words of each rounded value, which is in 1/`steps`."""
    groups: dict[int, list[str]] = {}
    for word, value in table.items():
        if rounded := round(value * steps):
            groups.setdefault(rounded, []).append(word)
    return {str(value): " ".join(sorted(groups[value])) for value in sorted(groups)}
