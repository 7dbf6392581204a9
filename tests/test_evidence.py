"""English counterparts as evidence: readings are weighed, letters never change."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from vitrans.align.readings import WordEvidence, english_stems, units
from vitrans.cli import app
from vitrans.language import Detector
from vitrans.pipeline import Counterparts, caption_pairs, find_counterparts, restore_detailed, tag
from vitrans.restore import Restoration, RestoredWord, Restorer
from vitrans.restore.evidence import readings, weigh, with_proposals
from vitrans.text import nfc, strip_accents
from vitrans.training.core.corpora import Pair
from vitrans.training.tables.readings import expect, probabilities
from vitrans.types import Document, Segment

TABLE = {
    "năm": {"year": 0.6, "five": 0.3},
    "nam": {"south": 0.5, "male": 0.2},
    "hoa": {"flower": 0.7},
    "họa": {"paint": 0.3},
    "vẽ": {"paint": 0.5},
    "vẽ hoa": {"flower": 0.4},
}
PHRASES = {"mọt phim": {"fan": 0.5, "buff": 0.5}}
CAPTION = (
    "Huong di khai thac cau chuyen tinh yeu xuyen bien gioi khong qua moi voi “mot phim” Han "
    "nhung van du suc hut. Anh: Nha san xuat"
)
ENGLISH = (
    "The direction of exploiting cross-border love stories is not too new to Korean movie fans "
    "but is still attractive enough. Photo: Producer"
)


def restoration(*words: dict[str, float]) -> Restoration:
    """Return a text of words, each with the probabilities of its forms, best first."""
    made, start = [], 0
    for forms in words:
        best = next(iter(forms))
        made.append(
            RestoredWord(start, strip_accents(best), best, tuple(forms), tuple(forms.values()))
        )
        start += len(best) + 1
    return Restoration(" ".join(word.restored for word in made), tuple(made))


def evidence(*table: tuple[str, float]) -> "Table":
    return Table(dict(table))


class Table:
    """Gives a reading what its words are worth; remembers what it was asked."""

    def __init__(self, worth: dict[str, float]) -> None:
        self.worth, self.asked = worth, 0

    def __call__(self, pairs: Sequence[tuple[str, str]]) -> list[float]:
        self.asked += len(pairs)
        return [sum(self.worth.get(word, 0.0) for word in text.split()) for text, _ in pairs]


# Weighing


def test_evidence_decides_a_doubtful_word() -> None:
    found = restoration({"ba": 1.0}, {"năm": 0.7, "nam": 0.29, "nắm": 0.01})
    [made] = weigh([found], ["the south"], evidence(("nam", 3.0)))
    assert made.text == "ba nam"
    word = made.words[1]
    assert word.restored == word.candidates[0] == "nam"
    assert word.probabilities[0] == pytest.approx(0.29 * 20.0855 / (0.7 + 0.29 * 20.0855 + 0.01))
    assert sum(word.probabilities) == pytest.approx(1.0)
    assert list(word.probabilities) == sorted(word.probabilities, reverse=True)


def test_certain_texts_and_texts_without_english_cost_nothing() -> None:
    table = evidence(("nam", 9.0))
    certain, doubtful = (
        restoration({"năm": 0.9995, "nam": 0.0005}),
        restoration({"là": 0.6, "lá": 0.4}),
    )
    assert weigh([certain, doubtful], ["south", " "], table) == [certain, doubtful]
    assert table.asked == 0


def test_words_that_decide_each_other_are_weighed_together() -> None:
    found = restoration({"vẽ": 0.45, "về": 0.55}, {"hoa": 0.5, "họa": 0.5})

    def pairs_well(pairs: Sequence[tuple[str, str]]) -> list[float]:
        return [3.0 * (text == "vẽ hoa") for text, _ in pairs]

    [made] = weigh([found], ["paint flowers"], pairs_well)
    assert made.text == "vẽ hoa"


def test_only_the_likeliest_readings_are_asked_about() -> None:
    doubtful = restoration(*({"là": 0.6, "lá": 0.4} for _ in range(12)))
    assert len(readings(doubtful)) == 64
    best, *others = readings(doubtful, 5)
    assert set(best.choices.values()) == {"là"}
    assert [list(r.choices.values()).count("lá") for r in others] == [1, 1, 1, 1]


def test_a_foreign_title_is_not_weighed() -> None:
    word = RestoredWord(0, "Nam", "Nam", ("Năm", "Nam"), (0.6, 0.4))
    title = Restoration("Nam", (word,))
    assert weigh([title], ["five"], evidence(("Năm", 9.0))) == [title]
    assert with_proposals(title, [(0, "nạm")]) == title


words = st.dictionaries(
    st.sampled_from(["la", "là", "lá", "lạ", "lã"]), st.floats(0.001, 1.0), min_size=1
).map(lambda forms: {f: p / sum(forms.values()) for f, p in sorted(forms.items())})


@given(st.lists(words, min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_letters_never_change_and_probabilities_stay_probabilities(
    forms: list[dict[str, float]], chance: object
) -> None:
    ranked = [dict(sorted(f.items(), key=lambda item: -item[1])) for f in forms]
    found = restoration(*ranked)
    worth = {form: chance.uniform(-9, 9) for word in ranked for form in word}  # type: ignore[attr-defined]
    [made] = weigh([found], ["English"], Table(worth))
    assert strip_accents(made.text) == strip_accents(found.text)
    assert made.text == " ".join(word.restored for word in made.words)
    for before, after in zip(found.words, made.words, strict=True):
        assert set(after.candidates) == set(before.candidates)
        assert sum(after.probabilities) == pytest.approx(sum(before.probabilities))


def test_proposed_forms_become_candidates_in_the_case_of_the_text() -> None:
    found = Restoration("Một phim", (RestoredWord(0, "Mot", "Một", ("Một", "Mot"), (0.99, 0.01)),))
    [word] = with_proposals(found, [(0, "mọt"), (4, "phim")]).words
    assert word.candidates == ("Một", "Mọt", "Mot")
    assert word.probabilities == pytest.approx((0.891, 0.1, 0.009))


# Evidence of words


def test_units_are_syllables_and_neighbours_in_one_tone_placement() -> None:
    assert units("Hoà bình, 5 năm") == ["hòa", "bình", "năm", "hòa bình", "bình năm"]
    assert english_stems("The players’ songs, the players") == ["player", "song"]


def test_each_english_word_speaks_for_its_reading() -> None:
    table = WordEvidence(TABLE, {}, weight=1.0)

    def preferred(english: str, *options: str) -> str:
        scores = table([(option, english) for option in options])
        return options[scores.index(max(scores))]

    assert preferred("Three years", "ba năm", "ba nam") == "ba năm"
    assert preferred("In the south", "ở nam", "ở năm") == "ở nam"
    assert preferred("She paints flowers", "vẽ họa", "vẽ hoa") == "vẽ hoa"
    one, other = table([("ba năm", "Hello"), ("ba nam", "Hello")])
    assert one == other


def test_set_phrases_are_proposed_only_where_the_english_has_them() -> None:
    table = WordEvidence(TABLE, PHRASES)
    text = "Voi “Mot phim” Han"
    assert list(table.proposals(text, "Korean movie fans")) == [(5, "mọt"), (9, "phim")]
    assert list(table.proposals(text, "One Korean movie")) == []
    assert list(table.proposals("Mot bo phim", "movie fans")) == []


def test_the_bundled_table_knows_common_words() -> None:
    table = WordEvidence.load()
    for english, right, wrong in [
        ("He lived in the south", "sống ở phía nam", "sống ở phía năm"),
        ("after three years", "sau ba năm", "sau ba nam"),
        ("She sells rice", "bà bán gạo", "bà bạn gạo"),
        ("a bunch of flowers", "một bó hoa", "một bó họa"),
    ]:
        one, other = table([(right, english), (wrong, english)])
        assert one > other, right


def test_learning_shares_links_among_the_accented_forms_that_are_seen() -> None:
    pairs: list[Pair] = [
        ("three years", "ba năm"),
        ("five years", "năm năm"),
        ("south", "nam"),
        ("the south", "phía nam"),
    ] * 5
    start = {"nam": {"year": (0.5, 0.5), "south": (0.3, 0.9)}, "ba": {"thre": (0.9, 0.9)}}
    learned = {(u, s): p for u, s, p in probabilities(*expect(pairs, start))}
    assert learned["năm", "year"] > 0.5 < learned["nam", "south"]
    assert ("nam", "year") not in learned
    assert ("năm", "south") not in learned


# Evidence of a translation model


# The real models


@pytest.fixture(scope="module")
def restorer() -> Restorer:
    return Restorer.load(threads=1)


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector.load()


def article() -> Document:
    lines = [CAPTION, ENGLISH]
    return Document(
        tuple(Segment(text, line=n) for n, text in enumerate(lines, 1)), ("", "\n", "\n")
    )


def test_film_buffs_are_told_from_one_film_by_the_english_caption(
    restorer: Restorer, detector: Detector
) -> None:
    known = find_counterparts(tag(article(), detector), restorer, WordEvidence.load())
    assert known is not None and list(known.lines) == [1]
    found = restore_detailed(article(), restorer, detector, lambda tagged: known)
    assert "“mọt phim”" in found.document.segments[0].text
    [word] = [w for r in found.restorations for w in r.words if w.original == "mot"]
    assert word.candidates[:2] == ("mọt", "một")
    assert word.probabilities[0] > word.probabilities[1]
    alone = restore_detailed(article(), restorer, detector)
    assert "“một phim”" in alone.document.segments[0].text


def test_caption_pairs_are_restored_with_their_english(
    restorer: Restorer, detector: Detector
) -> None:
    [pair] = caption_pairs(article(), restorer, detector, WordEvidence.load())
    assert "“mọt phim”" in pair.restored
    assert strip_accents(pair.restored) == pair.vietnamese


def test_a_text_without_english_has_no_counterparts(restorer: Restorer, detector: Detector) -> None:
    document = article()
    alone = Document(document.segments[:1], ("", "\n"))
    assert find_counterparts(tag(alone, detector), restorer, WordEvidence.load()) is None
    english = Counterparts({7: "five"}, WordEvidence.load(), restorer)
    assert restore_detailed(alone, restorer, detector, lambda tagged: english) == restore_detailed(
        alone, restorer, detector
    )


def run(*arguments: object) -> tuple[int, str]:
    done = CliRunner().invoke(app, list(map(str, arguments)))
    return done.exit_code, nfc(done.stdout) + done.stderr


def test_english_lines_of_a_file_decide_readings(tmp_path: Path) -> None:
    text, english = tmp_path / "vi.txt", tmp_path / "en.txt"
    text.write_text("Nong dan Hau Giang mua dua.\n" * 2, encoding="utf-8")
    english.write_text("Hau Giang farmers buy coconuts.\n\n", encoding="utf-8")
    code, shown = run("restore", text, "--english", english)
    assert code == 0
    assert shown.splitlines()[0].endswith("mua dừa.")
    assert shown.splitlines()[1] == run("restore", text)[1].splitlines()[1]


def test_english_of_another_length_is_refused(tmp_path: Path) -> None:
    text, english = tmp_path / "vi.txt", tmp_path / "en.txt"
    text.write_text("Mua thu.\nMua he.\n", encoding="utf-8")
    english.write_text("Autumn.\n", encoding="utf-8")
    code, shown = run("restore", text, "--english", english)
    assert code == 2
    assert "has 1 line" in shown and "has 2" in shown
