"""Variations of training sentences that real input will show the models."""

import random
import re

from vitrans.models.description import PLACEHOLDERS
from vitrans.text import WORD, strip_accents

_QUOTED = r"“[^“”]{2,60}”|\"[^\"]{2,60}\""
_LINK = r"https?://\S+|[\w.+-]+@[\w-]+\.\w+"
_NUMBER = r"(?<![\w.,])\d[\d.,]*\d(?![\w.,])|(?<![\w.,])\d(?![\w.,])"
_NAME = r"[A-Z][\w'’-]+(?: [A-Z][\w'’-]+){0,3}"
_COPIED = re.compile("|".join((_QUOTED, _LINK, _NUMBER, _NAME)))


def strip_some(text: str, rng: random.Random, share: float) -> str:
    """Return `text` with the accents of about `share` of its words taken off."""
    return WORD.sub(lambda m: strip_accents(m[0]) if rng.random() < share else m[0], text)


def unaccent(text: str, rng: random.Random, wholly: float, partly: float) -> str:
    """Strip the accents of a whole text, or of some words, with the given probabilities."""
    draw = rng.random()
    if draw < wholly:
        return strip_accents(text)
    return strip_some(text, rng, rng.choice((0.2, 0.5, 0.8))) if draw < wholly + partly else text


def recase(source: str, target: str, rng: random.Random, share: float) -> tuple[str, str]:
    """Set a share of pairs in capitals on both sides, or the source alone in small letters."""
    draw = rng.random()
    if draw < share / 2:
        return source.upper(), target.upper()
    return (source.lower(), target) if draw < share else (source, target)


def mask_copied(source: str, target: str, rng: random.Random) -> tuple[str, str]:
    """Put placeholders for up to three spans that stand, once each, on both sides.

    A masked quotation keeps its marks; what is masked are names, numbers, titles and links.
    """
    spans = [s.strip('“”"') for s in _COPIED.findall(source)]
    spans = [s for s in dict.fromkeys(spans) if source.count(s) == 1 == target.count(s)]
    chosen = rng.sample(spans, min(len(spans), rng.choice((1, 1, 2, 3))))
    for symbol, span in zip(rng.sample(PLACEHOLDERS, len(chosen)), chosen, strict=True):
        if source.count(span) == 1 == target.count(span):
            source, target = source.replace(span, symbol), target.replace(span, symbol)
    return source, target
