"""The terms that a text has, whether its translation has them, and where they are put in."""

import re
from collections.abc import Sequence

from vitrans.align.placement import place
from vitrans.terms import Finder, Found, Glossary
from vitrans.terms.english import plurals
from vitrans.terms.forms import find_form, forms_of
from vitrans.terms.words import tokens
from vitrans.text import find_protected
from vitrans.translate.grammar import ARTICLE, POSSESSIVE, put_in
from vitrans.translate.problems import KEPT, LEFT, TERM, Problem
from vitrans.translate.spans import Span, find_fixed
from vitrans.types import Language, Target, TermUse

_MISSED = "the translation has no words that stand for it"
_OTHERWISE = "the memory has another wording"
_FIRST = re.compile(r"[^\W_]+")  # word or figure
_SENTENCE = re.compile(r"\s\S+[^\W\d_][.!?…][\"”’)]*\s*$")


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
    """Return the terms of which a translation has no form, or fewer than its source has terms.

    A long term is none of its parts.
    """
    places = _places(uses, text, language) if uses else {}
    lost = []
    for targets, found in places.items():
        same = [use for use in uses if use.term.targets == targets]
        lost += same[len(found) :]
    return sorted(lost, key=lambda use: use.start)


def _places(
    uses: Sequence[Found], text: str, language: Language
) -> dict[tuple[str, ...], list[tuple[int, int]]]:
    """Return where a translation has forms of terms, the longest terms first."""
    words = tokens(text)
    taken: list[tuple[int, int]] = []
    found: dict[tuple[str, ...], list[tuple[int, int]]] = {}
    every = {(use.term.targets, use.term.verbatim) for use in uses}
    for targets, verbatim in sorted(every, key=lambda one: (-len(one[0][0]), one)):
        if verbatim:
            places = [match.span() for match in re.finditer(re.escape(targets[0]), text)]
        else:
            forms = [form for target in targets for form in forms_of(target, language)]
            places = list(find_form(forms, words, language))
        found[targets] = [one for one in dict.fromkeys(places) if _is_apart(one, taken)]
        taken += found[targets]
    return found


def left_over(uses: Sequence[Found], text: str, language: Language) -> list[Problem]:
    """Return what of a Vietnamese translation is an English possessive behind a term."""
    if language is Language.ENGLISH:
        return []
    terms = "|".join(re.escape(target) for use in uses for target in use.term.targets)
    found = re.search(rf"(?:{terms})(['’]s)(?!\w)", text, re.IGNORECASE) if terms else None
    return [Problem(LEFT, found[1])] if found else []


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
    return opened(source, substituted(source, target, uses, language))


def opened(source: str, target: str) -> str:
    """Return a translation with a capital where its source begins with one.

    A sentence behind a figure or a placeholder has one too. Code, names written otherwise and what
    the source has in the same letters stay.
    """
    found = _FIRST.search(target)
    if not found or not found[0][:1].islower() or not found[0].islower():
        return target
    if not _begins_large(source) or found[0] in source.split():
        return target
    if any(one.start <= found.start() < one.end for one in find_protected(target)):
        return target
    at = found.start()
    return target[:at] + target[at].upper() + target[at + 1 :]


def _begins_large(source: str) -> bool:
    """Say whether a text begins with a capital, or with no letter and is a sentence."""
    first = _FIRST.search(source)
    codes = find_protected(source)
    if first and not (codes and codes[0].start <= first.start()) and first[0][0].isalpha():
        return first[0][0].isupper()
    return bool(_SENTENCE.search(source))


def substituted(source: str, target: str, uses: Sequence[Found], language: Language) -> str:
    """Return a translation in which terms that it lacks stand for the words that translate them.

    The places come from the word table (`align/placement.py`), or are copies of the source; a term
    without a place of its own is not put in.
    """
    taken = [one for places in _places(uses, target, language).values() for one in places]
    lost = {use.term.targets for use in missing(uses, target, language)}
    wanted = [use for use in uses if use.term.targets in lost]
    found = place([(use.start, use.end) for use in wanted], source, target, language)
    put: list[tuple[tuple[int, int], Found]] = []
    for use, at in zip(wanted, found, strict=True):
        at = _copied(source[use.start : use.end], target, taken) or at
        if at and language is Language.ENGLISH:
            at = _bare(target, *at)
        if at and _is_apart(at, taken):
            taken.append(at)
            put.append((at, use))
    for at, use in sorted(put, key=lambda one: -one[0][0]):
        target, _ = put_in(use.term.target, target, at, language)
    return target


def _copied(text: str, target: str, taken: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """Return where a translation has copied words of the source."""
    same = re.finditer(rf"(?<!\w){re.escape(text)}(?!\w)", target, re.IGNORECASE)
    return next((one.span() for one in same if _is_apart(one.span(), taken)), None)


def uses_of(
    uses: Sequence[Found],
    source: str,
    target: str,
    language: Language,
    how: str,
    why_not: str = _MISSED,
) -> tuple[TermUse, ...]:
    """Return what became of the terms of a text: how they came in, or why they did not."""
    lost = missing(uses, target, language)
    return tuple(
        TermUse(
            source[use.start : use.end],
            use.term.target,
            use not in lost,
            why_not if use in lost else "kept" if use.term.verbatim else how,
            use.term.source,
        )
        for use in uses
    )


def held_against(
    glossary: Glossary, source: str, target: str, language: Target
) -> tuple[tuple[TermUse, ...], tuple[str, ...]]:
    """Hold a person's translation against a glossary.

    Returns:
        What became of the terms of the source, and a warning for each that the target lacks.
    """
    finder = glossary.finder(language)
    if not finder:
        return (), ()
    uses = terms_in(finder, source, find_fixed(source, language.other), source.isupper())
    lost = problems_of(missing(uses, target, language), source, language)
    known = uses_of(uses, source, target, language, "from the memory", _OTHERWISE)
    return known, tuple(map(str, lost))


def _bare(target: str, start: int, stop: int) -> tuple[int, int] | None:
    """Return a place without an article before it and a possessive behind; None of an article."""
    text = target[start:stop]
    if before := ARTICLE.match(f"{text} "):
        start = min(stop, start + before.end())
    if behind := POSSESSIVE.search(target[start:stop]):
        stop -= len(behind.group())
    return (start, stop) if start < stop else None


def _is_part(found: Found, span: Span) -> bool:
    """Say whether a term is only a part of a span."""
    overlaps = found.start < span.end and span.start < found.end
    return overlaps and not (found.start <= span.start and span.end <= found.end)


def _is_apart(place: tuple[int, int], others: Sequence[tuple[int, int]]) -> bool:
    return all(place[1] <= start or end <= place[0] for start, end in others)
