"""The pages, cases and cues of corpora/ keep the form that corpora/README.md promises."""

import json
import re
import unicodedata
from collections import Counter
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from corpus_rows import for_each
from vitrans.terms import Finder, Term
from vitrans.terms.forms import find_form, forms_of
from vitrans.terms.words import tokens
from vitrans.text import has_accents, older_tone_placement, strip_accents
from vitrans.types import Language

CORPORA = Path(__file__).parent.parent / "corpora"
PAGES = CORPORA / "pages"
KINDS = [
    "number", "date", "currency", "name", "idiom",
    "kinship", "quote", "unit", "abbreviation", "title",
]  # fmt: skip
PAIR = ["vietnamese", "restored", "english", "credit_vi", "credit_en", "line", "line_en"]

# Credits that are not a name, which is the same in both languages but for its accents.
CREDITS = {
    "Ảnh: Ban tổ chức": "Photo: Organisers",
    "Ảnh: Đoàn phim": "Photo: Film crew",
    "Ảnh: Hội Phụ nữ xã": "Photo: Commune Women’s Union",
    "Ảnh: Người dân cung cấp": "Photo: Courtesy of residents",
    "Ảnh: Nhà sản xuất": "Photo: Producer",
    "Ảnh: Nhóm nghiên cứu": "Photo: Research team",
    "Ảnh do nhân vật cung cấp": "Photo courtesy of the subject",
}
BARE_CREDITS = {strip_accents(vi): en for vi, en in CREDITS.items()}
# A credit after a caption; `1. Ảnh: …`, a teaser, and `tiếng Anh: …` have none.
CREDITED = re.compile(r"(?<!^\d\.)(?<!tiếng) (?:- |\()?(?:Ảnh|Anh|Photo)(?: do |: | courtesy )")
TIMING = re.compile(r"(\d\d):(\d\d):(\d\d),(\d{3}) --> (\d\d):(\d\d):(\d\d),(\d{3})")


def rows(name: str) -> list[dict[str, Any]]:
    text = (CORPORA / name).read_bytes().decode("utf-8")
    return [json.loads(line) for line in text.split("\n")[:-1]]


def page_lines(name: str) -> list[str]:
    return (PAGES / name).read_bytes().decode("utf-8").split("\n")[:-1]


LABELS = rows("pages.jsonl")
PAIRS = [(label["page"], pair) for label in LABELS for pair in label["pairs"]]
ALONE = [(label["page"], caption) for label in LABELS for caption in label["alone"]]
RESTORATION = rows("restoration-cases.jsonl")
TRANSLATION = rows("translation-cases.jsonl")
EVIDENCE = rows("english-evidence.jsonl")

each_page = for_each(LABELS, lambda label: label["page"])
each_pair = for_each(PAIRS, lambda row: f"{row[0]} line {row[1]['line']}")
each_alone = for_each(ALONE, lambda row: f"{row[0]} line {row[1]['line']}")
each_restoration = for_each(RESTORATION, lambda case: case["id"])
each_evidence = for_each(EVIDENCE, lambda case: case["id"])
each_translation = for_each(TRANSLATION, lambda case: case["id"])
each_language = for_each(["vi", "en"])


def assert_clean(*texts: str) -> None:
    for text in texts:
        assert unicodedata.is_normalized("NFC", text)
        assert text == " ".join(text.split()) != ""
        assert not re.search("[\"'\ufeff\u200b\xad…]", text)
        assert text.count("“") == text.count("”")
        assert older_tone_placement(text) == text


def holds(text: str, string: str) -> bool:
    """Say whether a text has a string as whole words, without regard to case."""
    return re.search(rf"(?<!\w){re.escape(string)}(?!\w)", text, re.IGNORECASE) is not None


# Pages


def test_there_are_twenty_pages_each_with_its_labels() -> None:
    names = [f"page-{n:02}.txt" for n in range(1, 21)]
    assert sorted(path.name for path in PAGES.iterdir()) == names
    assert [label["page"] for label in LABELS] == names


@pytest.mark.corpora
def test_there_are_enough_pairs_and_lonely_captions_of_every_sort() -> None:
    assert len(PAIRS) >= 40
    assert len(ALONE) >= 20
    assert any(not label["pairs"] for label in LABELS)
    assert any(not label["alone"] for label in LABELS)
    distances = {pair["line_en"] - pair["line"] for _, pair in PAIRS}
    assert {-1, 1, 2, 3, 4} <= distances
    assert max(distances) > 5
    assert any(not pair["credit_vi"] for _, pair in PAIRS)
    unaccented = sum(not has_accents(pair["vietnamese"]) for _, pair in PAIRS)
    assert len(PAIRS) / 3 < unaccented < len(PAIRS) * 2 / 3


@pytest.mark.corpora
@each_page
def test_page_has_the_promised_keys_and_length(label: dict[str, Any]) -> None:
    assert list(label) == ["page", "pairs", "alone"]
    assert all(list(pair) == PAIR for pair in label["pairs"])
    assert all(list(caption) == ["line", "text"] for caption in label["alone"])
    lines = page_lines(label["page"])
    assert 150 <= len(" ".join(lines).split()) <= 350
    assert lines[0] and lines[-1]
    assert_clean(*filter(None, lines))


@pytest.mark.corpora
@each_page
def test_every_credited_caption_of_a_page_is_labelled_once(label: dict[str, Any]) -> None:
    labelled = [caption["line"] for caption in label["alone"]]
    for pair in label["pairs"]:
        labelled += [pair["line"], pair["line_en"]]
    assert len(set(labelled)) == len(labelled)
    lines = page_lines(label["page"])
    credited = {n for n, line in enumerate(lines, 1) if CREDITED.search(line)}
    below = {n - 1 for n, line in enumerate(lines, 1) if re.match(r"(?:Ảnh|Anh|Photo): ", line)}
    assert credited | below <= {*labelled}
    if credited or below:
        assert credited | below == {*labelled}


@pytest.mark.corpora
@each_page
def test_labels_of_a_page_are_in_order(label: dict[str, Any]) -> None:
    for found in (label["pairs"], label["alone"]):
        at = [entry["line"] for entry in found]
        assert at == sorted(at)


def after(page: str, line: int, text: str) -> str:
    """Return what follows a caption in its line, or the next line if nothing does."""
    lines = [*page_lines(page), ""]
    assert lines[line - 1].startswith(text)
    return lines[line - 1].removeprefix(text) or lines[line]


@each_pair
def test_labelled_lines_hold_the_captions_and_their_credits(
    page: str, pair: dict[str, Any]
) -> None:
    for text, credit, line in (
        (pair["vietnamese"], pair["credit_vi"], pair["line"]),
        (pair["english"], pair["credit_en"], pair["line_en"]),
    ):
        rest = after(page, line, text)
        if credit:
            assert rest in (credit, f" {credit}", f" ({credit})", f" - {credit}")
        else:
            assert page_lines(page)[line - 1] == text


@pytest.mark.corpora
@each_alone
def test_labelled_lines_hold_the_lonely_captions(page: str, caption: dict[str, Any]) -> None:
    rest = after(page, caption["line"], caption["text"])
    assert page_lines(page)[caption["line"] - 1] == caption["text"] or CREDITED.search(rest)


@each_pair
def test_restored_caption_differs_in_accents_only(page: str, pair: dict[str, Any]) -> None:
    assert_clean(pair["vietnamese"], pair["restored"], pair["english"])
    assert strip_accents(pair["restored"]) == strip_accents(pair["vietnamese"])
    assert pair["restored"] != strip_accents(pair["restored"])
    # Where the page has an accent, it is the right one.
    for found, right in zip(pair["vietnamese"], pair["restored"], strict=True):
        assert found in (right, strip_accents(right))
    assert not has_accents(pair["english"])


@pytest.mark.corpora
@each_pair
def test_credits_of_a_pair_say_the_same(page: str, pair: dict[str, Any]) -> None:
    vi, en = pair["credit_vi"], pair["credit_en"]
    known = CREDITS | BARE_CREDITS
    if vi in known:
        assert en == known[vi]
    elif vi:
        name = re.fullmatch(r"(?:Ảnh|Anh): (\w+(?: \w+)+)", vi)
        assert name and name[1].istitle()
        assert en == "Photo: " + strip_accents(name[1])
    else:
        assert en == ""


@pytest.mark.corpora
def test_no_caption_comes_twice() -> None:
    texts = [strip_accents(pair["restored"]) for _, pair in PAIRS]
    texts += [pair["english"] for _, pair in PAIRS]
    texts += [strip_accents(caption["text"]) for _, caption in ALONE]
    for caption in rows("captions.jsonl"):
        texts += [caption["unaccented"], caption["en"]]
    assert len({text.lower() for text in texts}) == len(texts)


# Cases


@pytest.mark.corpora
def test_cases_are_numbered_and_unlike() -> None:
    for cases, start, text in ((RESTORATION, "res", "text"), (TRANSLATION, "tra", "source")):
        assert [case["id"] for case in cases] == [
            f"{start}-{n:03}" for n in range(1, len(cases) + 1)
        ]
        assert len({case[text].lower() for case in cases}) == len(cases)
    assert len({case["unaccented"].lower() for case in RESTORATION}) == len(RESTORATION) == 100


@each_restoration
def test_restoration_case_is_complete(case: dict[str, Any]) -> None:
    assert list(case) == ["id", "text", "unaccented", "decides", "syllables", "note"]
    assert_clean(case["text"], case["unaccented"], case["decides"], case["note"])
    assert strip_accents(case["text"]) == case["unaccented"] != case["text"]
    assert case["note"].endswith((".", "?", "!"))


@pytest.mark.corpora
@each_restoration
def test_deciding_words_and_hard_syllables_stand_in_the_sentence(case: dict[str, Any]) -> None:
    for words in case["decides"].split(", "):
        assert re.search(rf"(?<!\w){re.escape(words)}(?!\w)", case["text"])
    words = iter(re.findall(r"[^\W\d_]+", case["text"]))
    assert case["syllables"]
    for syllable in case["syllables"]:
        assert syllable in words, f"{syllable} is missing or out of order"


@pytest.mark.corpora
def test_evidence_cases_are_numbered_and_unlike_and_share_letters() -> None:
    assert [case["id"] for case in EVIDENCE] == [f"eng-{n:03}" for n in range(1, 119)]
    for key in ("vi", "en"):
        assert len({case[key].lower() for case in EVIDENCE}) == len(EVIDENCE)
    readings = Counter(case["unaccented"] for case in EVIDENCE)
    assert sum(count > 1 for count in readings.values()) >= 40
    others = {row["unaccented"] for row in rows("captions.jsonl") + RESTORATION}
    assert not others & readings.keys()


@each_evidence
def test_evidence_case_is_complete(case: dict[str, Any]) -> None:
    assert list(case) == ["id", "vi", "unaccented", "en", "syllables"]
    assert_clean(case["vi"], case["unaccented"], case["en"], *case["syllables"])
    assert strip_accents(case["vi"]) == case["unaccented"] != case["vi"]
    assert not has_accents(case["en"])
    assert case["vi"].endswith(".") and case["en"].endswith(".")
    words = iter(re.findall(r"[^\W\d_]+", case["vi"]))
    assert case["syllables"]
    for syllable in case["syllables"]:
        assert syllable in words, f"{syllable} is missing or out of order"


@pytest.mark.corpora
def test_translation_cases_are_as_many_of_each_kind_and_direction() -> None:
    kinds = [(case["kind"], case["source_language"]) for case in TRANSLATION]
    assert sorted(kinds) == sorted(
        (kind, language) for kind in KINDS for language in ("vi", "en") for _ in range(3)
    )


@each_translation
def test_translation_case_is_complete(case: dict[str, Any]) -> None:
    assert list(case) == [
        "id", "source_language", "source", "references",
        "must_contain", "must_not_contain", "kind", "note",
    ]  # fmt: skip
    assert_clean(case["source"], case["note"], *case["references"])
    assert case["must_contain"] or case["must_not_contain"]
    assert len({reference.lower() for reference in case["references"]}) >= 1
    assert len(set(case["references"])) == len(case["references"])
    vietnamese, english = [case["source"]], case["references"]
    if case["source_language"] == "en":
        vietnamese, english = english, vietnamese
    assert all(has_accents(text) for text in vietnamese)
    assert not any(has_accents(text) for text in english if "£" not in text)


@pytest.mark.corpora
@each_translation
def test_references_hold_what_they_must_and_nothing_they_must_not(case: dict[str, Any]) -> None:
    for reference in case["references"]:
        assert [s for s in case["must_contain"] if not holds(reference, s)] == []
        assert [s for s in case["must_not_contain"] if holds(reference, s)] == []


def test_strings_are_found_as_whole_words() -> None:
    assert holds("She paid £1.2 million.", "Million")
    assert holds("hơn 40°C", "40")
    assert not holds("she said", "he said")
    assert not holds("13,000", "3,000")


# Cues


def cues(language: str) -> list[list[str]]:
    text = (CORPORA / f"cues.{language}.srt").read_bytes().decode("utf-8")
    return [block.split("\n") for block in text.rstrip("\n").split("\n\n")]


def milliseconds(timing: str) -> tuple[int, int]:
    match = TIMING.fullmatch(timing)
    assert match
    h, m, s, ms, *end = map(int, match.groups())
    assert m < 60 > s and end[1] < 60 > end[2]
    return (
        ((h * 60 + m) * 60 + s) * 1000 + ms,
        ((end[0] * 60 + end[1]) * 60 + end[2]) * 1000 + end[3],
    )


def test_cues_have_the_same_numbers_and_timings_in_both_languages() -> None:
    vietnamese, english = cues("vi"), cues("en")
    assert [cue[:2] for cue in vietnamese] == [cue[:2] for cue in english]
    assert [cue[0] for cue in vietnamese] == [str(n) for n in range(1, 61)]


@pytest.mark.corpora
def test_timings_increase_without_overlap() -> None:
    times = [milliseconds(cue[1]) for cue in cues("vi")]
    for start, end in times:
        assert 1000 <= end - start <= 7000
    for (_, end), (start, _) in pairwise(times):
        assert end + 80 <= start


@pytest.mark.corpora
@each_language
def test_cues_are_short_enough_to_read(language: str) -> None:
    for _, timing, *text in cues(language):
        start, end = milliseconds(timing)
        assert 1 <= len(text) <= 2
        assert all(len(line) <= 42 for line in text)
        assert len(" ".join(text)) / (end - start) * 1000 <= 17
        assert_clean(" ".join(text))
        assert all(line.strip() == line != "" for line in text)


@pytest.mark.corpora
@each_language
def test_no_cue_comes_twice(language: str) -> None:
    texts = [" ".join(text).lower() for _, _, *text in cues(language)]
    assert len(set(texts)) == len(texts) == 60


@pytest.mark.corpora
def test_two_speakers_in_a_cue_are_two_in_both_languages() -> None:
    for vietnamese, english in zip(cues("vi"), cues("en"), strict=True):
        dashes = [sum(line.startswith("- ") for line in cue[2:]) for cue in (vietnamese, english)]
        assert dashes in ([0, 0], [2, 2])


@for_each(rows("cue-sentences.jsonl"))
def test_a_sentence_has_as_many_cues_in_both_languages(row: dict[str, Any]) -> None:
    assert set(row) == {"vi", "en"}
    assert 2 <= len(row["vi"]) == len(row["en"]) <= 4
    for cue in [*row["vi"], *row["en"]]:
        assert cue == " ".join(cue.split()) == unicodedata.normalize("NFC", cue)
        assert not cue.startswith("/") and not cue.endswith("/")
    assert has_accents("".join(row["vi"]))


TERMS = rows("terms.jsonl")


@pytest.mark.corpora
def test_there_are_a_hundred_sentences_with_terms_from_each_language() -> None:
    assert [row["id"] for row in TERMS] == [f"term-{n:03}" for n in range(1, 201)]
    assert Counter(row["source_language"] for row in TERMS) == {"vi": 100, "en": 100}
    assert len({row["source"] for row in TERMS}) == 200


@pytest.mark.corpora
@for_each(TERMS, lambda row: row["id"])
def test_a_sentence_has_its_terms_and_so_has_its_reference(row: dict[str, Any]) -> None:
    assert list(row) == ["id", "source_language", "source", "reference", "terms", "kind"]
    source = Language(row["source_language"])
    for text in (row["source"], row["reference"]):
        assert_clean(text)
    assert not has_accents(row["source"] if source is Language.ENGLISH else row["reference"])
    terms = [Term(one, (other,)) for one, other in row["terms"]]
    found = Finder(terms, source).find(row["source"])
    assert {one.term for one in found} == set(terms)
    for term in terms:
        forms = forms_of(term.target, source.other)
        assert list(find_form(forms, tokens(row["reference"]), source.other))
