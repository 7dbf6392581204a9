"""Where words of a source went in its translation."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.align.placement import place
from vitrans.types import Language

Span = tuple[int, int]
EN, VI = Language.ENGLISH, Language.VIETNAMESE
CORPUS = Path(__file__).parent.parent / "corpora" / "inline-marks.jsonl"


def _corpus(target: Language) -> Iterator[tuple[str, str, list[Span], list[Span]]]:
    """Yield the sentences with their translations, the marked spans and the right ones."""
    source = "vi" if target is EN else "en"
    for line in CORPUS.read_text("utf-8").splitlines():
        row = json.loads(line)
        marked, right = ([(a, b) for a, b in row[f"{x}_spans"]] for x in (source, target.value))
        yield row[source], row[target.value], marked, right


def _without_article(text: str, span: Span) -> Span:
    found = re.match(r"(?:the|an?) ", text[slice(*span)], re.IGNORECASE)
    return (span[0] + (found.end() if found else 0), span[1])


def _by_share(span: Span, source: str, target: str) -> Span:
    """Return the words of a target that stand where a span stands in the source."""
    first, last = (round(at / len(source) * len(target)) for at in span)
    start = target.rfind(" ", 0, first) + 1
    end = target.find(" ", last)
    return start, len(target) if end < 0 else end


@pytest.mark.parametrize(("target", "least"), [(EN, 0.9), (VI, 0.84)])
def test_marked_words_are_found_in_our_corpus(target: Language, least: float) -> None:
    exact = overlapping = by_share = total = 0
    for source, translation, marked, right in _corpus(target):
        found = place(marked, source, translation, target)
        for span, one, wanted in zip(marked, found, right, strict=True):
            assert one is not None
            total += 1
            wanted = _without_article(translation, wanted)
            exact += _without_article(translation, one) == wanted
            overlapping += one[0] < wanted[1] and wanted[0] < one[1]
            simple = _by_share(span, source, translation)
            by_share += _without_article(translation, simple) == wanted
    assert total >= 340
    assert exact / total >= least
    assert overlapping / total >= 0.98
    assert by_share < exact / 3


@pytest.mark.parametrize(
    ("words", "source", "target", "language", "expected"),
    [
        ("not", "He is not guilty.", "Anh ấy không có tội.", VI, "không"),
        ("Thu Hà", "Thu Hà viết bài này.", "This was written by Thu Ha.", EN, "Thu Ha"),
        ("2017", "The film of 2017", "Phim năm 2017", VI, "2017"),
        ("một nửa", "Số ca giảm một nửa.", "The number of cases fell by half.", EN, "half"),
        ("half", "The cases fell by half.", "Số ca giảm một nửa.", VI, "một nửa"),
        (
            "15 August",
            "Come before 15 August.",
            "Hãy đến trước ngày 15 tháng 8.",
            VI,
            "ngày 15 tháng 8",
        ),
        (
            "a boat",
            "Every house has a boat.",
            "Nhà nào cũng có một chiếc thuyền.",
            VI,
            "một chiếc thuyền",
        ),
        (
            "không chụp ảnh",
            "Xin không chụp ảnh.",
            "Please do not take photos.",
            EN,
            "do not take photos",
        ),
        ("dài", "Con đường dài, hẹp.", "The road is long, and narrow.", EN, "long"),
        ("7 giờ", "Mở cửa lúc 7 giờ sáng.", "It opens at 7 a.m. daily.", EN, "7 a.m."),
        (
            "cuối con hẻm",
            "Quán ở cuối con hẻm.",
            "It is at the end of the alley.",
            EN,
            "end of the alley",
        ),
        ("\ue000", "Chạy \ue000 ngay", "Run \ue000 now", EN, "\ue000"),
    ],
)
def test_words(words: str, source: str, target: str, language: Language, expected: str) -> None:
    start = source.index(words)
    [found] = place([(start, start + len(words))], source, target, language)
    assert found is not None
    assert target[slice(*found)] == expected


def test_nothing_stands_for_nothing() -> None:
    assert place([(0, 1), (2, 2)], ". a", "x", VI) == [None, None]
    assert place([(0, 1)], "a", "…", VI) == [None]


@given(st.text(max_size=30), st.text(max_size=30), st.integers(0, 30), st.integers(0, 30))
def test_a_place_is_a_stretch_of_the_target(source: str, target: str, one: int, two: int) -> None:
    start, end = sorted((min(one, len(source)), min(two, len(source))))
    [found] = place([(start, end)], source, target, EN)
    assert found is None or 0 <= found[0] < found[1] <= len(target)
