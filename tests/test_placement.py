"""Where words of a source went in its translation."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.align.placement import place
from vitrans.types import Language

EN, VI = Language.ENGLISH, Language.VIETNAMESE
CORPUS = Path(__file__).parent.parent / "corpora" / "inline-marks.jsonl"


def test_marked_words_are_found_in_our_corpus() -> None:
    exact = overlapping = total = 0
    for line in CORPUS.read_text("utf-8").splitlines():
        row = json.loads(line)
        for source, target, language in (("vi", "en", EN), ("en", "vi", VI)):
            spans = [tuple(span) for span in row[f"{source}_spans"]]
            right = [tuple(span) for span in row[f"{target}_spans"]]
            for found, one in zip(
                place(spans, row[source], row[target], language), right, strict=True
            ):
                assert found is not None
                total += 1
                exact += found == one
                overlapping += found[0] < one[1] and one[0] < found[1]
    assert exact / total > 0.7
    assert overlapping / total > 0.95


@pytest.mark.parametrize(
    ("words", "source", "target", "language", "expected"),
    [
        ("not", "He is not guilty.", "Anh ấy không có tội.", VI, "không"),
        ("Thu Hà", "Thu Hà viết bài này.", "This was written by Thu Ha.", EN, "Thu Ha"),
        ("2017", "The film of 2017", "Phim năm 2017", VI, "2017"),
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
