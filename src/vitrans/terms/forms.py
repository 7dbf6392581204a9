"""What a translation may have for a term, and whether it has it."""

from collections.abc import Iterable, Iterator, Sequence

from vitrans.terms.english import plurals, verb_forms
from vitrans.terms.words import Token, tokens
from vitrans.text import nfc
from vitrans.types import Language

Place = tuple[int, int]


def forms_of(target: str, language: Language) -> list[str]:
    """Return a term as a translation may have it: as it is, in the plural, as a verb is bent."""
    text = nfc(target)
    if language is not Language.ENGLISH:
        return [text]
    return list(dict.fromkeys([text, *plurals(text), *verb_forms(text)]))


def find_form(forms: Iterable[str], words: Sequence[Token], language: Language) -> Iterator[Place]:
    """Yield the places at which the words of a text are one of some forms.

    A form in small letters may have capitals; one with capitals has them. English headings have
    more of them; in Vietnamese only the first letter may have one, `Ủy ban Nhân dân` is not
    `Ủy ban nhân dân`.
    """
    for form in forms:
        wanted = tokens(form)
        exact = form != form.lower()
        strict = exact and language is Language.VIETNAMESE
        for at in range(len(words) - len(wanted) + 1):
            found = words[at : at + len(wanted)]
            if all(
                _is_same(one, other, exact, strict and number > 0)
                for number, (one, other) in enumerate(zip(wanted, found, strict=True))
            ):
                yield found[0].start, found[-1].end


def _is_same(one: Token, other: Token, exact: bool, strict: bool) -> bool:
    """Say whether two words are the same: with the capitals of one, or (`strict`) no others."""
    if one.key != other.key:
        return False
    letters = list(zip(one.text, other.text, strict=False))  # alike but for the tone's place
    if strict:
        return all(a.isupper() == b.isupper() for a, b in letters)
    return not exact or all(not a.isupper() or b.isupper() for a, b in letters)
