"""A term within an English sentence: its number, its article, its capital.

The rules say only what is possible at a place; which of the possible forms it is, the model says
(`vitrans.translate.wording`).
"""

import re
from collections.abc import Iterator

from vitrans.terms.english import article, plurals, verb_forms
from vitrans.types import Language

Place = tuple[int, int]

ARTICLE = re.compile(r"(?:the|an?) ", re.IGNORECASE)
POSSESSIVE = re.compile(r"['’]s?$")
_NEXT = re.compile(r" ([^\W\d_]+)")
_BEFORE = re.compile(r"((?:[^\s.,;:!?]+ ){0,3})[\"“‘'(\[]*$")
_ANY_ARTICLE = frozenset(["a", "an"])
_MANY_WORDS = """
both few many several these those two three four five six seven eight nine ten eleven twelve twenty
thirty forty fifty sixty seventy eighty ninety hundred hundreds thousand thousands dozen dozens
various numerous
"""
_HOLDING_WORDS = "all any her his its my no our some the their your which whose"
_BEFORE_VERBS = "to will would can could may might must should shall not"
_BEING_WORDS = "am are be been being had has have is was were get gets got"
_PREPOSITION_WORDS = """
about after against and around as at before between by for from in into like near of off on or over
than through to under until with within without
"""
_MANY = frozenset(_MANY_WORDS.split())
_ONE = frozenset(["another", "each", "every", "one", "this", "that"])
_OPEN = frozenset(_HOLDING_WORDS.split())
_TO_VERB = frozenset(_BEFORE_VERBS.split())
_BEING = frozenset(_BEING_WORDS.split())
_PREPOSITIONS = frozenset(_PREPOSITION_WORDS.split())


def put_in(term: str, text: str, place: Place, language: Language) -> tuple[str, Place]:
    """Return a text with a term at a place, and where it stands: with the capital and the article.

    `a` or `an` before it is as the term sounds.
    """
    start, stop = place
    before, after = text[:start], text[stop:]
    if not any(map(str.isalnum, before)):
        term = term[:1].upper() + term[1:]
    if language is Language.VIETNAMESE:
        before = _without_doubled(before, term)
    if language is Language.ENGLISH:
        before = re.sub(r"\b(a)n?( )$", lambda m: article(term) + m[2], before)
        before = re.sub(r"\b(A)n?( )$", lambda m: article(term).capitalize() + m[2], before)
    return before + term + after, (len(before), len(before) + len(term))


def _without_doubled(before: str, term: str) -> str:
    """Return what stands before a term without the syllable that it begins with: `vùng vùng …`."""
    first = term.split(" ")[0].lower()
    head, _, last = before.rstrip().rpartition(" ")
    return f"{head} " if head and last.lower() == first and before.endswith(" ") else before


def variants(text: str, place: Place, term: str) -> list[str]:
    """Return the English sentences that a sentence with a term may be, itself as well.

    Args:
        text: the sentence.
        place: where a form of the term stands in it.
        term: the term itself.
    """
    start, stop = place
    before = _BEFORE.search(text[:start])
    words = before[1].lower().split() if before else []
    if words and words[-1] in ("the", *_ANY_ARTICLE):
        start -= len(words[-1]) + 1
        own = text[start : place[0]].lower()
    else:
        own = ""
    bare = text[:start].rstrip()
    made = [
        _at(text, (start, stop), lead, form)
        for lead, form in _choices(
            term, text[place[0] : stop], own, words, not bare, _ends(text[stop:])
        )
    ]
    return list(dict.fromkeys([text, *made])) if not made else list(dict.fromkeys(made))


def _choices(
    term: str, now: str, own: str, words: list[str], first: bool, last: bool
) -> Iterator[tuple[str, str]]:
    """Yield articles and forms of a term that are possible behind some words.

    Args:
        term: the term itself.
        now: the form that stands there.
        own: the article before it, with its space.
        words: up to three words before it, in small letters.
        first: whether the sentence begins with it, its article aside.
        last: whether no noun follows it.
    """
    if term != term.lower():
        yield own, now
        if not own and not first and not _is_governed(words):
            yield "the ", now
        return
    if words and words[-1] in _TO_VERB and not own:
        yield "", term
        if words[-1] != "to":
            return
    many = next(iter(plurals(term)), term)
    for lead, number in _numbers(own, words, first):
        yield lead, many if number else term
    yield from _bent(term, now, own, words if last else [])


def _numbers(own: str, words: list[str], first: bool) -> Iterator[tuple[str, bool]]:
    """Yield articles, each with whether the term is in the plural."""
    if own in ("a ", "an "):
        yield from ((own, False), ("", True))
    elif own:
        yield from ((own, False), (own, True))
        if first:
            yield "", True
    elif _last(words, _MANY) or (words and _is_number(words[-1])):
        yield "", True
    elif _last(words, _ONE):
        yield "", False
    elif _is_governed(words):
        yield from (("", False), ("", True))
    else:
        yield from (("", False), ("", True), ("the ", False), ("a ", False))


def _bent(term: str, now: str, own: str, words: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the forms of a verb that stand there already, or that an auxiliary calls for."""
    forms = list(verb_forms(term))
    if now.lower() in forms and not own:
        yield "", now
    elif forms and words and words[-1] in _BEING:
        yield "", forms[1]


def _ends(after: str) -> bool:
    """Say whether a sentence, or a phrase with a preposition, goes on behind a term."""
    word = _NEXT.match(after)
    return word is None or word[1].lower() in _PREPOSITIONS


def _is_governed(words: list[str]) -> bool:
    """Say whether an article, a possessive or a number holds a term, over an adjective at most."""
    for count, word in enumerate(reversed(words[-2:])):
        if word in _PREPOSITIONS or (count and word in _BEING):
            return False
        if word in _OPEN | _ONE | _MANY | _ANY_ARTICLE or POSSESSIVE.search(word):
            return True
    return False


def _last(words: list[str], wanted: frozenset[str]) -> bool:
    """Say whether one of some words is the last, or the one before an adjective."""
    if words and words[-1] in wanted:
        return True
    return len(words) > 1 and words[-2] in wanted and words[-1] not in _PREPOSITIONS


def _is_number(word: str) -> bool:
    digits = word.replace(",", "").replace(".", "")
    return digits.isdigit() and digits != "1"


def _at(text: str, place: Place, lead: str, form: str) -> str:
    """Return a text with an article and a form at a place."""
    start, stop = place
    made = (article(form) + " " if lead in ("a ", "an ") else lead) + form
    if not any(map(str.isalnum, text[:start])):
        made = made[:1].upper() + made[1:]
    return text[:start] + made + text[stop:]
