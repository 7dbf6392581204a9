"""Stand-ins for the models: quick, and plain to see in what comes out."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from vitrans import toolkit
from vitrans.align.placement import place
from vitrans.restore import Restoration
from vitrans.terms import Glossary, Term
from vitrans.text import has_accents, strip_accents, words
from vitrans.types import Detection, Language, Target, TermUse, Translation

FORMS = {
    "su": "sự",
    "ket": "kết",
    "hop": "hợp",
    "cua": "của",
    "hai": "hai",
    "dien": "diễn",
    "vien": "viên",
    "mua": "mùa",
    "thu": "thu",
    "rat": "rất",
    "dep": "đẹp",
    "phim": "phim",
    "hay": "hay",
    "anh": "ảnh",
    "nha": "nhà",
    "san": "sản",
    "xuat": "xuất",
}
ENGLISH = frozenset(words("the of a is and in to was film movie actors two love autumn very"))


class FakeDetector:
    """Tells languages apart by accents and two short word lists."""

    def detect(self, text: str) -> Detection:
        found = [word.lower() for word in words(text)]
        english = sum(word in ENGLISH for word in found)
        plain = sum(word in FORMS and word not in ENGLISH for word in found)
        if english and (has_accents(text) or plain):
            return Detection(Language.MIXED, 0.8)
        if has_accents(text):
            return Detection(Language.VIETNAMESE, 0.99)
        if plain:
            return Detection(Language.UNACCENTED, 0.97)
        if english:
            return Detection(Language.ENGLISH, 0.98)
        return Detection(Language.UNDETERMINED, 0.5)


class FakeRestorer:
    """Restores the words of `FORMS`, keeping a capital."""

    def finishing(self) -> "FakeRestorer":
        return self

    def obeying(self, lexicon: object) -> "FakeRestorer":
        return self

    def restore_batch(self, texts: Sequence[str]) -> list[str]:
        restored = [self._restore(text) for text in texts]
        assert [strip_accents(text) for text in restored] == [strip_accents(t) for t in texts]
        return restored

    def restore_detailed_batch(self, texts: Sequence[str]) -> list[Restoration]:
        return [Restoration(text, ()) for text in self.restore_batch(texts)]

    def _restore(self, text: str) -> str:
        for word in dict.fromkeys(words(text)):
            form = FORMS.get(word.lower(), word)
            form = form.capitalize() if form != word and word.istitle() else form
            text = " ".join(form if part == word else part for part in text.split(" "))
            text = text.replace(f"{word}.", f"{form}.").replace(f"{word}:", f"{form}:")
        return text


class ByWords:
    """Finds where words went by the word table alone."""

    def place(
        self, spans: Sequence[tuple[int, int]], source: str, target: str, language: Target
    ) -> list[tuple[int, int] | None]:
        return place(spans, source, target, language)


class FakeTranslator(ByWords):
    """Puts the target language before each sentence; remembers what it was asked."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []
        self.glossary: object = None

    def obeying(self, glossary: Glossary) -> "FakeTranslator":
        return self

    def varied(self, glossary: Glossary, alternatives: int) -> "FakeVaried":
        self.glossary = glossary
        return FakeVaried(self, glossary, alternatives)

    def translate(
        self,
        texts: Sequence[str],
        target: Language,
        on_progress: Callable[[int], None] | None = None,
    ) -> list[Translation]:
        self.calls.append(list(texts))
        return [
            Translation(text, f"{target}[{text}]", -0.25, "fake", self._warnings(text))
            for text in texts
        ]

    def _warnings(self, text: str) -> tuple[str, ...]:
        return ("number lost: 2017",) if "2017" in text else ()


class FakeVaried(ByWords):
    """The same with other translations, and the terms of a glossary that it finds by their words.

    A term that is written in capitals is always missing.
    """

    def __init__(self, plain: FakeTranslator, glossary: Glossary, alternatives: int) -> None:
        self._plain, self._glossary, self._count = plain, glossary, alternatives

    def translate(self, texts: Sequence[str], target: Target) -> list[Translation]:
        made = self._plain.translate(texts, target)
        return [replace(one, **self._more(one, target)) for one in made]

    def _more(self, made: Translation, target: Target) -> dict[str, Any]:
        others = tuple(f"{target}{number}[{made.source}]" for number in range(self._count))
        known = [one for one in self._glossary.terms(target) if one.source in made.source]
        return {"alternatives": others, "terms": tuple(map(_used, known))}


def _used(term: Term) -> TermUse:
    missing = term.target.isupper()
    reason = "the model left it out" if missing else "as the glossary has it"
    return TermUse(term.source, term.target, not missing, reason)


def use_fakes(monkeypatch: pytest.MonkeyPatch) -> FakeTranslator:
    """Have the commands work with the stand-ins; return the translator that they will use."""
    translator = FakeTranslator()
    monkeypatch.setattr(toolkit, "load_detector", lambda folder: FakeDetector())
    monkeypatch.setattr(toolkit, "load_restorer", lambda lexicon, settings: FakeRestorer())
    monkeypatch.setattr(toolkit, "load_model", lambda settings: translator)
    return translator
