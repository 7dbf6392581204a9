"""Placeholders: what a span of the source is called while the model has the sentence.

A model knows a few placeholders. A text with more spans uses them again in turn, and is cut so
that no part has one twice (`vitrans.translate.chunks`); what they stand for is told part by part.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from vitrans.translate.spans import OBJECT, Span

PLACEHOLDER = re.compile(r"⟦\d⟧")
_WITH_ENDING = re.compile(r"(⟦\d⟧)(s\b)?")
_SENTENCE_END = re.compile(r"[\s.!?…\"”’)\]]*$")


def mask(text: str, spans: Sequence[Span], placeholders: Sequence[str]) -> str:
    """Return a text with placeholders for spans; as it is if the model knows none.

    Args:
        text: the source.
        spans: in order and apart.
        placeholders: what the model knows as such; they are used in turn.
    """
    if not placeholders:
        return text
    pieces, end = [], 0
    for number, span in enumerate(spans):
        pieces += [text[end : span.start], placeholders[number % len(placeholders)]]
        end = span.end
    return "".join((*pieces, text[end:]))


def meanings(parts: Iterable[str], spans: Sequence[Span]) -> list[dict[str, str]]:
    """Return what the placeholders of each part of a masked text stand for.

    Where a span has a plural, that is what its placeholder with an `s` stands for.
    """
    left = iter(spans)
    found = []
    for part in parts:
        pairs = list(zip(PLACEHOLDER.findall(part), left, strict=False))
        many = {f"{name}s": span.many for name, span in pairs if span.many}
        found.append({name: span.replacement for name, span in pairs} | many)
    return found


def has_each_once(part: str) -> bool:
    """Say whether no placeholder stands twice in a part of a masked text."""
    found = PLACEHOLDER.findall(part)
    return len(set(found)) == len(found)


def unmask(text: str, meaning: Mapping[str, str]) -> str:
    """Put back what placeholders stand for; one that stands for nothing is dropped."""
    if "⟦" not in text:
        return text

    def meant(match: re.Match[str]) -> str:
        if match.group() in meaning:
            return meaning[match.group()]
        return meaning.get(match[1], "\0") + (match[2] or "")

    restored = _WITH_ENDING.sub(meant, text)
    return re.sub(r"\s?\0", "", restored)


def without_doubled_objects(source: str, target: str) -> str:
    """Return a target without the objects that it has more often than its source."""
    left = Counter(OBJECT.findall(source))

    def keep(match: re.Match[str]) -> str:
        left[match.group()] -= 1
        return match.group() if left[match.group()] >= 0 else "\0"

    return re.sub(r"\s?\0", "", OBJECT.sub(keep, target))


def with_spaces(source: str, target: str) -> str:
    """Return a target with a space between an object and a letter where its source has one."""
    for match in OBJECT.finditer(source):
        char = match.group()
        if source[match.end() : match.end() + 1].isspace():
            target = re.sub(rf"{char}(?=[^\W\d_])", f"{char} ", target)
        if source[: match.start()][-1:].isspace():
            target = re.sub(rf"(?<=[^\W\d_]){char}", f" {char}", target)
    return target


def with_lost_objects(source: str, target: str) -> str:
    """Return a target with the objects that it lacks at its end, before the last full stop."""
    lacking = Counter(OBJECT.findall(source))
    lacking.subtract(OBJECT.findall(target))
    lost = [char for char, count in lacking.items() for _ in range(count)]
    if not lost:
        return target
    end = _SENTENCE_END.search(target)
    at = end.start() if end else len(target)
    return f"{target[:at]} {' '.join(lost)}{target[at:]}".strip()
