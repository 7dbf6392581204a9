"""Sentence alignment: beads, confidence, and the forms in which bitexts are written."""

import json
import random
from collections.abc import Sequence
from functools import cache
from itertools import chain
from pathlib import Path
from xml.etree import ElementTree as Xml

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from vitrans.align import Sentence, align_sentences
from vitrans.align.corridor import corridor
from vitrans.align.lattice import NEVER, SHAPES, Band, best_path, posteriors
from vitrans.align.lexicon import lexicon
from vitrans.align.sides import sides
from vitrans.align.tokens import english_tokens, vietnamese_tokens
from vitrans.align.translated import chrf_above_chance
from vitrans.cli import app
from vitrans.errors import InputError
from vitrans.evaluation.metrics.alignment import agreement, read_beads
from vitrans.exchange.rows import read_rows
from vitrans.formats import parse
from vitrans.language import Detector
from vitrans.pipeline import align_documents
from vitrans.report.bitext import BitextFormat, write_bitext
from vitrans.text import strip_accents
from vitrans.training.tables.alignment import disturb
from vitrans.types import Bead, Bitext, Language, Translation

CORPORA = Path(__file__).parent.parent / "corpora"

PAIRS = [
    ("Sáng 12.3, bão số 4 đổ bộ vào Quảng Nam.", "Storm No. 4 hit Quang Nam on 12 March."),
    ("Hơn 2.000 ngôi nhà bị ngập.", "More than 2,000 houses were flooded."),
    ("Học sinh được nghỉ học hai ngày.", "Schools were closed for two days."),
    (
        "Ông Trần Văn Minh, 67 tuổi, nói ông chưa từng thấy nước lên nhanh như vậy.",
        "Tran Van Minh, 67, said he had never seen the water rise so fast.",
    ),
    ("Điện bị cắt ở ba huyện.", "Power was cut in three districts."),
    ("Chính quyền gửi gạo và nước uống.", "The authorities sent rice and drinking water."),
    ("Đường sắt Bắc – Nam mở lại vào tối thứ sáu.", "The railway reopened on Friday evening."),
]
VIETNAMESE = [vi for vi, _ in PAIRS]
ENGLISH = [en for _, en in PAIRS]


def sentences(texts: Sequence[str]) -> list[Sentence]:
    return [Sentence(text) for text in texts]


def shapes(vi: Sequence[str], en: Sequence[str]) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
    return [(b.source, b.target) for b in align_sentences(sentences(vi), sentences(en))]


ONE_TO_ONE = [((k,), (k,)) for k in range(len(PAIRS))]


# Beads


def test_translations_are_paired() -> None:
    beads = align_sentences(sentences(VIETNAMESE), sentences(ENGLISH))
    assert [(bead.source, bead.target) for bead in beads] == ONE_TO_ONE
    assert min(bead.confidence for bead in beads) > 0.5


def test_accents_make_no_difference() -> None:
    bare = [strip_accents(text) for text in VIETNAMESE]
    assert align_sentences(sentences(bare), sentences(ENGLISH)) == align_sentences(
        sentences(VIETNAMESE), sentences(ENGLISH)
    )


def test_a_sentence_without_counterpart_stays_alone() -> None:
    right = 0
    for gone in range(len(PAIRS)):
        less = [text for k, text in enumerate(ENGLISH) if k != gone]
        right += ((gone,), ()) in shapes(VIETNAMESE, less)
        less = [text for k, text in enumerate(VIETNAMESE) if k != gone]
        right += ((), (gone,)) in shapes(less, ENGLISH)
    # A short sentence may pass for a part of its neighbour.
    assert right >= 2 * len(PAIRS) - 2


def test_joined_sentences_are_one_bead() -> None:
    joined = [*ENGLISH[:2], f"{ENGLISH[2]} {ENGLISH[3]}", *ENGLISH[4:]]
    assert ((2, 3), (2,)) in shapes(VIETNAMESE, joined)
    joined = [*VIETNAMESE[:2], f"{VIETNAMESE[2]} {VIETNAMESE[3]}", *VIETNAMESE[4:]]
    assert ((2,), (2, 3)) in shapes(joined, ENGLISH)


def test_a_side_may_be_empty() -> None:
    assert align_sentences([], []) == []
    assert align_sentences(sentences(VIETNAMESE[:2]), []) == [
        Bead((0,), (), 1.0),
        Bead((1,), (), 1.0),
    ]
    assert align_sentences([], sentences(ENGLISH[:1])) == [Bead((), (0,), 1.0)]


def test_texts_with_nothing_in_common() -> None:
    beads = align_sentences(sentences(["…", "?!", "..."]), sentences(["—"]))
    assert sorted(chain.from_iterable(bead.source for bead in beads)) == [0, 1, 2]


texts = st.lists(st.sampled_from([*VIETNAMESE, *ENGLISH, "", "?", "1.000", "Hà Nội"]), max_size=9)


@settings(max_examples=60, deadline=None)
@given(texts, texts, st.integers(0, 99))
def test_every_sentence_is_in_one_bead_in_order(vi: list[str], en: list[str], seed: int) -> None:
    chance = random.Random(seed)
    left, right = ([Sentence(t, chance.random() < 0.4) for t in side] for side in (vi, en))
    beads = align_sentences(left, right)
    assert list(chain.from_iterable(bead.source for bead in beads)) == list(range(len(vi)))
    assert list(chain.from_iterable(bead.target for bead in beads)) == list(range(len(en)))
    assert all(0 <= bead.confidence <= 1 for bead in beads)
    known = {(len(bead.source), len(bead.target)) for bead in beads}
    assert known <= set(SHAPES)


def test_paragraphs_are_evidence_but_no_walls() -> None:
    starts = [True, False, True, False, True, False, True]
    joined = [*ENGLISH[:3], f"{ENGLISH[3]} {ENGLISH[4]}", *ENGLISH[5:]]
    left = [Sentence(text, start) for text, start in zip(VIETNAMESE, starts, strict=True)]
    right = [Sentence(t, s) for t, s in zip(joined, [*starts[:4], *starts[5:]], strict=True)]
    assert ((3, 4), (3,)) in [(b.source, b.target) for b in align_sentences(left, right)]


def test_a_translation_is_evidence() -> None:
    same = align_sentences(sentences(VIETNAMESE), sentences(ENGLISH), VIETNAMESE)
    plain = align_sentences(sentences(VIETNAMESE), sentences(ENGLISH))
    assert sum(b.confidence for b in same) > sum(b.confidence for b in plain)
    with pytest.raises(ValueError, match="1 translations of"):
        align_sentences(sentences(VIETNAMESE), sentences(ENGLISH), VIETNAMESE[:1])


def test_chrf_is_highest_for_what_is_alike() -> None:
    band = Band(np.zeros(len(PAIRS) + 1, dtype=np.int64), len(PAIRS) + 1)
    bare = [strip_accents(text) for text in VIETNAMESE]
    table = chrf_above_chance(VIETNAMESE, bare, band)[0][1:, 1:]
    assert table.argmax(axis=1).tolist() == list(range(len(PAIRS)))


# The lattice


def test_posteriors_are_those_of_all_paths() -> None:
    chance = np.random.default_rng(3)
    scores = np.full((len(SHAPES), 4, 3), NEVER)
    for shape, (a, b) in enumerate(SHAPES):
        scores[shape, a:, b:] = chance.normal(size=scores[shape, a:, b:].shape)
    scores[2] = scores[2, :1]  # an insertion's score does not depend on the row
    band = Band(np.zeros(4, dtype=np.int64), 3)
    paths = list(every_path(3, 2))
    weights = np.array([sum(scores[step] for step in path) for path in paths])
    likely, total = posteriors(scores, band, 2)
    assert float(total) == pytest.approx(np.logaddexp.reduce(weights))
    share = np.exp(weights - total)
    for step in set(chain.from_iterable(paths)):
        expected = sum(p for p, path in zip(share, paths, strict=True) if step in path)
        assert likely[step] == pytest.approx(expected)
    assert best_path(scores, band, 2) == list(paths[int(weights.argmax())])


def every_path(i: int, j: int) -> list[tuple[tuple[int, int, int], ...]]:
    if not i and not j:
        return [()]
    return [
        (*path, (shape, i, j))
        for shape, (a, b) in enumerate(SHAPES)
        if a <= i and b <= j
        for path in every_path(i - a, j - b)
    ]


def test_a_band_around_the_path_finds_what_the_whole_lattice_does(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("vitrans.align.corridor._SMALL", 10)
    monkeypatch.setattr("vitrans.align.corridor._GROUPS", 40)
    monkeypatch.setattr("vitrans.align.corridor._MARGIN", 4)
    pairs = list(chain.from_iterable(article_pairs()))
    document = disturb(pairs, random.Random(2))
    band = corridor(sides(document.source, document.target, lexicon()))
    assert band.width < len(document.target)
    narrow = align_sentences(document.source, document.target)
    monkeypatch.setattr("vitrans.align.corridor._SMALL", 1000)
    whole = align_sentences(document.source, document.target)
    same = {(b.source, b.target) for b in narrow} & {(b.source, b.target) for b in whole}
    assert len(same) > 0.97 * len(whole)


@pytest.mark.parametrize("turned", [False, True])
def test_a_long_text_may_lack_its_beginning(turned: bool) -> None:
    vi = sentences([f"Câu {k} nói về nhà máy {k * 7} và trường {k * 13}." for k in range(400)])
    en = sentences([f"Sentence {k}: factory {k * 7} and school {k * 13}." for k in range(400)])
    missing = 200
    beads = align_sentences(vi[missing:], en) if turned else align_sentences(vi, en[missing:])
    ours, theirs = (missing, 0) if turned else (0, missing)
    paired = [bead for bead in beads if bead.source and bead.target]
    right = [b for b in paired if [i + ours for i in b.source] == [j + theirs for j in b.target]]
    assert len(right) > 0.97 * (len(vi) - missing)


# Tokens


def test_names_and_numbers_are_the_same_in_both_languages() -> None:
    vi, en = vietnamese_tokens("Ở Hà Nội có 1.500 hồ"), english_tokens("Hanoi’s 1,500 lakes")
    assert set(vi) & set(en) == {"#1500", "^hanoi"}
    assert vietnamese_tokens("Hà Nội") == vietnamese_tokens("Ha Noi")


def test_the_table_holds_probabilities_of_stripped_words() -> None:
    assert max(lexicon()["may bay"].items(), key=lambda item: item[1])[0] == "plan"
    for token, row in lexicon().items():
        assert token == strip_accents(token).lower()
        assert all(0 < chance <= 1 for pair in row.values() for chance in pair)


# Sets


@cache
def article_pairs() -> list[list[tuple[str, str]]]:
    found = []
    for path in sorted((CORPORA / "articles").glob("*.vi.txt"))[:6]:
        english = path.with_name(path.name.replace(".vi.", ".en."))
        lines = (p.read_text("utf-8").split("\n") for p in (path, english))
        found.append([pair for pair in zip(*lines, strict=True) if pair[0]])
    return found


def test_disturbed_documents_have_every_sentence_in_one_bead() -> None:
    for seed in range(20):
        document = disturb(PAIRS * 3, random.Random(seed), merged=0.3, deleted=0.2)
        source = chain.from_iterable(bead[0] for bead in document.beads)
        target = chain.from_iterable(bead[1] for bead in document.beads)
        assert list(source) == list(range(len(document.source)))
        assert list(target) == list(range(len(document.target)))
    assert disturb(PAIRS, random.Random(1)) == disturb(PAIRS, random.Random(1))
    assert disturb(PAIRS, random.Random(1), 0, 0).beads == ONE_TO_ONE


def test_our_articles_and_hand_aligned_documents() -> None:
    gold, made = [], []
    for number, pairs in enumerate(article_pairs()):
        document = disturb(pairs, random.Random(number))
        beads = align_sentences(document.source, document.target)
        gold += [named(f"{number}", *bead) for bead in document.beads]
        made += [named(f"{number}", bead.source, bead.target) for bead in beads]
    scores = agreement(gold, made)
    assert scores["strict"].f1 > 0.9
    assert scores["lax"].f1 > 0.97


def named(
    document: str, source: Sequence[int], target: Sequence[int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    left, right = (tuple(f"{document}.{k}" for k in side) for side in (source, target))
    return left, right


@pytest.mark.parametrize("name", ["letter-boat", "loan-desk", "moss-doctor"])
def test_gold_beads_have_every_line_once(name: str) -> None:
    folder = CORPORA / "alignment"
    beads = read_beads((folder / f"{name}.beads.tsv").read_text("utf-8"))
    for side, code in enumerate(("vi", "en")):
        lines = (folder / f"{name}.{code}.txt").read_text("utf-8").split("\n")
        count = sum(bool(line) for line in lines)
        assert 25 <= count <= 60
        found = sorted(int(k) for bead in beads for k in bead[side])
        assert found == list(range(1, count + 1))
    known = {(len(source), len(target)) for source, target in beads}
    assert {(1, 1), (1, 2), (2, 1), (1, 0), (0, 1)} <= known


# Documents


VI_TEXT, EN_TEXT = "\n\n".join(VIETNAMESE), "\n\n".join(ENGLISH)


@cache
def detector() -> Detector:
    return Detector.load()


@pytest.mark.parametrize("bare", [False, True])
@pytest.mark.parametrize("turned", [False, True])
def test_either_side_may_be_vietnamese(bare: bool, turned: bool) -> None:
    vi = parse(strip_accents(VI_TEXT) if bare else VI_TEXT)
    sides_of = (parse(EN_TEXT), vi) if turned else (vi, parse(EN_TEXT))
    bitext = align_documents(*sides_of, detector())
    assert [(bead.source, bead.target) for bead in bitext.beads] == ONE_TO_ONE
    language = Language.UNACCENTED if bare else Language.VIETNAMESE
    expected = (Language.ENGLISH, language) if turned else (language, Language.ENGLISH)
    assert (bitext.source_language, bitext.target_language) == expected


def test_two_texts_in_one_language_or_none_are_refused() -> None:
    with pytest.raises(InputError, match="both texts are English"):
        align_documents(parse(EN_TEXT), parse(EN_TEXT), detector())
    with pytest.raises(InputError, match="both texts are Vietnamese"):
        align_documents(parse(VI_TEXT), parse(strip_accents(VI_TEXT)), detector())
    with pytest.raises(InputError, match="the target has no"):
        align_documents(parse(VI_TEXT), parse("\n"), detector())


def test_the_english_side_is_what_is_translated() -> None:
    class Echo:
        asked: list[str] = []  # noqa: RUF012

        def translate(self, texts: Sequence[str], target: Language) -> list[Translation]:
            assert target is Language.VIETNAMESE
            self.asked.extend(texts)
            return [Translation(t, v) for t, v in zip(texts, VIETNAMESE, strict=True)]

    bitext = align_documents(parse(VI_TEXT), parse(EN_TEXT), detector(), Echo())
    assert Echo.asked == ENGLISH
    assert [(bead.source, bead.target) for bead in bitext.beads] == ONE_TO_ONE


# Forms

BITEXT = Bitext(
    ("Giá < 5 & “rẻ”\x0b.", "Hai <b>câu</b>.", "Một mình."),
    ("Price < 5 & “cheap”.", "Two\tsentences;", "both ]]> here."),
    Language.VIETNAMESE,
    Language.ENGLISH,
    (Bead((0,), (0,), 0.99), Bead((1,), (1, 2), 0.5), Bead((2,), (), 0.75)),
)
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


def test_tmx_keeps_to_the_specification() -> None:
    text = write_bitext(BITEXT, BitextFormat.TMX)
    assert '<!DOCTYPE tmx SYSTEM "tmx14.dtd">' in text
    root = Xml.fromstring(text)
    assert (root.tag, root.attrib) == ("tmx", {"version": "1.4"})
    header, body = root
    wanted = {"creationtool", "creationtoolversion", "segtype", "o-tmf", "adminlang", "srclang"}
    assert set(header.attrib) == wanted | {"datatype", "creationdate"}
    assert header.get("srclang") == "vi-VN"
    assert [unit.get("segtype") for unit in body] == ["sentence", "block"]
    for unit in body:
        # note and prop stand before the tuvs, and a seg is the last of a tuv.
        assert [child.tag for child in unit] == ["prop", "tuv", "tuv"]
        assert unit[0].get("type") == "x-vitrans-confidence"
        assert [variant.get(XML_LANG) for variant in unit[1:]] == ["vi-VN", "en-US"]
        assert unit.get("creationdate") == header.get("creationdate")
        assert all([child.tag for child in variant] == ["seg"] for variant in unit[1:])
    assert root.findall(".//prop")[1].text == "0.5000"
    found = [segment.text for segment in root.iter("seg")]
    assert found == [
        "Giá < 5 & “rẻ”.",
        "Price < 5 & “cheap”.",
        "Hai <b>câu</b>.",
        "Two sentences; both ]]> here.",
    ]


DTD = """
<!ELEMENT tmx (header, body)><!ATTLIST tmx version CDATA #REQUIRED>
<!ELEMENT header (note|ude|prop)*>
<!ATTLIST header creationtool CDATA #REQUIRED creationtoolversion CDATA #REQUIRED
  segtype (block|paragraph|sentence|phrase) #REQUIRED o-tmf CDATA #REQUIRED
  adminlang CDATA #REQUIRED srclang CDATA #REQUIRED datatype CDATA #REQUIRED
  o-encoding CDATA #IMPLIED creationdate CDATA #IMPLIED creationid CDATA #IMPLIED
  changedate CDATA #IMPLIED changeid CDATA #IMPLIED>
<!ELEMENT ude EMPTY><!ELEMENT body (tu*)><!ELEMENT tu ((note|prop)*, tuv+)>
<!ATTLIST tu tuid CDATA #IMPLIED segtype (block|paragraph|sentence|phrase) #IMPLIED
  creationdate CDATA #IMPLIED changedate CDATA #IMPLIED>
<!ELEMENT tuv ((note|prop)*, seg)><!ATTLIST tuv xml:lang CDATA #REQUIRED>
<!ELEMENT seg (#PCDATA)><!ELEMENT note (#PCDATA)>
<!ELEMENT prop (#PCDATA)><!ATTLIST prop type CDATA #REQUIRED>
"""


@pytest.mark.parametrize("language", [Language.VIETNAMESE, Language.UNACCENTED])
def test_tmx_is_valid_by_its_document_type(language: Language) -> None:
    etree = pytest.importorskip("lxml.etree")
    from dataclasses import replace
    from io import StringIO

    text = write_bitext(replace(BITEXT, source_language=language), BitextFormat.TMX)
    schema = etree.DTD(StringIO(DTD))
    assert schema.validate(etree.fromstring(text.encode("utf-8"))), schema.error_log


def test_html_escapes_and_needs_nothing_else() -> None:
    text = write_bitext(BITEXT, BitextFormat.HTML)
    assert "Giá &lt; 5 &amp; “rẻ”" in text
    assert "<b>" not in text
    assert (
        "http:" not in text
        and "https:" not in text
        and "<script" not in text
        and "@import" not in text
    )
    assert "prefers-color-scheme" in text or "light-dark(" in text


def test_tsv_is_what_the_scorer_reads() -> None:
    text = write_bitext(BITEXT, BitextFormat.TSV)
    assert read_beads(text) == [(("1",), ("1",)), (("2",), ("2", "3")), (("3",), ())]
    assert {line.count("\t") for line in text.split("\n")[:-1]} == {4}
    assert read_rows(text)[1][4] == "Two\tsentences; both ]]> here."


def test_jsonl_has_the_sentences() -> None:
    first, second, third = map(
        json.loads, write_bitext(BITEXT, BitextFormat.JSONL).split("\n")[:-1]
    )
    assert first["source"] == [BITEXT.source[0]]
    assert second["target_sentences"] == [2, 3]
    assert (third["target"], third["confidence"]) == ([], 0.75)


def test_table_shows_shapes_and_what_is_alone() -> None:
    text = write_bitext(BITEXT, BitextFormat.TABLE)
    assert "1-2" in text and "1-0" in text and "—" in text
    assert "1-1" not in text


# The command


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    (tmp_path / "a.txt").write_text(VI_TEXT + "\n", "utf-8")
    (tmp_path / "b.md").write_text(f"# {ENGLISH[0]}\n\n{' '.join(ENGLISH[1:])}\n", "utf-8")
    return str(tmp_path / "a.txt"), str(tmp_path / "b.md")


def run(*arguments: str) -> tuple[int, str, str]:
    done = CliRunner().invoke(app, ["align", *arguments])
    return done.exit_code, done.stdout, done.stderr


def test_the_suffix_says_the_form(files: tuple[str, str], tmp_path: Path) -> None:
    for suffix, start in ((".tmx", "<?xml"), (".html", "<!doctype html>"), (".jsonl", "{")):
        path = tmp_path / f"out{suffix}"
        assert run(*files, "-o", str(path))[0] == 0
        assert path.read_text("utf-8").startswith(start)
    code, _, error = run(*files, "-o", str(tmp_path / "out.pdf"))
    assert code == 2
    assert "--output-format" in error


def test_the_least_confidence(files: tuple[str, str]) -> None:
    assert len(run(*files, "--output-format", "tsv")[1].split("\n")) == len(PAIRS) + 1
    code, printed, error = run(*files, "--output-format", "tsv", "--min-confidence", "1")
    assert code == 0
    assert len(printed.split("\n")) < len(PAIRS) + 1
    assert "beads left out" in error
    assert run(*files, "--min-confidence", "2")[0] == 2


OTHER_NAMES = {
    "itself": lambda name: name,
    "through a folder": lambda name: name.parent / "in" / ".." / name.name,
    "by a symbolic link": lambda name: _linked(name, "symlink_to"),
    "by a hard link": lambda name: _linked(name, "hardlink_to"),
}


def _linked(name: Path, how: str) -> Path:
    link = name.with_name(f"link{name.suffix}")
    getattr(link, how)(name)
    return link


@pytest.mark.parametrize("other", OTHER_NAMES)
@pytest.mark.parametrize("which", [0, 1])
def test_no_input_is_overwritten(
    files: tuple[str, str], tmp_path: Path, other: str, which: int
) -> None:
    (tmp_path / "in").mkdir()
    given = Path(files[which])
    before = given.read_bytes()
    place = OTHER_NAMES[other](given)
    code, _, error = run(*files, "-o", str(place), "--output-format", "tsv")
    assert (code, given.read_bytes()) == (2, before)
    assert f"{str(place)!r} is an input too; write the result elsewhere" in error


def test_what_cannot_be_aligned(files: tuple[str, str]) -> None:
    code, _, error = run("-", "-")
    assert (code, "standard input" in error) == (2, True)
    code, _, error = run(files[0], files[0])
    assert (code, "both texts are Vietnamese" in error) == (1, True)
    assert run(files[0], "missing.txt")[0] == 1
