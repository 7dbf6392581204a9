"""How a restoration is shown: doubtful words in brackets, what changed, what else might be."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any, NamedTuple

from vitrans.restore.restorer import Restoration, RestoredWord, confidence

DOUBTFUL = 0.8
"""Words with a lower probability are shown to people, where nothing else is asked for."""

_PIECE = re.compile(r"\s+|\S+")


class Change(NamedTuple):
    """A stretch of a text before and after; the same text twice where nothing changed."""

    before: str
    after: str


def doubtful(restoration: Restoration, threshold: float = DOUBTFUL) -> list[list[int]]:
    """Return the numbers of the words below a probability, neighbours in one group.

    Neighbours have nothing but white space between them, on the same line.
    """
    groups: list[list[int]] = []
    for number, word in enumerate(restoration.words):
        if confidence(word) >= threshold:
            continue
        if groups and _between(restoration, groups[-1][-1], number).strip(" \t") == "":
            groups[-1].append(number)
        else:
            groups.append([number])
    return groups


def marked(restoration: Restoration, threshold: float = DOUBTFUL) -> str:
    """Return the restored text with its doubtful words in brackets: `[như thế?]`."""
    pieces, done = [], 0
    for group in doubtful(restoration, threshold):
        start, end = span(restoration.words[group[0]])[0], span(restoration.words[group[-1]])[1]
        pieces.append(f"{restoration.text[done:start]}[{restoration.text[start:end]}?]")
        done = end
    return "".join((*pieces, restoration.text[done:]))


def changes(before: str, after: str) -> list[Change]:
    """Return a line before and after, word by word; changed words in a row are one change."""
    old, new = _PIECE.findall(before), _PIECE.findall(after)
    if len(old) != len(new):
        return list(_matched(old, new))
    changed = [one != other for one, other in zip(old, new, strict=True)]
    for at in range(1, len(old) - 1):
        changed[at] |= old[at].isspace() and changed[at - 1] and changed[at + 1]
    pieces = zip(changed, old, new, strict=True)
    runs = [list(run) for _, run in groupby(pieces, lambda piece: piece[0])]
    return [Change("".join(p[1] for p in run), "".join(p[2] for p in run)) for run in runs]


def details(restoration: Restoration, most: int) -> list[dict[str, Any]]:
    """Return the words that had a choice as plain values, with their `most` likely forms.

    Spans are character offsets in the sentence, the same before and after.
    """
    return [
        {
            "start": word.start,
            "end": span(word)[1],
            "original": word.original,
            "restored": word.restored,
            "probability": round(confidence(word), 4),
            "candidates": [
                {"form": form, "probability": round(probability, 4)}
                for form, probability in alternatives(word, most)
            ],
        }
        for word in restoration.words
    ]


def alternatives(word: RestoredWord, most: int) -> list[tuple[str, float]]:
    """Return the likeliest forms of a word with their probabilities."""
    return list(zip(word.candidates, word.probabilities, strict=True))[:most]


def span(word: RestoredWord) -> tuple[int, int]:
    """Return where a word starts and ends."""
    return word.start, word.start + len(word.original)


def _between(restoration: Restoration, one: int, other: int) -> str:
    """Return the text between two words."""
    words = restoration.words
    return restoration.text[span(words[one])[1] : words[other].start]


def _matched(old: list[str], new: list[str]) -> Iterator[Change]:
    """Yield what changed between pieces of which some came or went."""
    for _, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        yield Change("".join(old[a:b]), "".join(new[c:d]))
