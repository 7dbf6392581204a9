"""The restorer: letters never change, marks come back, what is not its business stays."""

import ast
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import vitrans
from vitrans.errors import ModelError
from vitrans.restore import Restorer, tagger
from vitrans.restore.lexicon import build_lexicon
from vitrans.restore.tokens import Case, case_of, read_tokens, tokenize, transfer_case
from vitrans.text import nfc, strip_accents

RESTORER = Restorer.load()


@pytest.fixture
def restorer() -> Restorer:
    return RESTORER


VIETNAMESE_LETTERS = "aăâbcdđeêghiklmnoôơpqrstuưvxyAĂÂĐÊÔƠƯáàảãạếềểễệ .,–“”\"'\n\t012"


@settings(max_examples=150)
@given(st.one_of(st.text(), st.text(VIETNAMESE_LETTERS), st.text("aeiou\u0300\u0323dĐİıſǅßﬁ ")))
def test_letters_never_change(text: str) -> None:
    restored = RESTORER.restore(text)
    assert strip_accents(restored) == strip_accents(text)
    assert restored.count("\n") == text.count("\n")


@pytest.mark.parametrize(
    "text",
    [
        "Sự kết hợp của diễn viên Hàn Quốc – Nhật Bản",
        "Thủ tướng phát biểu tại hội nghị ở Hà Nội sáng nay.",
        "NGƯỜI DÂN THÀNH PHỐ HỒ CHÍ MINH ĐÓN NĂM MỚI",
        "học sinh đến trường trong ngày khai giảng",
        "Ảnh: Nhà sản xuất",
    ],
)
def test_plain_sentences_come_back(restorer: Restorer, text: str) -> None:
    assert restorer.restore(strip_accents(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "https://example.com/su-ket-hop?anh=1 va",
        "lien.he@toa-soan.vn",
        "COVID19 U23 A380 17.9.2024 3,21",
        "",
        "   \n\t\n",
        "🎬🎬🎬",
        "漢字 한국어",
        "Sự kết hợp của diễn viên Hàn Quốc đã gây sốt.",
        "Tại Hàn Quốc, cùng với Tết Nguyên đán thì Tết Trung thu là cao điểm tại rạp.",
    ],
)
def test_what_is_not_its_business_stays(restorer: Restorer, text: str) -> None:
    restored = restorer.restore(text)
    for token in text.split():
        if token != "va":
            assert token in restored.split()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`ma_nguon = 1` trong ha noi", "`ma_nguon = 1` trong hà nội"),
        ("`` ha `noi` `` trong ha noi", "`` ha `noi` `` trong hà nội"),
        ('![Anh chup tai Ha Noi](a.png "x")', '![Ảnh chụp tại Hà Nội](a.png "x")'),
        ("[Thanh pho Ha Noi](ha-noi.html#thanh-pho)", "[Thành phố Hà Nội](ha-noi.html#thanh-pho)"),
    ],
)
def test_code_and_targets_of_links_stay(restorer: Restorer, text: str, expected: str) -> None:
    assert restorer.restore(text) == expected


def test_quoted_english_titles_stay(restorer: Restorer) -> None:
    made = restorer.restore('Dien vien Han Quoc trong phim “Eye Love You” va "Bad Memory Eraser".')
    assert "“Eye Love You”" in made
    assert '"Bad Memory Eraser"' in made
    assert made.startswith("Diễn viên Hàn Quốc trong phim")


def test_quoted_vietnamese_is_restored(restorer: Restorer) -> None:
    assert "“nguoi dan”" not in restorer.restore("Ong noi voi “nguoi dan” trong thanh pho.")


def test_case_is_kept(restorer: Restorer) -> None:
    assert restorer.restore("HA NOI") == "HÀ NỘI"
    assert restorer.restore("Ha Noi") == "Hà Nội"


def test_lines_of_a_batch_do_not_meet(restorer: Restorer) -> None:
    texts = ["Nha san xuat phim", "", "Thanh pho Ho Chi Minh", "Nha san xuat phim"]
    batch = restorer.restore_batch(texts)
    assert batch[0] == batch[3]
    assert [strip_accents(t) for t in batch] == texts
    assert batch[2] == restorer.restore(texts[2])


def test_long_lines_are_restored_to_the_end(restorer: Restorer) -> None:
    sentence = "Nguoi dan thanh pho dang cho xe buyt. "
    made = restorer.restore(sentence * 100)
    assert strip_accents(made) == sentence * 100
    assert made.count("Người dân thành phố") == 100


def test_details_say_what_was_chosen(restorer: Restorer) -> None:
    text = "Nha san xuat"
    made = restorer.restore_detailed(text)
    for again in restorer.restore_detailed_batch([text, text]):
        assert again.text == made.text
        assert [word.candidates for word in again.words] == [w.candidates for w in made.words]
        for one, other in zip(again.words, made.words, strict=True):
            assert one.probabilities == pytest.approx(other.probabilities, abs=1e-3)
    for word in made.words:
        assert text[word.start : word.start + len(word.original)] == word.original
        assert made.text[word.start : word.start + len(word.original)] == word.restored
        assert word.restored == word.candidates[0]
        assert sum(word.probabilities) == pytest.approx(1, abs=1e-3)
        assert list(word.probabilities) == sorted(word.probabilities, reverse=True)
        assert {strip_accents(c) for c in word.candidates} == {word.original}


def test_decomposed_input_is_read_as_accented(restorer: Restorer) -> None:
    import unicodedata

    text = unicodedata.normalize("NFD", "Sự kết hợp của diễn viên")
    assert nfc(restorer.restore(text)) == nfc(text)


def test_one_text_is_not_many(restorer: Restorer) -> None:
    with pytest.raises(TypeError, match="one str"):
        restorer.restore_detailed_batch("Ha Noi")
    with pytest.raises(TypeError, match="takes one str"):
        restorer.restore_detailed(["Ha Noi"])  # type: ignore[arg-type]


def test_missing_model_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be loaded"):
        Restorer.load(tmp_path)


@pytest.mark.parametrize(
    ("form", "original", "expected"),
    [
        ("hòa", "HOA", "HÒA"),
        ("đặng", "Dang", "Đặng"),
        ("sự", "sU", "sỰ"),
        ("ngã", "nga", "ngã"),
    ],
)
def test_case_transfer(form: str, original: str, expected: str) -> None:
    assert transfer_case(form, original) == expected


@pytest.mark.parametrize(
    ("token", "case"),
    [
        ("hà", Case.LOWER),
        ("Hà", Case.TITLE),
        ("A", Case.TITLE),
        ("HÀ", Case.UPPER),
        ("iPhone", Case.MIXED),
        ("17", Case.NONE),
        ("–", Case.NONE),
    ],
)
def test_case_of_tokens(token: str, case: Case) -> None:
    assert case_of(token) is case


def test_tokens_keep_links_and_codes_whole() -> None:
    text = "Ảnh: a.b@c.vn, https://x.vn/y?z U23 “Đi”"
    assert [token.text for token in tokenize(text)] == [
        "Ảnh",
        ":",
        "a.b@c.vn",
        ",",
        "https://x.vn/y?z",
        "U23",
        "“",
        "Đi",
        "”",
    ]


def test_lexicon_knows_words_of_several_syllables() -> None:
    lexicon = build_lexicon({"ôtô": 500, "oto": 40, "đh": 300, "cafés": 3}, {})
    assert lexicon.forms == {"oto": ("oto", "ôtô"), "dh": ("dh", "đh")}


def test_lexicon_keeps_only_real_choices() -> None:
    lexicon = build_lexicon({"hòa": 50, "hoa": 50, "xyz": 9, "hỏa": 2, "phim": 40}, {"the": 500})
    assert lexicon.forms == {"hoa": ("hoa", "hòa")}
    assert lexicon.counts == (50, 50)
    assert lexicon.number("the") == lexicon.numbers["the"]
    assert lexicon.tokens[lexicon.number("nghiêng")] == "<syllable>"
    assert lexicon.tokens[lexicon.number("qwrt")] == "<unk>"
    assert lexicon.tokens[lexicon.number("2017")] == "<number>"
    assert lexicon.tokens[lexicon.number("a@b.vn")] == "<link>"


def test_best_form_alone_is_the_first_of_all(restorer: Restorer) -> None:
    lines = [read_tokens(text) for text in ("Nu dao dien chi dao mot canh quay", "", "Han Quoc")]
    every, best = restorer._tagger.score(lines), restorer._tagger.score(lines, best_only=True)
    assert [[(s.token, s.forms[:1]) for s in line] for line in every] == [
        [(s.token, s.forms) for s in line] for line in best
    ]
    pairs = [
        (a, b) for one, two in zip(every, best, strict=True) for a, b in zip(one, two, strict=True)
    ]
    assert pairs
    assert all(a.probabilities[0] == pytest.approx(b.probabilities[0]) for a, b in pairs)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Nguoi dan doc bao.vn/tin-tuc/nguoi-dan", "Người dân đọc bao.vn/tin-tuc/nguoi-dan"),
        ("anh chup ha-noi-mua-thu.jpg tai Ha Noi", "ảnh chụp ha-noi-mua-thu.jpg tại Hà Nội"),
        ("nguoi dan hoi @nguoi.dan, #nguoidan", "người dân hỏi @nguoi.dan, #nguoidan"),
        ("mo tep danh_sach_hoc_sinh.docx", "mở tệp danh_sach_hoc_sinh.docx"),
        ("chuyen bay HAN-SGN cat canh", "chuyến bay HAN-SGN cất cánh"),
        ("lop HocSinhMoi trong bai", "lớp HocSinhMoi trong bài"),
        ("Xin chao {ten}, ban co %d nguoi xem", "Xin chào {ten}, bạn có %d người xem"),
        ("chi&#7873;u nay o Ha Noi", "chi&#7873;u nay ở Hà Nội"),
        ("Anh di\\NEm o lai", "Anh đi\\NEm ở lại"),
        ("Nguoi dan xem \ue000 o Ha Noi \ue001", "Người dân xem \ue000 ở Hà Nội \ue001"),
    ],
)
def test_what_is_no_running_text_stays(restorer: Restorer, text: str, expected: str) -> None:
    assert restorer.restore(text) == expected


def test_tags_are_not_read(restorer: Restorer) -> None:
    tagged = "<c>Thu</c><c> tuong</c><c> tiep</c><c> dai</c><c> su</c>"
    assert restorer.restore(tagged) == "<c>Thủ</c><c> tướng</c><c> tiếp</c><c> đại</c><c> sứ</c>"


def test_threads_share_a_restorer(restorer: Restorer) -> None:
    texts = [f"Nguoi dan thanh pho don nam moi {n}" for n in range(200)]
    once = restorer.restore_batch(texts)
    with ThreadPoolExecutor(8) as pool:
        assert all(made == once for made in pool.map(restorer.restore_batch, [texts] * 16))


def test_the_restorer_keeps_to_the_cores_it_is_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tagger, "available_cores", lambda: 2)
    before = threading.active_count()
    loaded = Restorer.load()
    loaded.restore_batch(["Nguoi dan thanh pho don nam moi"] * 500)
    assert threading.active_count() <= before + 2
    loaded._tagger.close()
    for _ in range(100):
        if threading.active_count() <= before:
            break
        time.sleep(0.05)
    assert threading.active_count() <= before


def test_no_class_has_the_name_of_another_in_restore_and_repair() -> None:
    root = Path(vitrans.__file__).parent
    names = [
        node.name
        for path in (*(root / "restore").glob("*.py"), *(root / "repair").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.ClassDef)
    ]
    assert sorted(names) == sorted(set(names))
