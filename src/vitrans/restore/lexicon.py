"""What the restorer knows of words: token numbers and the accented forms of each base."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from vitrans.errors import ModelError
from vitrans.restore.tokens import is_word
from vitrans.text import is_syllable, strip_accents

SPECIAL = ("<pad>", "<unk>", "<syllable>", "<number>", "<link>", "<mark>")
"""Padding, then tokens that are not in the vocabulary by what they are."""

MOST_FORMS = 24


@dataclass(frozen=True, slots=False)
class FormLexicon:
    """The vocabulary of the tagger.

    Attributes:
        tokens: every token in the order of its number; words in small letters, with marks
            where a word that already has its marks is to be read as such.
        forms: base (no marks, small letters) → its forms, the base itself first. Only bases
            with a choice stand here. Forms are numbered through in this order.
        counts: how often each form was seen, in the order of their numbers.
    """

    tokens: tuple[str, ...]
    forms: dict[str, tuple[str, ...]]
    counts: tuple[int, ...]

    @cached_property
    def numbers(self) -> dict[str, int]:
        """Token → its number."""
        return {token: number for number, token in enumerate(self.tokens)}

    @cached_property
    def first_form(self) -> dict[str, int]:
        """Base → the number of its first form; the others follow."""
        first, total = {}, 0
        for base, forms in self.forms.items():
            first[base] = total
            total += len(forms)
        return first

    def number(self, token: str) -> int:
        """Return the number of a token (small letters), known or by what it is."""
        found = self.numbers.get(token)
        return self.class_of(token) if found is None else found

    def class_of(self, token: str) -> int:
        """Return the number of the special token that stands for an unknown one."""
        if is_word(token):
            base = strip_accents(token)
            if base != token and base in self.numbers:
                return self.numbers[base]
            return SPECIAL.index("<syllable>" if is_syllable(base) else "<unk>")
        if any(c in token for c in "/@") and len(token) > 1:
            return SPECIAL.index("<link>")
        return SPECIAL.index("<number>" if any(c.isdigit() for c in token) else "<mark>")

    def write(self, path: Path) -> None:
        """Write the lexicon as a JSON file."""
        value = {"tokens": self.tokens, "forms": self.forms, "counts": self.counts}
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
        path.write_text(text + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> "FormLexicon":
        """Read what `write` wrote.

        Raises:
            ModelError: the file is missing or is no lexicon.
        """
        try:
            value = json.loads(path.read_text("utf-8"))
            forms = {base: tuple(forms) for base, forms in value["forms"].items()}
            return cls(tuple(value["tokens"]), forms, tuple(value["counts"]))
        except (OSError, ValueError, KeyError) as error:
            raise ModelError(f"no restorer lexicon in {str(path)!r}: {error}") from error


def build_lexicon(
    vietnamese: dict[str, int], english: dict[str, int], least: int = 10
) -> FormLexicon:
    """Make a lexicon from word counts (small letters, NFC, one tone placement).

    A form needs a thousandth of its base's sightings and at least three, or twenty: `mọt` is
    rare beside `một`, and still a word. Where it is no single syllable, as `ôtô` and `ĐH`, it
    needs twenty in any case; a token needs `least`.
    """
    by_base: dict[str, list[str]] = {}
    for word, count in vietnamese.items():
        if count >= (3 if is_syllable(word) else 20):
            by_base.setdefault(strip_accents(word), []).append(word)
    forms = {}
    for base, group in sorted(by_base.items()):
        total = sum(vietnamese[f] for f in group)
        enough = min(20, total / 1000)
        kept = [f for f in group if f != base and vietnamese[f] >= enough]
        kept.sort(key=lambda f: -vietnamese[f])
        if kept:
            forms[base] = (base, *kept[: MOST_FORMS - 1])
    counts = tuple(vietnamese.get(f, 0) for group in forms.values() for f in group)
    return FormLexicon(tuple(_tokens(vietnamese, english, forms, least)), forms, counts)


def _tokens(
    vietnamese: dict[str, int],
    english: dict[str, int],
    forms: dict[str, tuple[str, ...]],
    least: int,
) -> Iterable[str]:
    bases: dict[str, int] = {}
    for word, count in vietnamese.items():
        bases[strip_accents(word)] = bases.get(strip_accents(word), 0) + count
    kept = dict.fromkeys(SPECIAL)
    kept |= dict.fromkeys(forms)
    kept |= dict.fromkeys(sorted(b for b, n in bases.items() if n >= least))
    kept |= dict.fromkeys(sorted(w for w, n in vietnamese.items() if n >= least))
    kept |= dict.fromkeys(sorted(w for w, n in english.items() if n >= least * 10))
    return kept
