"""Translation memory: what is found, what is applied, what is kept, and by whom."""

import re
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz import fuzz

from fakes import FakeTranslator, use_fakes
from vitrans.errors import InputError, UsageError
from vitrans.files import read_text
from vitrans.memory import (
    DRAFT,
    Drafts,
    Memory,
    Provenance,
    Remembering,
    Unit,
    add,
    all_units,
    contents,
    delete_origin,
    delete_text,
    find,
    fingerprint,
    learn,
    search,
)
from vitrans.memory.keys import key, normal, skeleton, skeleton_keys, word_runs
from vitrans.memory.substitution import substituted
from vitrans.terms import Glossary
from vitrans.terms.glossary import Columns
from vitrans.toolkit import Settings, Toolkit
from vitrans.types import Language, Match, Target, TermUse, Translation

EN: Target = Language.ENGLISH
VI: Target = Language.VIETNAMESE
LAN = Provenance("letters.tmx", "OmegaT", "Lan")
MACHINE = replace(LAN, author="MT!", machine=True)
PAIRS = [
    ("Nhà sản xuất đã có mặt ở Hà Nội.", "The producer is in Hanoi."),
    ("Năm 2016 có 7 bộ phim hay.", "There were 7 good films in 2016."),
    ("Bên mua đã ký hợp đồng với đoàn phim.", "The buyer signed a contract with the crew."),
    ("Vé", "Ticket"),
]

PLAY = Translation("Vở kịch hay.", "The play is good.", -0.5, "fake")


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    made = Memory.writing(tmp_path / "memory.db")
    add(made, [Unit(vi, en, LAN, created=1_000_000_000) for vi, en in PAIRS])
    return made


def targets(memory: Memory, text: str, target: Target = EN) -> list[tuple[int, str]]:
    return [(one.match.score, one.match.target) for one in find(memory, text, target)]


def test_the_same_text_is_found_in_either_language(memory: Memory) -> None:
    for vi, en in PAIRS:
        assert targets(memory, vi) == [(100, en)]
        assert targets(memory, en, VI) == [(100, vi)]
    [found] = find(memory, PAIRS[0][0], EN)
    assert found.match == Match(*PAIRS[0], 100, "letters.tmx", "2001-09-09T01:46:40+00:00", "Lan")
    assert find(memory, PAIRS[0][0], VI) == []  # it is no English


def test_white_space_and_unicode_form_do_not_matter(memory: Memory) -> None:
    import unicodedata

    text = "  " + unicodedata.normalize("NFD", PAIRS[0][0]).replace(" ", "\u00a0 ")
    assert targets(memory, text) == [(100, "The producer is in Hanoi.")]


def test_what_is_like_a_text_is_offered_with_how_much(memory: Memory) -> None:
    [found] = find(memory, "Nhà sản xuất đã có mặt ở Huế.", EN)
    assert 75 <= found.match.score < 95 and not found.is_same
    assert found.match.target == "The producer is in Hanoi."
    assert targets(memory, "Trời hôm nay rất đẹp và nhiều nắng.") == []
    assert targets(memory, "") == targets(memory, "…") == []
    assert targets(memory, "NHÀ SẢN XUẤT ĐÃ CÓ MẶT Ở HÀ NỘI.") == []  # 20 % of its letters


def test_where_just_numbers_differ_the_texts_own_are_put_in(memory: Memory) -> None:
    [found] = find(memory, "Năm 2018 có 15 bộ phim hay.", EN)
    assert found.is_same
    assert (found.match.score, found.match.target) == (99, "There were 15 good films in 2018.")
    assert found.match.source == "Năm 2016 có 7 bộ phim hay."


@pytest.mark.parametrize(
    ("source", "target", "text", "made"),
    [
        ("Giá 3,5 triệu.", "It costs 3.5 million.", "Giá 4,25 triệu.", "It costs 4.25 million."),
        ("Có 1.200 người.", "There are 1,200 people.", "Có 950 người.", "There are 950 people."),
        ("Từ 3 đến 5.", "From 3 to 5.", "Từ 5 đến 3.", "From 5 to 3."),
        ("Bấm <b>{ten}</b>", "Press <b>{ten}</b>", "Bấm <i>{ma}</i>", "Press <i>{ma}</i>"),
        ("Tệp %s.", "File %s.", "Tệp %d.", "File %d."),
        ("Xem \ue000 nhé.", "See \ue000.", "Xem \ue001 nhé.", "See \ue001."),
        # What is not safe: plural, ordinals, half of the day, months, words, doubt.
        ("Có 1 con mèo.", "There is 1 cat.", "Có 2 con mèo.", None),
        ("Có 2 con mèo.", "There are 2 cats.", "Có 1 con mèo.", None),
        ("Lần thứ 3.", "The 3rd time.", "Lần thứ 4.", None),
        ("Lúc 8h30.", "At 8:30 a.m.", "Lúc 15h30.", None),
        ("Ngày 3/9.", "On 3 September.", "Ngày 3/8.", None),
        ("Có 3 người.", "There are three people.", "Có 4 người.", None),
        ("Nghỉ 8 ngày.", "An 8 day break.", "Nghỉ 7 ngày.", None),
        ("Từ 3 đến 3.", "From 3 to 3.", "Từ 3 đến 4.", None),
        ("Số 5, số 5.", "Number 5.", "Số 6, số 6.", None),
        ("Có 5 mèo.", "There are 5 cats.", "Có 5 chó.", None),
        ("Bấm <b>.", "Press.", "Bấm <i>.", None),
    ],
)
def test_numbers_and_tags_are_put_in_where_nothing_goes_wrong_by_it(
    source: str, target: str, text: str, made: str | None
) -> None:
    assert substituted(source, target, text, EN) == made


def test_among_texts_that_all_share_their_words_the_best_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("vitrans.memory.lookup._FEW", 60)  # any three words stand in more
    parts = [[f"{one}{n} b{n}{one} c{n}{one}" for one in "xyz"] for n in "mnopqr"]
    texts = [" ".join(chosen) for chosen in product(*parts)]
    crowded = Memory.writing(tmp_path / "crowded.db")
    add(crowded, [Unit(text, f"T {n}", LAN) for n, text in enumerate(texts)])
    for text in texts[:: len(texts) // 25]:
        words = text.split()
        words[4] = "khác"
        asked = " ".join(words)
        best = max(int(fuzz.ratio(asked, one)) for one in texts)
        assert find(crowded, asked, EN)[0].match.score == best


def test_into_vietnamese_too() -> None:
    assert substituted("1,200 people.", "1.200 người.", "3,450 people.", VI) == "3.450 người."
    assert substituted("He has 1 cat.", "Anh có 1 con mèo.", "He has 1 dog.", VI) is None


NUMBERS = st.integers(11, 9999).map(str)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_numbers_put_in_are_those_of_the_text(a: str, b: str, c: str, d: str) -> None:
    made = substituted(f"Từ {a} đến {b} mét.", f"{b} or {a} metres.", f"Từ {c} đến {d} mét.", EN)
    if a != b or c == d:
        assert made == f"{d} or {c} metres." or {a, b} & {c, d}
    if made is not None:
        assert sorted(w for w in made.split() if w.isdigit()) == sorted([c, d])


@given(st.text())
def test_a_text_has_the_key_of_its_skeleton(text: str) -> None:
    text = normal(text)
    first, last = skeleton_keys(text)
    assert first <= key(text) <= last
    assert normal(text) == text
    assert all(run.count("_") >= 2 for run in word_runs(text))


def test_texts_that_differ_in_numbers_and_tags_have_one_skeleton() -> None:
    assert skeleton("Năm 2016, <b>7</b> phim") == skeleton("Năm 1999, <i>12,5</i> phim")
    assert skeleton("50% phim") != skeleton("50 phim")
    assert word_runs("Mua 7 vé.") == ["_mua_0", "mua_0_vé", "0_vé_", "vé__"]


def test_a_sentence_between_its_neighbours_comes_first(memory: Memory) -> None:
    elsewhere = Unit("Vé", "Fare", LAN, 2_000_000_000, context=("Giá", "Ghế"))
    add(memory, [elsewhere])
    assert targets(memory, "Vé") == [(100, "Fare"), (100, "Ticket")]  # the latest first
    add(memory, [Unit("Vé", "Pass", LAN, 1, context=("Cổng", ""))])
    [best, *_] = find(memory, "Vé", EN, ("Cổng ", ""))
    assert (best.match.score, best.match.target) == (101, "Pass")
    assert find(memory, "Fare", VI, ("Giá", "Ghế"))[0].match.score == 100  # the other way round


def test_a_machines_unit_loses_ten_percent_and_is_never_taken_for_a_persons(
    memory: Memory,
) -> None:
    add(memory, [Unit("Cổng số 5", "Gate 5", MACHINE)])
    [found] = find(memory, "Cổng số 5", EN)
    assert (found.match.score, found.match.by) == (90, "machine translation")
    assert not found.is_same
    add(memory, [Unit("Cổng số 5", "Gate 5", LAN)])  # a person says the same
    assert targets(memory, "Cổng số 5") == [(100, "Gate 5")]
    add(memory, [Unit("Cổng số 5", "Gate 5", MACHINE, changed=2_000_000_000)])
    assert targets(memory, "Cổng số 5") == [(100, "Gate 5")]


def test_no_unit_is_put_in_twice_and_the_later_one_counts(memory: Memory) -> None:
    done = add(memory, [Unit(*PAIRS[0], LAN), Unit("A", "B", LAN), Unit("A", "B", LAN)])
    assert (done.new, done.known) == (1, 1)
    add(memory, [Unit(*PAIRS[0], replace(LAN, author="An"), changed=2_000_000_000)])
    [found] = find(memory, PAIRS[0][0], EN)
    assert (found.match.by, found.match.when[:4]) == ("An", "2033")
    add(memory, [Unit(*PAIRS[0], replace(LAN, author="Old"), changed=5)])
    assert find(memory, PAIRS[0][0], EN)[0].match.by == "An"
    assert contents(memory).units == 5


def test_a_correction_takes_the_place_of_what_was_there(memory: Memory) -> None:
    corrected = Unit(PAIRS[0][0], "The producer has come to Hanoi.", LAN)
    assert add(memory, [corrected], replace=True).replaced == 1
    assert targets(memory, PAIRS[0][0]) == [(100, "The producer has come to Hanoi.")]
    assert targets(memory, "Nhà sản xuất có mặt ở Hà Nội.")[0][1] == corrected.en
    assert find(memory, "The producer is in Hanoi.", VI)[0].match.score < 100


def test_units_come_out_as_they_went_in(memory: Memory) -> None:
    unit = Unit("Cổng", "Gate", replace(LAN, en_tag="en-GB", source=EN), 5, 6, ("Exit", ""))
    add(memory, [unit])
    assert list(all_units(memory))[-1] == unit
    assert list(all_units(memory, "nowhere")) == []


def test_what_is_deleted_is_found_no_more(memory: Memory) -> None:
    units, drafts = delete_text(memory, "Ticket")
    assert [unit.vi for unit in units] == ["Vé"] and drafts == 0
    assert targets(memory, "Vé") == []
    assert delete_origin(memory, "nowhere") == (0, 0)
    assert delete_origin(memory, "letters.tmx") == (3, 0)
    assert targets(memory, "Nhà sản xuất đã có mặt ở Huế.") == []
    with memory.writes() as connection:
        for table in ("runs_vi", "runs_en"):
            connection.execute(f"INSERT INTO {table}({table}) VALUES('integrity-check')")


def test_drafts_are_deleted_by_the_engine_that_made_them(memory: Memory) -> None:
    for name in ("opus", "bundled"):
        Drafts(memory, name, name).put([Translation("Mưa.", f"Rain {name}."), PLAY], EN)
    assert contents(memory).drafts == {"opus": 2, "bundled": 2}
    assert delete_origin(memory, "opus") == (0, 2)
    assert contents(memory).drafts == {"bundled": 2}
    assert Drafts(memory, "opus", "opus").get(["Mưa."], EN) == {}
    assert Drafts(memory, "bundled", "bundled").get(["Mưa."], EN)["Mưa."].target == "Rain bundled."
    assert delete_origin(memory, DRAFT) == (0, 2)
    assert contents(memory).drafts == {} and contents(memory).units == 4


def test_what_stands_for_a_memory_changes_with_its_units_and_not_with_drafts(
    memory: Memory,
) -> None:
    seen = [fingerprint(memory)]
    Drafts(memory, "k", "fake").put([PLAY], EN)
    assert fingerprint(memory) == seen[0]
    learn(memory, [("Vé", "A ticket")], EN, "a.txt")
    seen.append(fingerprint(memory))
    learn(memory, [PAIRS[0]], EN, "a.txt")  # the same words, seen by somebody
    seen.append(fingerprint(memory))
    delete_text(memory, "Vé")
    seen.append(fingerprint(memory))
    assert len(set(seen)) == len(seen)


def test_who_made_a_unit_stays_known_and_regions_are_the_memorys(tmp_path: Path) -> None:
    memory = Memory.writing(tmp_path / "m.db")
    learn(memory, [("Vé", "Ticket")], EN, "first.txt")
    assert next(all_units(memory)).provenance.en_tag == "en-US"
    add(memory, [Unit("Mưa.", "Rain.", replace(LAN, en_tag="en-GB"), created=1)])
    learn(memory, [("Mưa.", "Rain."), ("Màu gì?", "What colour?")], EN, "second.txt")
    rain, colour = list(all_units(memory))[1:]
    assert rain.provenance == replace(LAN, en_tag="en-GB") and rain.changed
    assert rain.context == ("", "Màu gì?")
    assert (colour.provenance.en_tag, colour.provenance.author) == ("en-GB", "")
    learn(memory, [("Mưa.", "Rain.")], EN, "third.txt", "Minh")
    assert list(all_units(memory))[1].provenance.author == "Lan"  # within the same second
    add(memory, [Unit("Mưa.", "Rain.", replace(LAN, author="Minh"), changed=1 << 40)])
    assert list(all_units(memory))[1].provenance.author == "Minh"


def test_dates_are_the_first_and_the_last_that_are_known(memory: Memory) -> None:
    add(memory, [Unit("Gió.", "Wind.", LAN, changed=900_000_000), Unit("Nắng.", "Sun.", LAN)])
    held = contents(memory)
    assert (held.first[:10], held.last[:10]) == ("1998-07-09", "2001-09-09")


def test_a_search_finds_drafts_by_either_side(memory: Memory) -> None:
    Drafts(memory, "k", "fake").put([PLAY], EN)
    for text in ("vở kịch", "Vở kịch hay.", "the play", "The play is good."):
        [found] = search(memory, text)
        assert {found.source, found.target} == {PLAY.source, PLAY.target}
        assert (found.origin, found.by) == (DRAFT, "machine translation (fake)")
    assert [one.source for one in search(memory, "the play", VI)] == [PLAY.target]
    assert search(memory, "the play", EN) == search(memory, "vở kịch", VI) == []


def test_a_search_finds_phrases_in_either_language(memory: Memory) -> None:
    def found(text: str, target: Target | None = None) -> list[str]:
        return [match.source for match in search(memory, text, target)]

    assert found("hợp đồng") == [PAIRS[2][0]] == found("HỢP ĐỒNG với đoàn")
    assert found("contract") == [PAIRS[2][1]] == found("signed a contr")
    assert found("phim") == [PAIRS[1][0], PAIRS[2][0]]
    assert found("phim", VI) == found("rồng bay") == found("?!") == []


class Counting(FakeTranslator):
    """Counts how many texts it was asked for."""

    @property
    def count(self) -> int:
        return sum(map(len, self.calls))


def remembering(memory: Memory, key: str = "k", **settings: object) -> Remembering:
    reading = Memory.reading(memory.path)
    drafts = Drafts(memory, key, "fake")
    return Remembering(Counting(), reading, drafts, **settings)  # type: ignore[arg-type]


def test_what_people_translated_is_taken_and_only_the_rest_translated(memory: Memory) -> None:
    translator = remembering(memory)
    texts = [PAIRS[0][0], "Năm 2018 có 15 bộ phim hay.", "Nhà sản xuất đã có mặt ở Huế."]
    done: list[int] = []
    exact, numbers, near = translator.translate(texts, EN, done.append)
    assert (exact.target, exact.provenance) == (PAIRS[0][1], "memory 100%")
    assert (numbers.target, numbers.provenance) == (
        "There were 15 good films in 2018.",
        "memory 99%",
    )
    assert (near.target, near.provenance) == (f"en[{texts[2]}]", "fake")
    assert [one.matches[0].score for one in (exact, numbers)] == [100, 99]
    assert near.matches[0].target == PAIRS[0][1]
    assert [one.matches for one in translator.prospects(texts, EN)][2] == near.matches
    assert translator.translator.calls == [[texts[2]]]  # type: ignore[attr-defined]
    assert done[0] == 2


def test_apply_from_says_from_when_matches_are_taken(memory: Memory) -> None:
    near, same = "Nhà sản xuất đã có mặt ở Huế.", PAIRS[0][0]
    [taken] = remembering(memory, apply_from=75).translate([near], EN)
    assert taken.target == PAIRS[0][1]
    assert taken.warnings[0].startswith("a match of ")
    [made] = remembering(memory, apply_from=101).translate([same], EN)
    assert made.provenance == "fake"
    add(memory, [Unit(*PAIRS[0], LAN, 2_000_000_000, context=("Vé", "Ghế"))])
    made, kept, _ = remembering(memory, apply_from=101).translate(["Vé", same, "Ghế"], EN)
    assert (made.provenance, kept.provenance) == ("fake", "memory 101%")


def test_a_persons_text_is_not_rewritten_but_its_numbers_are_compared(memory: Memory) -> None:
    add(memory, [Unit("Giá là 350 đồng.", "It costs 305 dong.", LAN)])
    [taken] = remembering(memory).translate(["Giá là 350 đồng."], EN)
    assert taken.target == "It costs 305 dong."
    assert taken.warnings == ("number lost: 350", "number added: 305")


def test_a_persons_text_is_held_against_the_glossary(memory: Memory) -> None:
    glossary = Glossary.of(
        [("Nhà sản xuất", "producer"), ("hợp đồng", "agreement"), ("đoàn phim", "film crew")],
        Columns.VI_EN,
    )
    translator = remembering(memory, glossary=glossary, apply_from=75)
    texts = [PAIRS[0][0], PAIRS[2][0], "Bên mua đã ký hợp đồng với đoàn phim", "Trời mưa."]
    producer, contract, near, rain = translator.translate(texts, EN)
    assert producer.terms == (
        TermUse("Nhà sản xuất", "producer", True, "from the memory", "Nhà sản xuất"),
    )
    assert producer.warnings == ()
    assert [(use.source, use.found) for use in contract.terms] == [
        ("hợp đồng", False),
        ("đoàn phim", False),
    ]
    assert contract.terms[0].reason == "the memory has another wording"
    assert contract.target == PAIRS[2][1]  # a person's words stay
    said = ("term missed: hợp đồng → agreement", "term missed: đoàn phim → film crew")
    assert contract.warnings == said
    assert near.warnings == ("a match of 98 % from the memory: look it over", *said)
    assert (rain.terms, rain.warnings) == ((), ())
    [back] = translator.translate([PAIRS[2][1]], VI)
    assert back.terms == ()  # the English has no term of the glossary


def test_what_an_engine_made_is_found_again_by_it_and_by_no_other(memory: Memory) -> None:
    texts = ["Trời mưa.", "Năm 2017.", "Trời mưa."]
    first = remembering(memory, remember=True)
    made = first.translate(texts, EN)
    again = remembering(memory)
    assert again.translate(texts, EN) == made
    assert made[1].warnings == ("number lost: 2017",)
    assert again.translator.count == 0  # type: ignore[attr-defined]
    other = remembering(memory, key="another engine")
    assert other.translate(texts, EN) == made
    assert other.translator.count == 3  # type: ignore[attr-defined]
    assert remembering(memory).translate(texts, VI)[0].target == "vi[Trời mưa.]"
    # It is nobody's work: no match, not exported, but found by a search, as a machine's.
    assert find(Memory.reading(memory.path), "Trời mưa.", EN) == []
    assert contents(memory).drafts == {"fake": 2} and contents(memory).units == len(PAIRS)
    [found] = search(memory, "Trời mưa.")
    assert (found.origin, found.by) == ("draft", "machine translation (fake)")


def test_people_outrank_what_an_engine_made(memory: Memory) -> None:
    remembering(memory, remember=True).translate(["Trời mưa."], EN)
    add(memory, [Unit("Trời mưa.", "It rains.", LAN)])
    assert remembering(memory).translate(["Trời mưa."], EN)[0].target == "It rains."


def test_a_draft_keeps_all_of_a_translation(memory: Memory) -> None:
    made = Translation("a", "b", -0.5, "m", ("lost",), alternatives=("c", "d"))
    Drafts(memory, "k").put([made], EN)
    assert Drafts(memory, "k").get(["a", "x"], EN) == {"a": made}


def test_a_reader_sees_the_memory_as_it_was(memory: Memory) -> None:
    before = Memory.reading(memory.path)
    add(memory, [Unit("Trời mưa.", "It rains.", LAN)])
    delete_text(memory, "Ticket")
    assert find(before, "Trời mưa.", EN) == []
    assert targets(before, "Vé") == [(100, "Ticket")]
    assert targets(Memory.reading(memory.path), "Trời mưa.") == [(100, "It rains.")]


# The toolkit and the command


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., str]:
    """Return what runs the command in a folder and returns what it prints, errors too."""
    from typer.testing import CliRunner

    from vitrans.cli import app

    monkeypatch.chdir(tmp_path)

    def work(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, list(arguments))
        assert done.exit_code == code, done.output
        return done.output

    return work


def test_the_second_run_asks_no_model(
    run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    translator = use_fakes(monkeypatch)
    Path("a.txt").write_text("Sự kết hợp rất đẹp.\n", "utf-8")
    arguments = ("translate", "--to", "en", "a.txt", "--memory", "m.db", "-o", "b.txt")
    run(*arguments, "--remember")
    first = read_text(Path("b.txt"))
    assert len(translator.calls) == 1
    run(*arguments)
    assert len(translator.calls) == 1
    assert read_text(Path("b.txt")) == first
    run(*arguments, "--beam", "2")  # another option, another output
    assert len(translator.calls) == 2


def test_a_run_that_remembers_can_be_gone_on_with(
    run: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    use_fakes(monkeypatch)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name, text in (("a.txt", "Sự kết hợp rất đẹp.\n"), ("b.txt", "Phim rất hay.\n")):
        Path(name).write_text(text, "utf-8")
    Path("a.tsv").write_text("vi\ten\nPhim rất hay.\tA fine film.\n", "utf-8")
    run("memory", "import", "a.tsv")
    start = ("translate", "--to", "en", "--memory", "default", "--remember", "--output-dir", "out")
    run(*start, "a.txt")
    assert "2 files: 1 done, 1 skipped" in run(*start, "a.txt", "b.txt", "--resume")
    Path("a.tsv").write_text("vi\ten\nMưa.\tRain.\n", "utf-8")
    run("memory", "import", "a.tsv")  # what people have translated decides results
    assert "had another memory" in run(*start, "a.txt", "--resume", code=2)


def test_a_dry_run_counts_what_is_remembered(
    run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fakes(monkeypatch)
    Path("a.txt").write_text("Sự kết hợp rất đẹp.\n\nPhim rất hay.\n\nTrời mưa to.\n", "utf-8")
    Path("b.txt").write_text("Sự kết hợp rất đẹp.\n", "utf-8")
    Path("a.tsv").write_text("vi\ten\nPhim rất hay.\tA fine film.\n", "utf-8")
    run("memory", "import", "a.tsv", "--memory", "m.db")
    start = ("translate", "--to", "en", "--memory", "m.db")
    run(*start, "b.txt", "-o", "b.en.txt", "--remember")

    def counted(*files: str) -> dict[str, str]:
        said = run(*start, *files, "--dry-run")
        assert ("words a second" in said) is ("Trời" in read_text(Path(files[0])))
        return dict(re.findall(r"^(\w+) {2,}(\d+) ", said, re.MULTILINE))

    assert counted("a.txt") == {"exact": "1", "drafts": "1", "new": "1", "total": "3"}
    assert counted("b.txt") == {"drafts": "1", "total": "1"}  # no model is asked for a sample


def test_a_memory_must_be_there_and_is_no_output(run: Callable[..., str]) -> None:
    Path("a.txt").write_text("Xin chào.\n", "utf-8")
    start = ("translate", "--to", "en", "a.txt", "--memory")
    assert "vitrans memory import" in run(*start, "m.db", code=1)
    assert "is not a translation memory" in run(*start, "a.txt", code=1)
    assert "give --memory" in run("translate", "--to", "en", "a.txt", "--remember", code=2)
    Memory.writing(Path("m.db")).close()
    assert "is an input too" in run(*start, "m.db", "-o", "m.db", code=2)


def test_a_settings_that_remembers_has_a_memory() -> None:
    with pytest.raises(UsageError, match="give --memory"):
        Settings(remember=True)
    assert Toolkit().memory is None


def test_the_default_memory_is_in_the_data_folder(
    run: Callable[..., str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    Path("a.tsv").write_text("vi\ten\nXin chào.\tHello.\n", "utf-8")
    run("memory", "import", "a.tsv")
    assert (tmp_path / "data" / "vitrans" / "memory.db").is_file()
    assert "Hello." in run("memory", "search", "Xin chào.")


def test_another_programs_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(path)
    connection.execute("CREATE TABLE t(a)")
    connection.close()
    for way in (Memory.reading, Memory.writing):
        with pytest.raises(InputError, match="of another program"):
            way(path)


def test_an_engine_is_known_by_all_that_its_output_depends_on(tmp_path: Path) -> None:
    Memory.writing(tmp_path / "m.db").close()
    terms = tmp_path / "terms.tsv"

    def key(**settings: object) -> str:
        made = Settings(memory=tmp_path / "m.db", **settings)  # type: ignore[arg-type]
        opened = Toolkit(made).memory
        assert opened is not None
        return opened.drafts.key

    terms.write_text("vi\ten\nphim\tfilm\n", "utf-8")
    first = key(glossaries=(terms,))
    assert first == key(glossaries=(terms,)) == key(glossaries=(terms,), threads=1, apply_from=80)
    terms.write_text("vi\ten\nphim\tmovie\n", "utf-8")
    others = [key(), key(beam=2), key(glossaries=(terms,)), key(compute_type="float32")]
    assert len({first, *others}) == 5


def test_what_a_reviewer_corrected_takes_the_place_of_what_was_there(
    run: Callable[..., str], monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fakes(monkeypatch)
    Path("a.txt").write_text("Sự kết hợp rất đẹp.\n\nPhim rất hay.\n", "utf-8")
    Path("a.tsv").write_text("vi\ten\nPhim rất hay.\tA fine film.\n", "utf-8")
    run("memory", "import", "a.tsv", "--memory", "m.db")
    run("translate", "--to", "en", "a.txt", "-o", "r.tsv", "--bilingual", "tsv")
    reviewed = read_text(Path("r.tsv")).replace("en[Phim rất hay.]", "A very good film.")
    Path("r.tsv").write_text(reviewed, "utf-8")
    said = run("fix", "r.tsv", "--original", "a.txt", "-o", "c.txt", "--memory", "m.db")
    assert "m.db: 2 sentences kept, 1 earlier translation replaced" in said
    run("translate", "--to", "en", "a.txt", "-o", "d.txt", "--memory", "m.db")
    assert "A very good film." in read_text(Path("d.txt"))
    memory = Memory.reading(Path("m.db"))
    [found] = find(memory, "Phim rất hay.", EN, ("Sự kết hợp rất đẹp.", ""))
    assert (found.match.score, found.match.origin) == (101, "a.txt")
    assert "is an input too" in run(
        "fix", "r.tsv", "--original", "a.txt", "--memory", "r.tsv", code=2
    )


def test_a_program_may_ask_a_memory(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    import vitrans

    use_fakes(monkeypatch)
    tools = vitrans.load(memory=memory.path, apply_from=75)
    made = tools.translate("Nhà sản xuất đã có mặt ở Huế.", to="en")
    assert made.target == "The producer is in Hanoi." and made.provenance.startswith("memory ")
