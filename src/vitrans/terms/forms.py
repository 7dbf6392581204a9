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


def find_form(
    forms: Iterable[str], words: Sequence[Token], any_case: bool = False
) -> Iterator[Place]:
    """Yield the places at which the words of a text are one of some forms.

    A form in small letters may have capitals; one with capitals has them.
    """
    for form in forms:
        wanted = tokens(form)
        exact = not any_case and form != form.lower()
        for at in range(len(words) - len(wanted) + 1):
            if all(map(_is_same, wanted, words[at : at + len(wanted)], [exact] * len(wanted))):
                yield words[at].start, words[at + len(wanted) - 1].end


def _is_same(one: Token, other: Token, exact: bool) -> bool:
    if one.key != other.key:
        return False
    letters = zip(one.text, other.text, strict=False)  # alike but for the tone's place
    return not exact or all(not a.isupper() or b.isupper() for a, b in letters)
