import textwrap
from dataclasses import replace

import pytest

from apart import KINDS
from fakes import ByWords, FakeDetector, FakeRestorer
from vitrans.formats import parse, render
from vitrans.formats.plain import Plain
from vitrans.formats.wrapping import WRAPPED, rewrapped
from vitrans.pipeline.prepare import parse_lines, tag
from vitrans.pipeline.translate import translate_document
from vitrans.segment import split
from vitrans.types import Kind, Language, Translation

EXAMPLES = [
    (kind, example) for kind, text in KINDS.items() for example in text.strip("\n").split("\n\n")
]


def texts(text: str) -> list[str]:
    document = parse(text)
    assert render(document) == text
    return [segment.text for segment in document.segments]


def test_there_are_twenty_examples_of_each_kind() -> None:
    for kind in KINDS:
        assert sum(kind == other for other, _ in EXAMPLES) == 20, kind


WIDE = "\n\n" + textwrap.fill("một hai ba bốn năm sáu bảy tám chín mười " * 9, 70) + "\n"


@pytest.mark.parametrize(("kind", "example"), EXAMPLES)
def test_lines_that_are_no_paragraph_are_not_joined(kind: str, example: str) -> None:
    for text in (example, example + WIDE):
        document = parse(text)
        assert render(document) == text
        for segment in document.segments:
            assert segment.line > example.count("\n") + 1 or segment.escape != WRAPPED, kind


VIETNAMESE = (
    "Sáng 17.9, hàng trăm người dân xếp hàng trước cửa tiệm vàng trên phố Trần Nhân Tông – nơi "
    "được gọi là phố vàng – để chờ mua nhẫn. Ông Ng. V. A. nói ông đến từ mờ sáng. Trời mưa, nhưng "
    "không ai về; nhiều người mang theo ghế và áo mưa. Đến 9 giờ thì hết hàng, mọi người "
    "ra về tay không."
)
ENGLISH = (
    "The keeper of the old lighthouse has lived on the island for more than forty years, and he "
    "says that he would not know where else to go. In winter the boat comes once a week. It brings "
    "rice, oil, letters and, if the sea is calm, a visitor or two who stay "
    "until the next one leaves."
)
LEADS = [("", ""), ("  ", "  "), ("    ", ""), ("> ", "> "), ("1. ", "   "), ("- ", "  ")]


def filled(text: str, width: int, lead: str = "", rest: str = "") -> str:
    return textwrap.fill(
        text, width, initial_indent=lead, subsequent_indent=rest, break_on_hyphens=False
    )


@pytest.mark.parametrize("text", [VIETNAMESE, ENGLISH])
@pytest.mark.parametrize("width", [52, 58, 65, 72, 80, 99])
@pytest.mark.parametrize(("lead", "rest"), LEADS)
def test_a_paragraph_of_a_fixed_width_is_one_segment(text, width, lead, rest):
    assert texts(filled(text, width, lead, rest)) == [text]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_it_is_joined_with_any_line_end(end):
    text = (filled(VIETNAMESE, 70) + "\n\n" + filled(ENGLISH, 70) + "\n").replace("\n", end)
    assert texts("\ufeff" + text) == [VIETNAMESE, ENGLISH]


def test_two_lines_are_joined_where_the_width_is_known():
    short = "Tòa nhà này được xây từ thời Pháp và đến nay vẫn còn gần như nguyên vẹn."
    assert len(texts(filled(short, 60))) == 2
    assert texts(f"{filled(VIETNAMESE, 60)}\n\n{filled(short, 60)}\n") == [VIETNAMESE, short]


def test_lines_of_other_widths_are_not_joined():
    assert len(texts(filled(VIETNAMESE, 40))) > 5
    assert len(texts(filled(VIETNAMESE * 3, 120))) > 5


@pytest.mark.parametrize(("lead", "rest"), LEADS)
def test_letters_change_and_line_breaks_stay(lead, rest):
    text = f"Tựa\n\n{filled(VIETNAMESE, 60, lead, rest)}\n\n{filled(ENGLISH, 60)}\n"
    document = tag(parse(text), FakeDetector())
    for one in (document, split(document)):
        large = one.with_texts([segment.text.swapcase() for segment in one.segments])
        assert render(large).swapcase() == text


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize(("lead", "rest"), LEADS)
def test_a_translation_is_filled_to_the_same_width(lead, rest, end):
    text = f"Tựa\n\n{filled(VIETNAMESE, 60, lead, rest)}\n\n{filled(ENGLISH, 60)}\n"
    document = parse(text.replace("\n", end))
    known = document.with_segments(
        replace(s, language=Language.VIETNAMESE) for s in document.segments
    )
    before = split(known)
    assert rewrapped(before, before) == before
    made = [s.with_translation(f"{s.text} Và thế là hết.") for s in before.segments]
    made[-3:] = before.segments[-3:]  # the English paragraph stays
    result = render(rewrapped(before, before.with_segments(made)))
    new = " ".join(f"{s.text} Và thế là hết." for s in before.segments[1:-3])
    width = max(map(len, filled(VIETNAMESE, 60, lead, rest).split("\n")))
    wanted = filled(new, width, lead, rest)
    assert result == f"Tựa Và thế là hết.\n\n{wanted}\n\n{filled(ENGLISH, 60)}\n".replace("\n", end)


@pytest.mark.parametrize(
    ("line", "text"),
    [
        *(("a) Mở tệp", "Mở tệp"), ("b. Lưu tệp", "Lưu tệp"), ("đ) Giá", "Giá")),
        *(("I. Kết luận", "Kết luận"), ("IV. Kết quả", "Kết quả"), ("(i) First", "First")),
        *(("1) Một", "Một"), ("1. Mở tệp.", "Mở tệp."), ("(12) Hai", "Hai"), ("2- Ba", "Ba")),
        *(("1.2. Phạm vi", "Phạm vi"), ("1.2.3 Chi tiết", "Chi tiết"), ("3/ Bốn", "Bốn")),
        *((">> Trả lời", "Trả lời"), ("> > Sâu hơn", "Sâu hơn"), (">Ừ", "Ừ")),
        *(
            ("*** Chú ý", "Chú ý"),
            ("- Mục", "Mục"),
            ("– Mục", "Mục"),
            ("-Anh đi đâu?", "Anh đi đâu?"),
        ),
        *(("•Cam", "Cam"), ("• Cam", "Cam"), ("+ Cam", "Cam"), ("- 1. Mục", "Mục")),
        *(("[x] Xong", "Xong"), ("[1] Sách", "Sách"), ("*Chưa gồm thuế", "Chưa gồm thuế")),
        *(
            ("1.Mở tệp", "Mở tệp"),
            ("\t- Cam", "Cam"),
            ("1.1 Phạm vi điều chỉnh", "Phạm vi điều chỉnh"),
        ),
    ],
)
def test_marks_at_the_start_of_a_line_are_glue(line, text):
    assert texts(f"Đầu\n{line}\nCuối") == ["Đầu", text, "Cuối"]
    assert [s.text for s in Plain().parse_lines(line).segments] == [text]


@pytest.mark.parametrize(
    "line",
    [
        *("No. 5 is here", "A. Nguyễn", "A. Nguyễn nói vậy.", "I am", "A man left", "A. Einstein"),
        *("J. K. Rowling viết.", "V. I. Lenin nói", "P. Bến Nghé ngập", "Q. 1 kẹt xe", "X. Hà nói"),
        *("2. 9. 1945 là ngày lễ", "2.9.1945", "3.5 GB RAM", "1.5 triệu người", "1/3 dân số"),
        *("2-3 ngày", "2- 3 ngày", "1990. Sau đó", "(1990) Sau đó", "-5 độ", "-v is an option"),
        *(
            "+84 909 123 456",
            "p. 5 shows it",
            "i.e. this",
            "v. v. và",
            "Điều 1. Phạm vi",
            "5",
            "?!",
        ),
        *(
            "*nhấn* mạnh",
            "**đậm** chữ",
            "(anh) nói",
            "I. Newton discovered gravity.",
            "tr. 5 có hình",
        ),
    ],
)
def test_what_only_looks_like_a_mark_is_text(line):
    assert texts(line) == [line]


def test_large_letters_in_a_row_are_marks_even_before_names():
    assert texts("A. Hà Nội\nB. Huế\nC. Đà Nẵng") == ["Hà Nội", "Huế", "Đà Nẵng"]
    assert texts("I. Xong.\nII. Đề nghị.") == ["Xong.", "Đề nghị."]


@pytest.mark.parametrize(
    "line", ["***", "---", "* * *", "===", "___", ">", "-", "1.", "a)", "I.", "• "]
)
def test_a_line_of_marks_alone_is_glue(line):
    assert texts(f"Trên\n{line}\nDưới") == ["Trên", "Dưới"]


def test_tabs_divide_a_line_and_stay():
    table = "Tên\tGiá\nCam\t5.000\n\t- Quýt\t\t6.000\t\n1.\tMở tệp\tXong\n"
    cells = ["Tên", "Giá", "Cam", "5.000", "Quýt", "6.000", "Mở tệp", "Xong"]
    assert texts(table) == cells
    document = parse(table)
    assert [segment.line for segment in document.segments] == [1, 1, 2, 2, 3, 3, 4, 4]
    assert all(segment.kind is Kind.LINE for segment in document.segments)


def test_lines_by_themselves_are_never_joined():
    text = filled(VIETNAMESE, 70) + "\n"
    assert len(parse_lines(text).segments) == text.count("\n")


def test_long_texts_take_linear_time():
    for text in ("- " * 100_000, "> " * 100_000, "1. " * 50_000, "a\tb" * 50_000, "1.1." * 50_000):
        assert render(parse(text)) == text
    assert len(parse("một hai\n" * 50_000).segments) == 50_000


class Shouting(ByWords):
    """Translates by doubling what it is given."""

    name = "shouting"
    targets = (Language.ENGLISH, Language.VIETNAMESE)

    def translate(self, texts, target):
        return [Translation(text, f"{text} {text}", provenance=self.name) for text in texts]


def test_the_pipeline_fills_paragraphs_and_leaves_lists() -> None:
    english = filled(ENGLISH, 64)
    text = f"a) Rice is dear this year.\n\n{english}\n"
    done = translate_document(
        parse(text), Language.VIETNAMESE, Shouting(), FakeRestorer(), FakeDetector()
    )
    result = render(done.document).split("\n")
    assert result[0] == "a) Rice is dear this year. Rice is dear this year."
    width = max(map(len, english.split("\n")))
    assert len(result) > 2 * len(english.split("\n")) - 2
    assert all(width - 12 < len(line) <= width for line in result[2:-2])


@pytest.mark.parametrize(
    ("text", "read"),
    [
        (
            "| Mặt hàng | Giá (đ/kg) |\n|---|---|\n| Gạo | 15.000 |\n",
            "Mặt hàng,Giá (đ/kg),Gạo,15.000",
        ),
        ("Gạo | 15.000 | kg\nNgô | 9.000 | kg\n", "Gạo,15.000,kg,Ngô,9.000,kg"),
        ("Linh Pham | 14 March 2026\n", "Linh Pham | 14 March 2026"),
        ("Either a | b\n", "Either a | b"),
    ],
)
def test_the_cells_of_a_drawn_table_are_texts_of_their_own(text: str, read: str) -> None:
    assert texts(text) == read.split(",")
