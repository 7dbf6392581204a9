"""Rare Vietnamese words whose English is known are given to a translation that lacks it."""

import lzma
from pathlib import Path

import pytest

from vitrans.training.tables.senses import FILE, learn, main, units
from vitrans.translate.checks import Checker
from vitrans.translate.senses import find_senses, lost_senses
from vitrans.types import Language

TABLE = {"vai thieu": {"lyche": (0.9, 0.9)}, "nuoc uong": {"water": (0.3, 0.2)}}


def test_words_are_pairs_of_small_syllables_without_grammar() -> None:
    assert list(units("Lô vải thiều của Lục Sơn, đã bán")) == [("vải thiều", "Lô", "của")]
    found = list(units("bán vải thiều, hoà bình"))
    assert found[1:] == [("vải thiều", "bán", ""), ("hòa bình", "", "")]


def test_senses_are_what_most_sentences_agree_on() -> None:
    pairs = [
        ("Lychees are sweet.", "Quả vải thiều ngọt."),
        ("He sells lychees.", "Anh bán vải thiều."),
        ("A lychee tree", "Một cây vải thiều"),
        ("They drink tea.", "Họ có nước uống."),
        ("Water is scarce.", "Thiếu nước uống."),
        ("Bring a drink.", "Mang nước uống theo."),
    ]
    assert learn(pairs, TABLE) == [("vải thiều", "lychees", 100)]


def test_the_table_is_written(tmp_path: Path) -> None:
    (tmp_path / "parallel").mkdir()
    rows = (
        "Crocodiles swim.\tCon cá sấu bơi.\nA crocodile\tMột cá sấu\nTwo crocodiles\tHai cá sấu\n"
    )
    for name in ["news", "everyday", "everyday-more", "docs", "captions-spoken", "subtitles"]:
        (tmp_path / "parallel" / f"{name}.tsv.xz").write_bytes(lzma.compress(b""))
    for name in ("headwords", "headwords-more"):
        data = rows if name == "headwords" else ""
        (tmp_path / "parallel" / f"{name}.tsv.xz").write_bytes(lzma.compress(data.encode()))
    main(tmp_path, tmp_path / "made")
    written = lzma.decompress((tmp_path / "made" / FILE).read_bytes()).decode()
    assert written == "cá sấu\tcrocodiles\t100\n"


@pytest.mark.parametrize(
    ("target", "lost"),
    [
        ("Twelve tons of the cooperative were irradiated.", ["vải thiều"]),
        ("Twelve tons of lychee were irradiated.", []),
        ("Twelve tons of lychees were irradiated.", []),
    ],
)
def test_a_rare_word_that_is_missing_is_found(target: str, lost: list[str]) -> None:
    spans = find_senses("Lô vải thiều 12 tấn được chiếu xạ.")
    assert "vải thiều" in [span.text for span in spans]
    found = lost_senses([span for span in spans if span.text == "vải thiều"], target)
    assert [span.text for span in found] == lost


def test_a_rare_word_is_given_to_a_second_try() -> None:
    found = Checker.load(Language.ENGLISH).problems("Anh bán vải thiều.", "He sells fabric.")
    assert [str(problem) for problem in found] == ["rare word lost: vải thiều"]
    [span] = found[0].spans
    assert span.replacement.startswith("lychee")
    assert Checker.load(Language.VIETNAMESE).problems("He sells fabric.", "Anh bán vải.") == []
