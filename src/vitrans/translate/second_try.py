"""What to hide from the model in a second try: what the first one lost, as the target has it."""

import re
from collections.abc import Sequence

from vitrans.text.dates import find_dates
from vitrans.text.numbers import FIGURES, Number
from vitrans.translate.figures import in_figures, localise
from vitrans.translate.problems import Problem
from vitrans.translate.spans import Span, apart
from vitrans.types import Target


def to_mask(problems: Sequence[Problem], masked: Sequence[Span]) -> list[Span]:
    """Return the spans for a second try: what was lost, and what was masked with success.

    A span that was masked and lost all the same is left to the model, unless it is an object,
    which no model can write.
    """
    lost = [span for problem in problems for span in problem.spans]
    again = [span for span in lost if span not in masked or span.kind == "object"]
    return apart([*again, *(span for span in masked if span not in lost)])


def number_spans(source: str, number: Number, target: Target) -> tuple[Span, ...]:
    """Return what to mask of a number: its date, its figures, or all of it where it is in words."""
    for date in find_dates(source, target.other):
        if date.start <= number.start < date.end:
            text = source[date.start : date.end]
            return (Span(date.start, date.end, "number", text, date.write(target)),)
    if not number.in_figures:
        written = in_figures(number, target)
        return (Span(number.start, number.end, "number", number.text, written),)
    return tuple(_figures(match, number, target) for match in FIGURES.finditer(number.text))


def _figures(match: re.Match[str], number: Number, target: Target) -> Span:
    start, end = number.start + match.start(), number.start + match.end()
    return Span(start, end, "number", match.group(), localise(match.group(), target))
