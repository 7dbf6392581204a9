"""The terms that a text has, whether its translation has them, and where they are put in."""

from collections.abc import Sequence

from vitrans.align.placement import place
from vitrans.terms import Finder, Found
from vitrans.terms.english import plurals
from vitrans.terms.forms import find_form, forms_of
from vitrans.terms.words import tokens
from vitrans.translate.grammar import ARTICLE, POSSESSIVE, put_in
from vitrans.translate.problems import KEPT, TERM, Problem
from vitrans.translate.spans import Span
from vitrans.types import Language, Target, TermUse

_MISSED = "the translation has no words that stand for it"


def terms_in(finder: Finder, text: str, fixed: Sequence[Span], any_case: bool) -> list[Found]:
    """Return the terms of a text, none within what stays as it is but a title as a whole."""
    shut = [(span.start, span.end) for span in fixed if span.kind != "title"]
    titles = [span for span in fixed if span.kind == "title"]
    return [
        found
        for found in finder.find(text, shut, any_case)
        if not any(_is_part(found, title) for title in titles)
    ]


def span_of(found: Found, text: str, target: Target) -> Span:
    """Return the span of a term, for which something else stands in the target."""
    term = found.term
    kind = KEPT if term.verbatim else TERM
    english = target is Language.ENGLISH and not term.verbatim
    many = next(iter(plurals(term.target)), "") if english else ""
    return Span(found.start, found.end, kind, text[found.start : found.end], term.target, many)


def missing(uses: Sequence[Found], text: str, language: Language) -> list[Found]:
    """Return the terms of which a translation has no form; a long one is none of its parts."""
    words = tokens(text) if uses else []
    taken: list[tuple[int, int]] = []
    lost = set()
    for targets, verbatim in sorted(
        {(use.term.targets, use.term.verbatim) for use in uses}, key=lambda one: -len(one[0][0])
    ):
        if verbatim:
            places = [(at, at + len(targets[0]))] if (at := text.find(targets[0])) >= 0 else []
        else:
            forms = [form for target in targets for form in forms_of(target, language)]
            places = [p for p in find_form(forms, words) if _is_apart(p, taken)]
        taken += places
        lost |= set() if places else {targets}
    return [use for use in uses if use.term.targets in lost]


def problems_of(lost: Sequence[Found], source: str, target: Target) -> list[Problem]:
    """Return what is to be said of missing terms; each once, with all its places."""
    spans: dict[str, list[Span]] = {}
    for use in lost:
        span = span_of(use, source, target)
        said = span.text if use.term.verbatim else f"{span.text} → {use.term.target}"
        spans.setdefault(said, []).append(span)
    return [Problem(f"{found[0].kind} missed", said, tuple(found)) for said, found in spans.items()]


def wording(uses: Sequence[Found], source: str, target: str, language: Target) -> str:
    """Return a translation with the terms that it lacks, as far as their places are found."""
    lost = missing(uses, target, language)
    return opened(source, substituted(source, target, lost, language) if lost else target)


def opened(source: str, target: str) -> str:
    """Return a translation with a capital where its source begins with one."""
    first = next((c for c in source if c.isalnum()), "")
    at = next((i for i, c in enumerate(target) if c.isalnum()), 0)
    if not first.isupper() or not target[at:].strip():
        return target
    return target[:at] + target[at].upper() + target[at + 1 :]


def substituted(source: str, target: str, lost: Sequence[Found], language: Language) -> str:
    """Return a translation in which terms stand for the words that translate theirs.

    The places come from the word table (`align/placement.py`); a term without one is not put in.
    """
    spans = [(use.start, use.end) for use in lost]
    found = zip(lost, place(spans, source, target, language), strict=True)
    put = [(at, use) for use, at in found if at]
    end = len(target)
    for (start, stop), use in sorted(put, key=lambda one: -one[0][0]):
        if stop <= end:
            if language is Language.ENGLISH:
                start, stop = _bare(target, start, stop)
            target, _ = put_in(use.term.target, target, (start, stop), language)
            end = start
    return target


def uses_of(
    uses: Sequence[Found], source: str, target: str, language: Language, how: str
) -> tuple[TermUse, ...]:
    """Return what became of the terms of a text."""
    lost = missing(uses, target, language)
    return tuple(
        TermUse(
            source[use.start : use.end],
            use.term.target,
            use not in lost,
            _MISSED if use in lost else "kept" if use.term.verbatim else how,
        )
        for use in uses
    )


def _bare(target: str, start: int, stop: int) -> tuple[int, int]:
    """Return a place without an article before it and the possessive behind it."""
    text = target[start:stop]
    before, behind = ARTICLE.match(text), POSSESSIVE.search(text)
    first = start + before.end() if before and before.end() < len(text) else start
    return first, stop - len(behind.group()) if behind and behind.start() > first - start else stop


def _is_part(found: Found, span: Span) -> bool:
    """Say whether a term is only a part of a span."""
    overlaps = found.start < span.end and span.start < found.end
    return overlaps and not (found.start <= span.start and span.end <= found.end)


def _is_apart(place: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return all(place[1] <= start or end <= place[0] for start, end in others)
