"""Placeholders: what a span of the source is called while the model has the sentence."""

import re
from collections.abc import Mapping, Sequence

from vitrans.translate.spans import Span

_PLACEHOLDER = re.compile(r"⟦\d⟧")


def mask(
    text: str, spans: Sequence[Span], placeholders: Sequence[str]
) -> tuple[str, dict[str, str]]:
    """Put placeholders for spans; return the text and what each placeholder stands for.

    Args:
        text: the source.
        spans: in order and apart; those beyond the number of placeholders stay as they are.
        placeholders: what the model knows as such.
    """
    masked, meaning, end = "", {}, 0
    for span, placeholder in zip(spans, placeholders, strict=False):
        masked += text[end : span.start] + placeholder
        meaning[placeholder] = span.replacement
        end = span.end
    return masked + text[end:], meaning


def unmask(text: str, meaning: Mapping[str, str]) -> str:
    """Put back what placeholders stand for; one that stands for nothing is dropped."""
    if "⟦" not in text:
        return text
    restored = _PLACEHOLDER.sub(lambda match: meaning.get(match.group(), "\0"), text)
    return re.sub(r"\s?\0", "", restored)
