import subprocess
import sys
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.formats import parse, render
from vitrans.segment import split, split_sentences
from vitrans.types import Document, Kind, Language, Segment

EN, VI, UNACCENTED = Language.ENGLISH, Language.VIETNAMESE, Language.UNACCENTED

# Sentences are divided by a bar; the bar and the space after it are not in the text.
VIETNAMESE = [
    "Xin chào. | Tôi là Lan.",
    "Ông ở TP. HCM. | Anh về quê.",
    "Công ty ở TP.HCM. | Anh về quê.",
    "P. Bến Nghé, Q. 1, TP. Hồ Chí Minh. | Hết.",
    "GS.TS. Nguyễn Văn A đến. | PGS.TS Trần B đi.",
    "PGS. TS. Lê Hoa và ThS. Trần Nam có mặt. | TS. Lê nói vậy.",
    "NSND. Trà Giang, NSƯT. Kim Xuyến đóng phim. | Phim hay.",
    "Dr. Lee và Mr. Đàm đến Hà Nội. | Họ vui.",
    "Giá là 3.5 triệu. | Dân số 1.500.000 người. | Ngày 2.9.1945 là Quốc khánh.",
    "Năm 1990. | Sau đó là 1991.",
    "Anh nói: “Tôi đi.” | Rồi anh đi.",
    'Anh nói: "Tôi đi." | Rồi anh đi.',
    "“Thật à?” anh hỏi. | “Ừ!” cô đáp.",
    "(Anh nói thế.) | Rồi anh đi.",
    "Thế à... | Ừ. | Vâng… | Đi.",
    "Anh ấy... chưa về… nhưng sắp về.",
    "Sao?! | Không!! | Được.",
    "1. Mở tệp. | 2. Lưu tệp. | II. Kết luận.",
    "Điều 1. Đối tượng áp dụng. | Quy chế này áp dụng cho mọi người vay.",
    "Mô hình có ở Điều 5. | Khoản vay phải trả.",
    "Cam, quýt, v.v. đều ngon. | Giá vàng, đô la, v.v. | Sau đó giá tăng.",
    "Xem tại vnexpress.net. | Gửi thư về a.b@c.vn. | Hết.",
    "Ông Nguyễn Văn A. cho biết. | Bà B. nói không.",
    "Phim “Oh! My Ghost” hay. | “Mamma Mia!” (2008) cũng hay.",
    "Tàu dài 248 m, rộng 38 m. | Nhiệt độ là 40 độ C. | Nóng quá.",
    "Nhà văn J. K. Rowling viết truyện này. | Tôi thích.",
    "Cầu dài 3 km.[1] | Nó cũ.",
    "Lệnh “Mở cửa ra ngay, đừng chần chừ gì nữa, mọi người đang đợi. | Đi thôi.” | Họ đi.",
]
BARE = [
    "Ong o TP. HCM. | Anh ve que.",
    "GS.TS. Nguyen Van A den. | Ong noi: “Toi di.” | Roi di.",
    "toi di hoc. | sau do toi ve nha.",
    "Anh ay... chua ve. | That a?! | U.",
]
ENGLISH = [
    "Hello there. | I am Lan.",
    "Mr. Smith met Dr. Brown and Mrs. Lee. | They left.",
    "He moved to the U.S. in May. | He lives in the U.S. | He is happy.",
    "The U.S. President spoke. | The U.N. Security Council met.",
    "Fruits, e.g. apples, i.e. food, are good. | Eat, drink, etc. and rest.",
    "On Jan. 5 he left. | On Sept. 11, 2001 it fell.",
    "At 3 p.m. he left. | He came at 3 p.m. | She left at 5 p.m. Monday.",
    "It costs 3.5 million. | Pi is 3.14. | Next.",
    'He said "Go." | Then he left.',
    "He said “Go.” | Then he left.",
    '"Really?" he asked. | "Yes!" she said.',
    "'Go.' | He left. | ‘Stop.’ | He stayed.",
    "(Go now.) | He left.",
    "Wait... what? | No... | Yes. | Well… | No.",
    "What?! | No!! | Fine.",
    "J. K. Rowling wrote it. | George R. R. Martin did too. | John F. Kennedy died.",
    "No. 5 is alive. | I said no. | Then I wore Chanel No. 5.",
    "Sgt. Lee, Lt. Col. Ray, Gen. Giap and Gov. Brown met. | Done.",
    "Acme Co. Ltd. is here. | St. Petersburg, Mt. Everest and Roe v. Wade are not.",
    "TP. HCM is big. | GS.TS. Nguyen teaches there.",
    "Fig. 2 shows it, see vol. 2, p. 5. | The end.",
    "1. Open the file. | 2. Save it.",
    "Article 2. Scope of the rules. | They apply to all.",
    "See example.com/a.b?c=1 for it. | The end.[1] | Next.",
    "Yahoo! is a company. | So is Jeopardy! | Yes.",
    '"I believe that we should not limit ourselves to this genre. | I hope to see more."',
    'The show "Oh! My Ghost" is good. | It is.',
    'He said it is so. " | Then he left.',
]


# Titles, initials and abbreviations, with marks before them and at the ends of sentences.
VIETNAMESE_ABBREVIATIONS = [
    "Xem “No. 5 Chanel” nhé. | Rồi đi.",
    "Anh (Mr. Brown) đến. | Cô “Mrs. Lee” về.",
    "Xem tr. 15 của sách. | Hết.",
    "Xem Tr. 15 và tr. 20-25. | Hết.",
    "Tác giả Ng. V. A. viết bài. | Hay lắm.",
    "Ở T.P. Hồ Chí Minh mưa. | Nóng.",
    "Ở T.P. HCM mưa.",
    "Th.S. Nguyễn Văn A đến. | Rồi đi.",
    "Ông Nguyễn V. A. nói vậy. | Đúng.",
    "Truyện của J. R. R. Tolkien hay. | Tôi thích.",
    "Ô. Ba và B. Tư đến. | Họ vui.",
    "Số nhà 5, Đ. Lê Lợi, Q.1, TP.HCM. | Gần chợ.",
    "Số 5, Đ. 3 Tháng 2, P.2, Q. 10. | Gần chợ.",
    "Cam, quýt, v.v... đều ngon. | Có xoài, mít, v.v... | Rồi về.",
    "Ông làm ở Apple Inc. tại Mỹ. | Ông giàu.",
    "Ông làm ở Apple Inc. | Ông giàu.",
    "Công ty Acme Ltd. Việt Nam mở cửa. | Tốt.",
    "Người U.S. Army đến. | Hết.",
    "Các loại quả, e.g. Táo, ngon. | Hết.",
    "Nhà thờ St. Paul đẹp. | Nó cổ.",
    "TS.BS. Trần Văn Ơn nói. | Hết.",
    "Gs. Ts. Lê Văn B. có mặt. | Hết.",
    "Lớp học có 5 h. | Sau đó nghỉ.",
    "KTS. Võ Trọng Nghĩa đến. | (Th.S. Lê Hoa cũng vậy.) | Hết.",
    "Cụ Ph. B. Châu mất năm 1940. | Ông quê Nghệ An.",
    "ĐT. 090 123 4567. | Gọi ngay.",
    "ĐT: 090. | Gọi ngay.",
    "Sinh năm 1890 (tr. CN). | Hết.",
    "Anh A. và chị B. đến. | Họ ngồi.",
    "Ông Trần Văn C. | Ông ấy về.",
    "Ông N. V. T. bị bắt. | Tòa xử.",
    "Th.s Lê Văn Nam đến. | Về.",
    "Bs. Nam nói. | Đúng.",
    "Ths.Bs. Nam nói. | Đúng.",
    "LS. Hà nói. | Đúng.",
    "Kỹ sư Lê V. Nam đến. | Ừ.",
    "Nằm ở Q.1. | Gần P.2. | Hết.",
    "Xem hình 2. | Xem H. 3. | Hết.",
    "Đại học K.H.X.H. và N.V. mở cửa. | Hết.",
    "Điểm 8. | Cô cười.",
    "Năm 300 TCN. | Rồi năm 20 SCN. | Hết.",
    "Vua Louis XIV. | Vua Henry VIII. | Hết.",
    "Nhóm A. | Nhóm B. | Hết.",
    "Vitamin C. | Nó tốt.",
    "“Ô. Ba nói vậy.” | Đúng.",
    "Địa chỉ: T. Quảng Nam, H. Đại Lộc, X. Đại Hồng. | Hết.",
    "Xem Đ. 5 Luật Nhà ở. | Hết.",
    "Sđd., tr. 15. | Hết.",
    "Nxb. Trẻ in. | Nxb. Kim Đồng in lại.",
]
ENGLISH_ABBREVIATIONS = [
    "See “No. 5” and (No. 6). | Then go.",
    "He (Mr. Brown) came. | She met “Mrs. Lee” there.",
    "“Mr. Brown left.” | She said so.",
    "See p. 15 and pp. 20-25. | The end.",
    "The author J. R. R. Tolkien wrote it. | I like it.",
    "The writer Nguyen V. A. left. | He was tired.",
    "The U.S. Army came. | It left.",
    "He lives in the U.S. | He is happy.",
    "Apple Inc. is big. | It grew.",
    "Apple Inc. Chief Tim Cook spoke. | It grew.",
    "He works at Apple Inc. | He is rich.",
    "He works at Acme Ltd. | He is rich.",
    "Acme Ltd. Vietnam opened. | Good.",
    "Fruits, e.g. Granny Smith, are good. | Yes.",
    "St. Paul is a city. | We saw “St. Paul” there.",
    "He saw St. Mary's Church. | OK.",
    "Drs. Smith and Lee came. | They left.",
    "She has a Ph.D. in law. | She left. | He has an M.A. | He works.",
    "Rev. Martin Luther King Jr. spoke. | He was brave.",
    "At 5 a.m. Monday it rained. | It was 5 p.m. | He left.",
    "George W. Bush won. | Plan B. | Vitamin C. | It is good.",
    "He got a grade of C. | She got an A. | They left.",
    "World War I. | World War II. | It ended.",
    "T.P. Ho Chi Minh is big. | Th.S. Nguyen Van A came.",
    "See tr. 15. | Done.",
    "Ng. V. A. wrote it. | Fine.",
    "Sen. Lee (R-Utah) and Rep. Ray left. | Done.",
    "Ave. Foch is long. | He lives on 5th Ave. | It is long.",
    "The Washington, D.C. Office closed. | He lives in Washington, D.C. | He left.",
    "Dept. of State. | Gov't. | Done.",
    "He ran 5 mi. | Then he slept. | It is 3 ft. | Yes.",
    "Q. 1 is full. | Done.",
    "Smith et al. 2020 found it. | Smith et al. (2020) say so. | Yes.",
    "The so-called No. 1 won. | He said no. | Five left.",
    "Lt. Col. “Bill” Ray left. | Done.",
    "Corp. Ray left. | Acme Corp. Chief Ray left. | Done.",
    "Acme Bros. Circus left. | Done.",
    "It is approx. 5 km. | Done.",
    "Est. 1990. | Fine.",
    "Fruits (e.g. Apples) are good. | Eat them.",
]
# An object, such as code or an image, is a word: no end of a sentence, and one may come behind it.
OBJECTS = [
    "Bấm \ue000. | Rồi đi.",
    "Bấm \ue000. | \ue001 mở ra. | Rồi đi.",
    "Chạy \ue000 Rồi về.",
    "Chạy \ue000 \ue001 rồi về. | \ue002. | Hết.",
]
# What is no running text is not divided, and a full stop behind it is one.
PROTECTED = [
    "Xem bao-cao.final.docx. | Rồi gửi cho %(name)s. | Hết.",
    "Bay HAN-SGN. | VN-A321 cất cánh. | Hết.",
    "Dùng bản 1.2.3. | Mở {{ page. Title }} ra. | Viết $a. B$ ở đây.",
]


@pytest.mark.parametrize(
    ("language", "marked"),
    [(VI, case) for case in VIETNAMESE]
    + [(UNACCENTED, case) for case in BARE]
    + [(EN, case) for case in ENGLISH]
    + [(VI, case) for case in VIETNAMESE_ABBREVIATIONS]
    + [(EN, case) for case in ENGLISH_ABBREVIATIONS]
    + [(language, case) for case in OBJECTS + PROTECTED for language in (VI, EN)],
)
def test_sentences_end_where_people_end_them(language: Language, marked: str) -> None:
    expected = marked.split(" | ")
    assert split_sentences(" ".join(expected), language) == expected


def test_white_space_between_sentences_is_lost_and_within_them_kept() -> None:
    text = "  Xin  chào.\r\n\tTôi đi.\u00a0 Anh ở\nlại.\n\n \nkhông dấu chấm\n\nhết "
    expected = ["Xin  chào.", "Tôi đi.", "Anh ở\nlại.", "không dấu chấm", "hết"]
    assert split_sentences(text, VI) == expected
    assert split_sentences(text, EN) == expected


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u2028"])
def test_nothing_has_no_sentences(text: str) -> None:
    assert split_sentences(text, VI) == split_sentences(text, EN) == []


PIECES = st.sampled_from(
    [
        *(
            "Xin chào",
            "He left",
            "TP",
            "GS.TS",
            "Mr",
            "U.S",
            "No",
            "5",
            "p.m",
            "J",
            "a",
            "v.v",
            "Ư",
        ),
        *(
            ".",
            ". ",
            "...",
            "…",
            "?",
            "! ",
            "?!",
            " ",
            "\n",
            "\n\n",
            "\n> ",
            "\r\n",
            "\t",
            "\u2028",
        ),
        *('"', "“", "”", "'", "’", "(", ")", "[1]", "«", "»", "\ufeff", "한국", "🙂", "\x00", ","),
    ]
)
TEXTS = st.one_of(st.text(), st.lists(PIECES, max_size=40).map("".join))


@given(TEXTS, st.sampled_from(Language))
def test_splitting_loses_nothing_but_white_space(text: str, language: Language) -> None:
    sentences, place = split_sentences(text, language), 0
    for sentence in sentences:
        assert sentence == sentence.strip() != ""
        start = text.index(sentence, place)
        assert text[place:start].replace(">", "").strip() == ""
        place = start + len(sentence)
    assert text[place:].replace(">", "").strip() == ""


@given(TEXTS, st.sampled_from([".txt", ".md"]), st.sampled_from(Language))
def test_a_split_document_renders_as_before(text: str, suffix: str, language: Language) -> None:
    document = parse(text, suffix)
    tagged = document.with_segments(replace(s, language=language) for s in document.segments)
    divided = split(tagged)
    assert render(divided) == text
    assert all(segment.language is language for segment in divided.segments)
    again = split(divided)
    assert render(again) == text


def test_segments_keep_kind_and_language_and_know_their_line() -> None:
    document = Document(
        (
            Segment("Một cảnh. Ảnh: AFP", Kind.CAPTION, VI, line=3),
            Segment("> Hai dòng\n> ở đây. Rồi\nhết. Thật.", Kind.PARAGRAPH, VI, line=7),
        ),
        ("«", "|", "»"),
    )
    assert split(document).segments == (
        Segment("Một cảnh.", Kind.CAPTION, VI, line=3),
        Segment("Ảnh: AFP", Kind.CAPTION, VI, line=3),
        Segment("> Hai dòng\n> ở đây.", Kind.PARAGRAPH, VI, line=7),
        Segment("Rồi\nhết.", Kind.PARAGRAPH, VI, line=8),
        Segment("Thật.", Kind.PARAGRAPH, VI, line=9),
    )
    assert split(document).glue == ("«", " ", "|", " ", " ", "»")


def test_quote_marks_of_a_wrapped_paragraph_go_into_the_glue() -> None:
    document = split(parse("> Một câu\n> dài. \n> Hai câu.\n", ".md"))
    assert [segment.text for segment in document.segments] == ["Một câu dài.", "Hai câu."]
    assert [segment.text for segment in document.segments] == ["Một câu dài.", "Hai câu."]
    assert document.glue == ("> ", " \n> ", "\n")


@pytest.mark.parametrize("language", [VI, EN])
@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("Xin chào các bạn. " * 11_000, 11_000),
        ("a." * 100_000, 1),
        ("x" * 200_000, 1),
        ("?" * 200_000, 1),
        ("“" * 200_000, 1),
        ("Xin" + " " * 200_000 + "chào", 1),
    ],
    ids=["sentences", "dots", "word", "questions", "quotes", "spaces"],
)
def test_very_long_lines_are_divided_in_linear_time(
    language: Language, text: str, count: int
) -> None:
    assert len(split_sentences(text, language)) == count


SAME = """
import sys
from vitrans.segment.splitters import vietnamese
light = vietnamese()
assert not any(name.split(".")[0] in ("underthesea", "torch", "sklearn") for name in sys.modules)
import warnings
with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    from underthesea import sent_tokenize
for text in sys.argv[1:]:
    assert light(text) == sent_tokenize(text), text
print("same")
"""


def test_underthesea_is_used_without_importing_the_package() -> None:
    texts = [case.replace(" | ", " ") for case in VIETNAMESE + BARE]
    command = [sys.executable, "-c", SAME, *texts]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == "same\n"


@pytest.mark.parametrize(
    "text",
    [
        "Chạy `print. Ha noi` đi.",
        'Xem ![Ảnh](a.png "Tiêu đề. Hà Nội") này nhé.',
    ],
)
def test_code_and_targets_of_links_are_not_divided(text: str) -> None:
    for language in (Language.VIETNAMESE, Language.ENGLISH):
        assert split_sentences(f"{text} Rồi về.", language) == [text, "Rồi về."]
