import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import FakeDetector
from vitrans.formats import parse, render
from vitrans.formats.plain import Plain
from vitrans.pipeline import tag
from vitrans.text.unicode import line_end
from vitrans.types import Document, Kind

SUFFIXES = [".txt", ".md", ".markdown", ".MD", "", ".srt", ".vtt", ".ass"]


def tagged(text: str, suffix: str = ".txt") -> Document:
    return tag(parse(text, suffix), FakeDetector())


# What text files are made of, and what trips those who cut them into lines.
PIECES = [
    *("\n", "\n\n", "\r\n", "\r", "\t", "  ", " ", "\ufeff", "\u2028", "\u0085", "\x0b", "\x1c"),
    *(
        "An Nhiên |",
        "An Nhiên",
        "Tiếng Việt",
        "word",
        "Ảnh: AFP",
        " - Photo: AP",
        "한국",
        "🙂",
        "1.",
    ),
    *(
        "# ",
        "## x ##",
        "===",
        "---",
        "- ",
        "* ",
        "1. ",
        "> ",
        ">",
        "```",
        "~~~",
        "    ",
        "|",
        "\\|",
    ),
    *(
        "|---|---|",
        "a | b",
        "`code`",
        "**",
        "*x*",
        "~~",
        "&amp;",
        "<b>",
        "</b>",
        "$x$",
        "[^1]",
        "![a](b)",
        "{{ x }}",
        ":::note",
        "Dialogue: 0,0:00:01.00,0:00:02.00,D,,0,0,0,,Phim {\\i1}rat\\N hay",
        "[Events]",
        "00:00:01,000 --> 00:00:02,000",
        "[a](b)",
        "[a]: b",
        "[^1]: ",
        "[x] ",
        "<div>",
        "<!--",
        "\\",
        "&",
    ),
]
TEXTS = st.one_of(
    st.text(),
    st.text("a \t\r\n>#|-`\\[]:.\ufeff\u2028"),
    st.lists(st.sampled_from(PIECES)).map("".join),
)


@given(TEXTS, st.sampled_from(SUFFIXES))
def test_rendering_gives_back_any_text(text: str, suffix: str) -> None:
    document = parse(text, suffix)
    assert render(document) == text
    for segment in document.segments:
        assert segment.text.strip() != ""
        assert segment.raw in text
        assert text.split(line_end(text))[segment.line - 1].find(segment.raw.split("\n")[0]) >= 0


@given(TEXTS)
def test_no_word_of_a_plain_text_is_glue(text: str) -> None:
    for document in (parse(text), Plain().parse_lines(text)):
        assert render(document) == text
        for glue in document.glue:
            assert not re.search(r"[^\W\d_]{2}", re.sub(r"[ivxIVX]{2,5}[.)/]", "", glue))


@given(st.text("ab \n,\ufeff"))
def test_plain_segments_are_the_lines_with_text(text: str) -> None:
    found_lines = text.replace("\ufeff", " ").split(line_end(text))
    expected = [line.strip() for line in found_lines if line.strip()]
    found = [segment.text.replace("\ufeff", " ") for segment in parse(text).segments]
    assert found == expected


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize(
    "text",
    [
        *("", "\n", "\r\n\r\n", " \t\n \n", "\ufeff", "một", "\ufeffmột\r\nhai\rba\n\nbốn"),
        *("a\u2028b\u0085c\x0bd\x1ce\n", "---\nkhông khép", "```\nkhông khép", "> ", "|", "# "),
        *("> " * 2000, "- " * 2000, "[" * 5000, "a\n" * 2000, "|a" * 2000 + "\n" + "|-" * 2000),
    ],
)
def test_odd_texts_come_back_whole(text: str, suffix: str) -> None:
    assert render(parse(text, suffix)) == text


def test_a_very_long_line_is_one_segment() -> None:
    text = "Xin chào các bạn. " * 11_000
    assert [len(segment.text) for segment in parse(text).segments] == [len(text) - 1]
    assert [len(segment.text) for segment in parse(text, ".md").segments] == [len(text) - 1]


def test_plain_lines_end_at_line_feeds_only() -> None:
    document = parse("\ufeff  Một\u2028dòng \r\n\r\n\thai\rvẫn hai\n\x85\nba")
    assert [(s.text, s.line) for s in document.segments] == [
        ("Một\u2028dòng", 1),
        ("hai\rvẫn hai", 3),
        ("ba", 5),
    ]
    assert document.glue == ("\ufeff  ", " \r\n\r\n\t", "\n\x85\n", "")


ARTICLE = """\
Phim Hàn mất dần vị thế

An Nhiên |

Tại Hàn Quốc, Tết Trung thu là cao điểm tại rạp.
Nguoi dan Ha Noi di xem phim. Anh: Nha san xuat
People of Hanoi go to the cinema. Photo: Producer
Một cảnh trong phim - Ảnh: AFP
A scene (Photo by John Smith)
Ảnh: TTXVN

Đêm hội bên sông Hương


Không có người viết.

An Nhiên
"""


def test_kinds_follow_the_looks_of_the_lines() -> None:
    assert [(s.line, s.kind) for s in tagged(ARTICLE).segments] == [
        (1, Kind.HEADLINE),
        (3, Kind.BYLINE),
        (5, Kind.PARAGRAPH),
        (6, Kind.CAPTION),
        (7, Kind.CAPTION),
        (8, Kind.CAPTION),
        (9, Kind.CAPTION),
        (10, Kind.CREDIT),
        (12, Kind.HEADLINE),
        (15, Kind.PARAGRAPH),
        (17, Kind.BYLINE),
    ]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Một cảnh trong phim. Ảnh: Nhà sản xuất", Kind.CAPTION),
        ("Bà Mira năm 2016 - Ảnh: AP.", Kind.CAPTION),
        ("Mosul (Ảnh: Sina).", Kind.CAPTION),
        ("Hồ Gia Hoét chiều 2-10 - ẢNH: ĐÔNG HÀ", Kind.CAPTION),
        ("Một con phố. Ảnh minh họa: T.L", Kind.CAPTION),
        ("Crowds at the gate. Photo courtesy of VNA", Kind.CAPTION),
        ("Crowds at the gate. Image: NASA", Kind.CAPTION),
        ("Photo: Producer", Kind.CREDIT),
        ("Anh: Nha san xuat", Kind.CREDIT),
        ("Ảnh minh họa: AliExpress", Kind.CREDIT),
        ("Nguồn: Reuters", Kind.CREDIT),
        ("By John Smith", Kind.BYLINE),
        ("Lam Duy, Tô Công |", Kind.BYLINE),
        ("AN NHIÊN |", Kind.BYLINE),
        ("By Anna Lee in Hanoi and Peter Brown in Hue", Kind.BYLINE),
        ("By Linh Pham | 14 March 2026", Kind.BYLINE),
        ("An Nhiên | 14/3/2026", Kind.BYLINE),
        ("Thu Hà - Minh Quân", Kind.BYLINE),
        ("Thu Ha – Minh Quan", Kind.BYLINE),
        ("Theo Thu Hà (TTXVN)", Kind.BYLINE),
        ("Thu Hà (Theo Reuters)", Kind.BYLINE),
        ("(TTXVN/Vietnam+)", Kind.BYLINE),
        ("Phóng viên Thu Hà", Kind.BYLINE),
        ("Bài và ảnh: Thu Hà", Kind.CREDIT),
        ("Hà Nội - Đà Nẵng", Kind.PARAGRAPH),
        ("Việt Nam - Thái Lan", Kind.PARAGRAPH),
        ("Theo Bộ Y tế, dịch đã lắng xuống", Kind.PARAGRAPH),
        ("By the river a man sells rice", Kind.PARAGRAPH),
        ("Phóng viên đến hiện trường lúc 8 giờ", Kind.PARAGRAPH),
        ("The photo: a long story that goes on about a great many things, and no credit at all.",
         Kind.PARAGRAPH),
        ("An Nhiên", Kind.PARAGRAPH),
        ("Giá vàng | 90 triệu", Kind.PARAGRAPH),
        ("Phim Hàn mất dần vị thế", Kind.PARAGRAPH),  # a headline only with text after it
    ],
)  # fmt: skip
def test_the_kind_of_a_line(line: str, kind: Kind) -> None:
    assert tagged(line).segments[0].kind is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Phim Hàn “Eye Love You”\n\nMột bài.", Kind.HEADLINE),
        ("Phim Hàn\nAn Nhiên |\n", Kind.HEADLINE),
        ("Phim Hàn mất vị thế.\n\nMột bài.", Kind.PARAGRAPH),
        ("phim hàn\n\nMột bài.", Kind.PARAGRAPH),
        ("Phim Hàn\nMột bài.", Kind.PARAGRAPH),
        ("Phim " * 26 + "\n\nMột bài.", Kind.PARAGRAPH),
    ],
)
def test_a_headline_stands_alone_and_does_not_end_like_a_sentence(text: str, kind: Kind) -> None:
    assert tagged(text).segments[0].kind is kind


def test_a_byline_pattern_does_not_hang() -> None:
    assert tagged("A-" * 30 + "! |").segments[0].kind is Kind.PARAGRAPH


MARKDOWN = """\
---
title: Không dịch
---
# Tựa đề *lớn* #

Tựa đề
hai dòng
===

Đoạn văn bị
ngắt dòng, có `mã` và [liên kết](http://a.b).

> Trích dẫn
> còn tiếp
nối lười

- Mục một
  còn tiếp
  1. Mục con
- [x] Xong

| Tên | Giá \\| tiền |
|---|:-:|
| `x\\|y` | 2 |

```py
code
```

    indented

<div>
html
</div>

[ref]: http://x.y "tựa"
[^1]: Chú thích

Ngắt cứng\x20\x20
ở đây \\
và đây
"""


def test_html_blocks_of_markdown_are_read_as_pages() -> None:
    text = """<figure>
<img src="a" alt="Cảnh">
<figcaption>Cảnh <b>đẹp</b></figcaption>
</figure>

<!-- phim -->
<pre>phim</pre>

<details><summary>Xem</summary>

Kết *hợp*

</details>
<p translate="no">phim</p>
"""
    document = parse(text, ".md")
    assert [(s.line, s.text, s.kind) for s in document.segments] == [
        (2, "Cảnh", Kind.HEADLINE),
        (3, "Cảnh đẹp", Kind.CAPTION),
        (9, "Xem", Kind.PARAGRAPH),
        (11, "Kết hợp", Kind.PARAGRAPH),
    ]
    assert render(document) == text


def test_markdown_marks_stay_in_the_glue() -> None:
    assert [(s.line, s.text) for s in parse(MARKDOWN, ".md").segments] == [
        (2, "Không dịch"),
        (4, "Tựa đề lớn"),
        (6, "Tựa đề hai dòng"),
        (10, "Đoạn văn bị ngắt dòng, có \ue000 và liên kết."),
        (13, "Trích dẫn còn tiếp nối lười"),
        (17, "Mục một còn tiếp"),
        (19, "Mục con"),
        (20, "Xong"),
        (22, "Tên"),
        (22, "Giá | tiền"),
        (24, "2"),
        (33, "html"),
        (36, "tựa"),
        (37, "Chú thích"),
        (39, "Ngắt cứng"),
        (40, "ở đây"),
        (41, "và đây"),
    ]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_markdown_is_the_same_with_either_line_end(end: str) -> None:
    document = parse("\ufeff" + MARKDOWN.replace("\n", end), ".md")
    unix = parse(MARKDOWN, ".md")
    assert [s.text.replace("\r", "") for s in document.segments] == [s.text for s in unix.segments]
    assert [s.line for s in document.segments] == [s.line for s in unix.segments]


def test_markdown_kinds() -> None:
    text = "# Tựa\n\nAn Nhiên |\n\nMột cảnh. *Ảnh: AFP*\n\nMột cảnh. Ảnh: AFP\n\nĐoạn\n\nAn Nhiên\n"
    assert [s.kind for s in tagged(text, ".md").segments] == [
        Kind.HEADLINE,
        Kind.BYLINE,
        Kind.CAPTION,
        Kind.CAPTION,
        Kind.PARAGRAPH,
        Kind.BYLINE,
    ]


def test_a_rule_at_the_top_is_not_front_matter() -> None:
    document = parse("---\n\nĐoạn văn\n\n---\n", ".md")
    assert [segment.text for segment in document.segments] == ["Đoạn văn"]


def test_a_wrapped_paragraph_reads_as_one_line() -> None:
    document = parse("> Trích dẫn\n> còn tiếp\n\nHết.\n", ".md")
    assert document.segments[0].text == "Trích dẫn còn tiếp"
    made = [s.with_translation(t) for s, t in zip(document.segments, ["A b", "End."], strict=True)]
    assert render(document.with_segments(made)) == "> A b\n\nEnd.\n"


MODULE = """\
import Box from './box'
import "./style.css";
export const meta = {
  title: 'The film',
}
export default Layout

The film <Box title="a" />

export of the film is long
"""


def test_programs_in_mdx_are_no_text() -> None:
    document = parse(MODULE, ".mdx")
    assert render(document) == MODULE
    found = [segment.text for segment in document.segments]
    assert found[0].startswith("The film")
    assert found[1:] == ["export of the film is long"]
