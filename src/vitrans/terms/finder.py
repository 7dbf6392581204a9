"""Finds the terms of a glossary in a text: by whole words, the longest first, from left to right.

A dictionary of word sequences says which begin a term (a trie, as Aho and Corasick 1975 have it,
walked from each word), so the time does not depend on how many terms there are.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from vitrans.terms.compounds import is_in_word
from vitrans.terms.english import plurals
from vitrans.terms.words import Token, tokens
from vitrans.text import nfc
from vitrans.types import Language

if TYPE_CHECKING:
    from vitrans.terms.glossary import Term


@dataclass(frozen=True, slots=True)
class Found:
    """A term at a place of a text; `many` says that it stands there in the plural."""

    start: int
    end: int
    term: "Term"
    many: bool = False


@dataclass(slots=True)
class _Node:
    """What may follow some words of terms, and the forms of terms that end with them."""

    next: dict[str, "_Node"] = field(default_factory=dict)
    forms: list["_Form"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Form:
    """A form of a term: its words as they stand, and whether capitals count."""

    words: tuple[str, ...]
    term: "Term"
    many: bool
    exact: bool


class Finder:
    """The terms of one direction, as they are looked for in texts."""

    def __init__(self, terms: Iterable["Term"], language: Language, bare: bool = False) -> None:
        """Take the terms and the language that they are looked for in.

        Args:
            terms: where two are spelt alike the later one counts.
            language: that of the texts.
            bare: whether accents do not matter.
        """
        self._english = language is Language.ENGLISH
        self._bare = bare and not self._english
        self._root = _Node()
        every = list(terms)
        self._kept = _Kept([term for term in every if term.verbatim])
        for term in every:
            if not term.verbatim:
                self._add(term)

    def __bool__(self) -> bool:
        """Say whether there is anything to find."""
        return bool(self._root.next or self._kept)

    def find(
        self,
        text: str,
        shut: Sequence[tuple[int, int]] = (),
        any_case: bool = False,
    ) -> list[Found]:
        """Return the terms in a text (NFC), in order and apart.

        Args:
            text: a sentence.
            shut: stretches in which no term is looked for, such as links.
            any_case: whether capitals do not matter, as in a text that is all in capitals.
        """
        kept = list(self._kept.find(text))
        closed = [*shut, *((one.start, one.end) for one in kept)]
        words = [token for token in tokens(text, self._bare) if not _is_in(token, closed)]
        return sorted([*kept, *self._walk(text, words, any_case)], key=lambda one: one.start)

    def _add(self, term: "Term") -> None:
        source = nfc(term.source)
        exact = source != source.lower()
        forms = [(source, False)]
        if self._english:
            forms += [(form, True) for form in plurals(source) if form != source]
        for form, many in forms:
            found = tokens(form, self._bare)
            node = self._root
            for token in found:
                node = node.next.setdefault(token.key, _Node())
            node.forms.append(_Form(tuple(token.text for token in found), term, many, exact))

    def _walk(self, text: str, words: Sequence[Token], any_case: bool) -> Iterator[Found]:
        at = 0
        while at < len(words):
            found = self._longest(text, words, at, any_case)
            if found:
                end, form = found
                yield Found(words[at].start, words[end - 1].end, form.term, form.many)
                at = end
            else:
                at += 1

    def _longest(
        self, text: str, words: Sequence[Token], at: int, any_case: bool
    ) -> tuple[int, _Form] | None:
        """Return where the longest term ends that starts at a word, and its form."""
        best, node, end = None, self._root, at
        while end < len(words) and (after := node.next.get(words[end].key)):
            if end > at and not _is_next(text, words[end - 1], words[end]):
                break
            node, end = after, end + 1
            opens = at == 0 or not words[at - 1].text.isalnum()
            fitting = [f for f in node.forms if any_case or _fits(f, words[at:end], opens)]
            if not self._english and end == at + 1:
                fitting = [f for f in fitting if not is_in_word(words, at, text, f.term.targets)]
            if fitting:
                # One with capitals is meant where it fits; of the same kind the later counts.
                best = end, max(reversed(fitting), key=lambda form: (form.exact, not form.many))
        return best


class _Kept:
    """Strings that are kept to the letter, by their first character."""

    def __init__(self, terms: Sequence["Term"]) -> None:
        self._by_first: dict[str, list[Term]] = {}
        for term in sorted(terms, key=lambda one: -len(one.source)):
            self._by_first.setdefault(nfc(term.source)[0], []).append(term)

    def __bool__(self) -> bool:
        return bool(self._by_first)

    def find(self, text: str) -> Iterator[Found]:
        """Yield the strings in a text; what starts or ends in a letter is whole there."""
        if not self._by_first:
            return
        at = 0
        while at < len(text):
            options = self._by_first.get(text[at], ())
            term = next((one for one in options if _is_at(one, text, at)), None)
            if term:
                yield Found(at, at + len(nfc(term.source)), term)
            at += len(nfc(term.source)) if term else 1


def _is_at(term: "Term", text: str, at: int) -> bool:
    """Say whether a string stands at a place of a text, and is no part of a word there."""
    kept = nfc(term.source)
    if not text.startswith(kept, at):
        return False
    end = at + len(kept)
    before, after = text[at - 1 : at], text[end : end + 1]
    return not (
        (before.isalnum() and kept[0].isalnum()) or (after.isalnum() and kept[-1].isalnum())
    )


def _fits(form: _Form, words: Sequence[Token], opens: bool) -> bool:
    """Say whether words have the capitals of a form, or one more where a sentence may begin."""
    if not form.exact:
        return True
    texts = [word.text for word in words]
    if opens and form.words[0].islower():
        texts[0] = texts[0][0].lower() + texts[0][1:]
    return all(map(_is_same_case, form.words, texts))


def _is_same_case(one: str, other: str) -> bool:
    if len(one) != len(other):
        return one == other
    return all(a.isupper() == b.isupper() for a, b in zip(one, other, strict=True))


def _is_in(token: Token, stretches: Sequence[tuple[int, int]]) -> bool:
    return any(start < token.end and token.start < end for start, end in stretches)


def _is_next(text: str, one: Token, other: Token) -> bool:
    """Say whether nothing but white space stands between two words."""
    return not text[one.end : other.start].strip()
