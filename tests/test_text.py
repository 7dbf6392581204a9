import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.text import (
    find_protected,
    has_accents,
    is_syllable,
    lines,
    nfc,
    older_tone_placement,
    same_letters,
    strip_accents,
    words,
)
from vitrans.text.counts import counted
from vitrans.text.syllables import is_spelling


def nfd(text: str) -> str:
    return unicodedata.normalize("NFD", text)


@pytest.mark.parametrize(
    ("accented", "bare"),
    [
        ("", ""),
        ("plain ASCII", "plain ASCII"),
        ("Đường phố Hà Nội", "Duong pho Ha Noi"),
        ("ưỡn ẹo, khuỷu, nguệch ngoạc", "uon eo, khuyu, nguech ngoac"),
        ("ĐẮK LẮK", "DAK LAK"),
        ("Müller, café, naïve, São", "Muller, cafe, naive, Sao"),
        ("Straße, smørrebrød", "Straße, smørrebrød"),  # letters of their own, not marks
        ("한국, Привет, 🙂", "한국, Привет, 🙂"),
    ],
)
def test_accents_are_stripped_in_either_form(accented, bare):
    assert strip_accents(accented) == bare
    assert strip_accents(nfd(accented)) == bare
    assert has_accents(accented) is has_accents(nfd(accented)) is (accented != bare)
    assert same_letters(accented, bare)


@given(st.text())
def test_stripping_twice_is_stripping_once(text):
    bare = strip_accents(text)
    assert strip_accents(bare) == bare
    assert not has_accents(bare)
    assert same_letters(text, nfd(text))


def test_different_letters_are_different():
    assert not same_letters("bán", "bàn.")
    assert not same_letters("đi", "ti")


@pytest.mark.parametrize(
    ("newer", "older"),
    [
        ("hoà", "hòa"),
        ("khoẻ", "khỏe"),
        ("thuý", "thúy"),
        ("uỷ ban huỷ bỏ", "ủy ban hủy bỏ"),
        ("Hoá, HOÁ, Uý", "Hóa, HÓA, Úy"),
        ("oà khóc, xoã tóc, goá phụ", "òa khóc, xõa tóc, góa phụ"),
        # these have one placement only
        ("quý, quà, quỳ, quẹo", "quý, quà, quỳ, quẹo"),
        ("hoàn toàn, thuyền, khoảng", "hoàn toàn, thuyền, khoảng"),
        ("hoặc, ngoặc, ngoặt, NGOẶT", "hoặc, ngoặc, ngoặt, NGOẶT"),
        ("của, múa, giá, thuở, khuỷu", "của, múa, giá, thuở, khuỷu"),
        ("hòa, khỏe, thủy", "hòa, khỏe, thủy"),
        ("plain", "plain"),
    ],
)
def test_tones_move_to_the_older_placement(newer, older):
    assert older_tone_placement(newer) == older
    assert older_tone_placement(nfd(newer)) == older
    assert older_tone_placement(older) == older


@given(st.text(st.sampled_from("hoàoẻuýqQUÝ tnáé-\u0300\u0309")))
def test_moving_tones_changes_no_letter(text):
    assert strip_accents(older_tone_placement(text)) == strip_accents(text)


SYLLABLES = (
    "a ô đi yêu ỷ uống quốc quyển quý giếng gì giữ khuya nguyễn thuở nghiêng ngoằn khuỷu xoong "
    "huênh choắt tuềnh toàng yết ướt rượu uây ngoéo soóc Hà NỘI phở bánh duong truong khong"
)


@pytest.mark.parametrize("word", SYLLABLES.split())
def test_vietnamese_syllables_have_their_shape(word):
    assert is_syllable(word)
    assert is_syllable(strip_accents(word))


@pytest.mark.parametrize(
    "word",
    ["", "street", "world", "film", "jazz", "đ", "ng", "ôtô", "Lee", "hello", "한국", "hà nội"],
)
def test_other_words_do_not(word):
    assert not is_syllable(word)


@pytest.mark.parametrize(
    "word", [*SYLLABLES.split(), "dừa", "hoà", "hòa", "thuỷ", "ôtô", "Pleiku", "Đắk", "Jút"]
)
def test_correct_spelling(word: str) -> None:
    assert is_spelling(word)
    assert is_spelling(word.upper())


@pytest.mark.parametrize(
    "word",
    ["dưà", "hòan", "qúa", "giừơng", "dừạ", "ñam", "dũä", "dăo", "nguơì", "ĭn", "ḿ"],
)
def test_marks_where_no_spelling_has_them(word: str) -> None:
    assert not is_spelling(nfc(word))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Phim “Mắt Biếc” (2019), hay!", ["Phim", "Mắt", "Biếc", "hay"]),
        ("don't e-mail a_b 3D", ["don", "t", "e", "mail", "a", "b", "D"]),
        (nfd("tiếng Việt"), [nfd("tiếng"), nfd("Việt")]),
        ("123 … 🙂", []),
    ],
)
def test_words_are_runs_of_letters_with_their_marks(text, expected):
    assert words(text) == expected


def test_only_a_line_feed_ends_a_line():
    text = "một\r\nhai\u2028vẫn hai\u0085\x0b\x1c\rvẫn\n\nbốn"
    assert list(lines(text)) == ["một\r\n", "hai\u2028vẫn hai\u0085\x0b\x1c\rvẫn\n", "\n", "bốn"]
    assert list(lines("")) == []
    assert list(lines("\n")) == ["\n"]


def test_carriage_returns_end_the_lines_of_a_text_without_line_feeds():
    assert list(lines("một\rhai\r\rba")) == ["một\r", "hai\r", "\r", "ba"]


@given(st.text(st.sampled_from("ab\n\r\u2028\u0085")))
def test_lines_join_to_the_text(text):
    found = list(lines(text))
    assert "".join(found) == text
    ends = "\r" if "\n" not in text else "\n"
    assert all(line.count(ends) == line.endswith(ends) for line in found)
    assert len(found) == text.count(ends) + (text[-1:] not in (ends, ""))


@given(st.text())
def test_nfc_is_one_form(text):
    assert nfc(nfc(text)) == nfc(text) == nfc(nfd(text))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("`a` b `c d`, `` a`b `` x", ["`a`", "`c d`", "`` a`b ``"]),
        ("`a\nb` và `a\n\nb", ["`a\nb`"]),
        (r"\`a và ` b` ``Nhà'' và ``phố''", []),
        ("[a](b) ![c](<d e>) [f]( g_(h) 'i' )", ["](b)", "](<d e>)", "]( g_(h) 'i' )"]),
        ("[1] (xem) [Ảnh](xem trang ba)", []),
    ],
)
def test_markup(text: str, found: list[str]) -> None:
    marks = [one for one in find_protected(text) if one.kind in ("code", "target", "tag")]
    assert [text[one.start : one.end] for one in marks] == found


@pytest.mark.parametrize(
    ("count", "names", "said"),
    [
        (0, ("segment",), "0 segments"),
        (1, ("segment",), "1 segment"),
        (1200, ("segment",), "1,200 segments"),
        (1, ("entry", "entries"), "1 entry"),
        (2, ("entry", "entries"), "2 entries"),
    ],
)
def test_a_count_agrees_with_its_noun(count: int, names: tuple[str, ...], said: str) -> None:
    assert counted(count, *names) == said
