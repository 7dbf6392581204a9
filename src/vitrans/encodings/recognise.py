"""Which old encoding bytes are in, told by what they read as.

Each encoding is weighed by how probable its reading is, as the negative log probability of the
words with letters beyond ASCII: Vietnamese syllables by how frequent they are (Zipf's law), all
other words letter by letter. Words in ASCII are the same in all, and say only whether the text
is Vietnamese or Western.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from vitrans.encodings.encoding import Encoding, shown
from vitrans.encodings.likelihood import CONTROL, STRAY, vietnamese, weigh, western
from vitrans.encodings.tables import VIETNAMESE, WINDOWS_1252
from vitrans.text import WORD

# How much of a text is read to tell; lines in ASCII say little.
_SAMPLE = 1 << 16
# By how much, in nats, the best reading must be more probable than any other one, and the share
# of words beyond ASCII that must be right in it; fewer will do where no other reading comes near.
_MARGIN, _RIGHT = 2.0, 0.75
_FAR, _LEAST_RIGHT = 10.0, 0.5
# How much the words in ASCII may say, in nats.
_MOST_CONTEXT = 8.0
# What a use of each encoding costs: most old texts are in the first three.
_PRIORS = (0.0, 0.3, 0.6, 1.0, 1.0, 1.0)

_CHUNK = re.compile(r"[^ \t\r\n\f\v]+")


@dataclass(frozen=True, slots=True)
class Reading:
    """A way to read bytes: its cost in nats, the share of words that are right, what is read."""

    encoding: Encoding
    cost: float
    right: float
    sample: str


def readings(data: bytes) -> list[Reading]:
    """Return the ways to read bytes that are not UTF-8, the most probable first."""
    sample = _sample(shown(data))
    chunks = Counter(_CHUNK.findall(sample))
    telling = {chunk: count for chunk, count in chunks.items() if not _is_plain(chunk)}
    context = _context(chunks)
    found = [
        _reading(encoding, sample, telling, prior + context)
        for encoding, prior in zip(VIETNAMESE, _PRIORS, strict=True)
    ]
    found.append(_reading(WINDOWS_1252, sample, telling, 0.0))
    return sorted(found, key=lambda reading: reading.cost)


def certain(found: Sequence[Reading]) -> Encoding | None:
    """Return the encoding of the best reading, None if another one may be as right."""
    best = found[0]
    margin = min((one.cost - best.cost for one in found if one.sample != best.sample), default=_FAR)
    if margin < _MARGIN or CONTROL.search(best.sample):
        return None
    far = margin >= _FAR and best.encoding is not WINDOWS_1252
    return best.encoding if best.right >= (_LEAST_RIGHT if far else _RIGHT) else None


def doubt(found: Sequence[Reading]) -> str:
    """Say why the encoding cannot be told: several may be, or none reads as text."""
    best = found[0]
    near = [one for one in found if one.cost < best.cost + _FAR and one.right >= _RIGHT]
    likely = list({one.sample: one for one in reversed(near)}.values())
    if len(likely) < 2:
        names = ", ".join(one.encoding.name for one in sorted(found, key=lambda o: o.encoding.name))
        return f"reads as no text in any encoding that vitrans knows ({names})"
    named = " or ".join(f"{one.encoding.name}, “{_example(one, likely)}”" for one in likely[::-1])
    return f"is too short to tell its encoding: it may be {named}"


def _example(reading: Reading, others: Sequence[Reading]) -> str:
    """Return the first word that others read otherwise."""
    rows = zip(*(one.sample.split() for one in others), strict=False)
    mine = reading.sample.split()
    return next(word for word, row in zip(mine, rows, strict=False) if len(set(row)) > 1)


def _sample(text: str) -> str:
    """Return the lines of a text that are not plain ASCII, as many as there is use for."""
    kept, size = [], 0
    for line in text.split("\n"):
        if size < _SAMPLE and not _is_plain(line):
            kept.append(line[:_SAMPLE])
            size += len(kept[-1])
    return "\n".join(kept)


def _is_plain(text: str) -> bool:
    return text.isascii() and not CONTROL.search(text)


def _context(chunks: Counter[str]) -> float:
    """Return how much more the words in ASCII cost in a Vietnamese text than in a Western one."""
    total = 0.0
    for chunk, count in chunks.items():
        if chunk.isascii():  # names stand in every text
            words = [word for word in WORD.findall(chunk) if word.islower()]
            total += count * sum(vietnamese(w)[0] - western(w)[0] for w in words)
    return max(-_MOST_CONTEXT, min(_MOST_CONTEXT, total))


def _reading(encoding: Encoding, sample: str, telling: dict[str, int], prior: float) -> Reading:
    """Return how a sample reads in an encoding."""
    word = western if encoding is WINDOWS_1252 else vietnamese
    cost, right = prior, 0
    for chunk, count in telling.items():
        each, good = weigh(encoding.decode(chunk), word)
        stray = encoding.has_strays(chunk)
        cost += count * (each + STRAY * stray)
        right += count * (good and not stray)
    return Reading(encoding, cost, right / max(1, sum(telling.values())), encoding.decode(sample))
