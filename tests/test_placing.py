"""The ends of stretches, as both directions of a model set them."""

import json
from collections.abc import Sequence
from math import nan
from pathlib import Path
from typing import Final

import pytest

import fakes
from vitrans.formats import parse
from vitrans.pipeline import translate_document
from vitrans.translate import load_translator
from vitrans.translate.placing import refined
from vitrans.types import Language, Target

EN: Final = Language.ENGLISH
VI: Final = Language.VIETNAMESE
Span = tuple[int, int]
MADE = Path(__file__).parent.parent / "corpora" / "inline-marks-made.jsonl"


class Model:
    """Knows what translates what; the farther a text is from it, the less probable it is."""

    def __init__(self, known: dict[str, str]) -> None:
        self.known, self.asked = known, list[str]()

    def __call__(
        self, sources: Sequence[str], translations: Sequence[str]
    ) -> list[tuple[float, int]]:
        self.asked += translations
        rows = []
        for source, translation in zip(sources, translations, strict=True):
            wanted, had = self.known[source].split(), translation.split()
            off = len(set(wanted) ^ set(had))
            rows.append((-3.5 * len(had) - 10.0 * off, len(had)))
        return rows


def stretch(source: str, target: str, words: str, found: str, to: Language, model: Model) -> str:
    """Return the words of the target for words of the source."""
    span, at = (
        (text.index(one), text.index(one) + len(one))
        for text, one in ((source, words), (target, found))
    )
    start, end = refined(span, at, source, target, to, model)
    return target[start:end]


RAISED = "The bank raised interest rates to 6%.", "Ngân hàng tăng lãi suất lên 6%."


@pytest.mark.parametrize(
    ("found", "wanted"),
    [
        ("tăng lãi suất", "lãi suất"),
        ("suất", "lãi suất"),
        ("lãi suất lên", "lãi suất"),
        ("lãi suất", "lãi suất"),
        ("hàng tăng lãi suất", "lãi suất"),
    ],
)
def test_an_end_moves_to_where_the_words_translate_each_other(found: str, wanted: str) -> None:
    model = Model({"interest rates": "lãi suất"})
    assert stretch(*RAISED, "interest rates", found, VI, model) == wanted


def test_an_end_stays_for_a_small_gain() -> None:
    def hardly(sources: Sequence[str], texts: Sequence[str]) -> list[tuple[float, int]]:
        return [(-3.5 * len(one.split()) - (one != "lãi suất"), len(one.split())) for one in texts]

    span = RAISED[0].index("interest"), RAISED[0].index(" to")
    found = RAISED[1].index("tăng"), RAISED[1].index(" lên")
    assert refined(span, found, *RAISED, VI, hardly) == found


def test_words_that_are_the_same_are_not_asked_about() -> None:
    model = Model({})
    assert stretch("Nam met Lan Anh.", "Nam gặp Lan Anh.", "Lan Anh", "Lan Anh", VI, model)
    assert stretch("Run \ue000 now.", "Chạy \ue000 ngay.", "\ue000 now", "\ue000 ngay", VI, model)
    assert not model.asked


def test_what_is_too_long_for_the_model_stays() -> None:
    found = (10, 14)

    def too_long(sources: Sequence[str], texts: Sequence[str]) -> list[tuple[float, int]]:
        return [(nan, 1)] * len(texts)

    assert refined((4, 8), found, *RAISED, VI, too_long) == found


def test_no_end_passes_the_ends_of_the_sentence_or_the_other_end() -> None:
    model = Model({"Never": "bao giờ"})
    assert stretch("Never.", "Đừng bao giờ.", "Never", "Đừng bao giờ", VI, model) == "bao giờ"
    assert all(model.asked)
    one = Model({"Không": "Never mind"})
    assert stretch("Không.", "Never.", "Không", "Never", EN, one) == "Never"
    assert one.asked == ["Never"]


def test_a_document_asks_its_translator_where_words_went() -> None:
    class Placing(fakes.FakeTranslator):
        def place(
            self, spans: Sequence[Span], source: str, target: str, language: Target
        ) -> list[Span | None]:
            self.calls.append([source[slice(*span)] for span in spans])
            return [(0, 2)]

    translator = Placing()
    document = parse("The **film** is out.\n", ".md")
    done = translate_document(document, VI, translator, fakes.FakeRestorer(), fakes.FakeDetector())  # type: ignore[arg-type]
    assert translator.calls == [["The film is out."], ["film"]]
    assert done.document.segments[0].raw.startswith("**vi**[")


@pytest.mark.slow
@pytest.mark.parametrize(("to", "least"), [(EN, 0.85), (VI, 0.90)])
def test_the_bundled_model_places_marks(to: Target, least: float) -> None:
    translator = load_translator()
    right = total = 0
    for row in map(json.loads, MADE.read_text("utf-8").splitlines()):
        if row["to"] != to:
            continue
        spans = [(a, b) for a, b in row["source_spans"]]
        found = translator.place(spans, row["source"], row["target"], to)
        for one, wanted in zip(found, row["target_spans"], strict=True):
            if wanted:
                total += 1
                right += one == tuple(wanted)
    assert total > 170
    assert right / total >= least  # articles and classifiers count here
