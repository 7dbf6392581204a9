"""What is no running text, and the running text that must not be taken for it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.text import find_protected, without_protected

FOUND = [
    ("link", "https://vi.wikipedia.org/wiki/Ha_Noi_(thu_do)"),
    ("link", "http://bao.vn/tin?anh=1&b=%20#dau"),
    ("link", "ftp://tai-ve.vn/ban-do"),
    ("link", "www.toa-soan.com.vn"),
    ("link", "bao.vn/tin-tuc/nguoi-dan"),
    ("link", "tin-tuc.bao.com.vn"),
    ("link", "VNEXPRESS.NET"),
    ("link", "youtu.be/Xin-chao"),
    ("link", "t.me/nguoi_dan"),
    ("email", "ban.doc+tin@toa-soan.com.vn"),
    ("email", "<ban.doc@toa-soan.vn>"),
    ("link", "<https://bao.vn/tin-tuc>"),
    ("path", "C:\\Nguoi-Dan\\anh.jpg"),
    ("path", "D:\\Tai lieu\\Nguoi dan\\anh.jpg"),
    ("path", "\\\\may-chu\\chia-se"),
    ("path", "./tin/anh"),
    ("path", "../anh/ha-noi"),
    ("path", "/usr/share/nguoi-dan"),
    ("path", "~/tai-lieu/bao-cao"),
    ("file", "nguoi-dan-mua-vang.jpg"),
    ("file", "danh_sach_hoc_sinh.docx"),
    ("file", "my_file_v2.tar.gz"),
    ("file", "tin/anh-chup/ha-noi.png"),
    ("file", "IMG_2024.JPG"),
    ("file", "bao-cao(1).pdf"),
    ("file", "nguoi-dan.ass"),
    ("handle", "@nguoi.dan"),
    ("handle", "@toasoan_vn"),
    ("hashtag", "#nguoidan"),
    ("hashtag", "#123"),
    ("hashtag", "#ha-noi"),
    ("identifier", "ten_hoc_sinh"),
    ("identifier", "TEN_HOC_SINH"),
    ("identifier", "tenHocSinh"),
    ("identifier", "iPhone"),
    ("identifier", "SegmentReader"),
    ("identifier", "bao.in.tin()"),
    ("identifier", "dang_tin()"),
    ("identifier", "tin::mua"),
    ("identifier", "org.example.tin"),
    ("identifier", "--tin-moi"),
    ("identifier", "--tin=moi"),
    ("designation", "HAN-SGN"),
    ("designation", "SGN-DAD-HAN"),
    ("designation", "VN-A321"),
    ("designation", "COVID-19"),
    ("designation", "978-604-2-12345-6"),
    ("designation", "SN-2024-0815"),
    ("version", "0.85.x"),
    ("version", "v2.1"),
    ("version", "1.12.0-rc1"),
    ("version", "192.168.1.10"),
    ("version", "10.0.0.1:8080"),
    ("version", "192.168.100.200"),
    ("reference", "&nbsp;"),
    ("reference", "chi&#7873;u"),
    ("reference", "&#x110;&#224;"),
    ("reference", "ngu\\u01b0\\u1eddi"),
    ("reference", "th&agrave;nh"),
    ("placeholder", "%s"),
    ("placeholder", "%1$s"),
    ("placeholder", "%(so_nguoi)d"),
    ("placeholder", "%.2f"),
    ("placeholder", "%ten%"),
    ("placeholder", "{ten}"),
    ("placeholder", "{0}"),
    ("placeholder", "{tin.ten!r:>10}"),
    ("placeholder", "{{ trang.ten }}"),
    ("placeholder", "${nguoi_dan}"),
    ("placeholder", "#{nguoi}"),
    ("placeholder", "$nguoi"),
    ("placeholder", "⟦0⟧"),
    ("math", "$x_1$"),
    ("math", "$$a + b$$"),
    ("math", "\\(ban + an\\)"),
    ("math", "\\[x = ban\\]"),
    ("shortcode", '{{< figure src="anh.png" >}}'),
    ("shortcode", "{{% thong-bao %}}"),
    ("shortcode", "{% if nguoi %}"),
    ("shortcode", "[gallery id=1]"),
    ("shortcode", '[caption width="300" align=left]'),
    ("shortcode", "[/caption]"),
    ("shortcode", "[TOC]"),
    ("shortcode", "[url=https://bao.vn]"),
    ("shortcode", "{#muc-luc}"),
    ("tag", '<x id="1"/>'),
    ("tag", "<i>"),
    ("tag", "</font>"),
    ("tag", "<v Lan>"),
    ("tag", "<00:01.500>"),
    ("tag", '<a href="/tin" class="moi">'),
    ("tag", "<input disabled>"),
    ("tag", "<!-- nguoi dan -->"),
    ("tag", "{\\an8\\pos(10,20)}"),
    ("break", "\\N"),
    ("command", "\\textbf"),
    ("code", "`nguoi dan`"),
    ("code", "``nguoi ` dan``"),
    ("object", "\ue000"),
    ("object", "\uf8ff"),
]
RUNNING = [
    "Toi ve nha.Nguoi dan ra duong.",
    "v.v. T.P.H.C.M Ng.V.A. 8.30 a.m. 9h30-10h 24/7 60 km/h, nam/nu, va/hoac 1/3",
    "Ngay 17.9.2026, gia 1.000.000 dong, tang 3.14 lan, 17/9/2026, 20-11, 2.9",
    "QUAN HE VIET-MY, HA NOI-HUE, BA RIA-VUNG TAU, TP-HCM, TET-2025, HDND-UBND",
    "Nghi dinh 15/2020/ND-CP va quyet dinh 27/QD-TTg",
    "HaNoi, VietNam, C#, A+, R&D; Q&A; 100% so nguoi, 50%s nguoi, gia $5 hoac $6, tu 5$ den 10$",
    "[nhac] (cuoi) [1] <nguoi dan> _Thu Ha_ **Thu Ha** __Thu__ *Anh* ~~xoa~~",
    "Ho ten:____ nam: toi:ban 3:2 ## muc - Anh: Thu Ha – Minh Quan… “Thu” 'Ha'",
    "``Nhà'' và ``phố'', - O nha a? -O nha a? -- Em di dau? --Em di dau?",
    "Nhà ở P.Bến Nghé, Q.1, TP.HCM; ông Ng.Văn A; lúc 8h.",
    "DDoa`n la`m phim cu?a ngu+o+`i Vie^.t, Su75 ke61t ho75p, ddu+o+`ng",
    "Sù kÕt hîp cña diÔn viªn, Söï keát hôïp cuûa, Sá»± káº¿t há»£p",
]


@pytest.mark.parametrize(("kind", "text"), FOUND)
@pytest.mark.parametrize("around", ["{}", "Xem {} nhe", "({}),", "“{}” nhe"])
def test_what_is_no_running_text_is_found_whole(kind: str, text: str, around: str) -> None:
    before, after = around.split("{}")
    found = find_protected(before + text + after)
    assert found == [(len(before), len(before) + len(text), kind)]


@pytest.mark.parametrize("text", RUNNING)
def test_running_text_is_not_taken(text: str) -> None:
    assert [text[one.start : one.end] for one in find_protected(text)] == []


def test_a_link_ends_before_what_ends_its_sentence() -> None:
    text = "Xem bao.vn/tin. Hay https://a.vn/x_(y)! (www.b.vn/z), “c.vn/a?b=1”…"
    assert [text[one.start : one.end] for one in find_protected(text)] == [
        "bao.vn/tin",
        "https://a.vn/x_(y)",
        "www.b.vn/z",
        "c.vn/a?b=1",
    ]


def test_targets_of_links_and_blocks_of_code() -> None:
    text = "[Thu do](ha-noi.html 'Thu do') va ![Anh](<a b.png>)\n```py\nin(nguoi)\n```\nhet"
    assert [text[one.start : one.end] for one in find_protected(text)] == [
        "](ha-noi.html 'Thu do')",
        "](<a b.png>)",
        "```py\nin(nguoi)\n```",
    ]


def test_what_stands_within_another_is_not_found_again() -> None:
    text = "`bao.vn {ten}` https://bao.vn/{ten}/%s.jpg"
    assert [text[one.start : one.end] for one in find_protected(text)] == [
        "`bao.vn {ten}`",
        "https://bao.vn/{ten}/%s.jpg",
    ]


def test_a_text_without_what_is_protected() -> None:
    assert without_protected("Xem bao.vn/tin va `ma` nhe") == "Xem   va   nhe"
    assert without_protected("Xem tin") == "Xem tin"


ALPHABET = "aA1._-/\\@#$%{}[]()<>&;:`~'\"=+*^ \n⟦\ue000"


@given(st.text(ALPHABET, max_size=60))
def test_stretches_are_in_order_apart_and_not_empty(text: str) -> None:
    end = 0
    for one in find_protected(text):
        assert end <= one.start < one.end <= len(text)
        end = one.end


PIECES = ["a.", "a/", "a_", "a-", "a@", "](", "`a", "``a", "{{", "&#1", "a(", "))", "\\a", "%("]
PIECES += [
    "aA",
    "A-",
    "1.",
    "--a",
    "::a",
    "{\\",
    "<!--",
    "({[",
    "[[",
    'a="',
    "/*",
    "..",
    "@a",
    "#a",
]
PIECES += [*ALPHABET, "[a b=", "<a b=", "$a ", "```\n", "a b"]


@pytest.mark.parametrize("piece", PIECES)
def test_the_time_is_linear(piece: str) -> None:
    started = time.process_time()
    find_protected(piece * (100_000 // len(piece)))
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Máy chủ 192.168.100.200 đã tắt.", ["192.168.100.200"]),
        ("Phiên bản 2.100.300 ra hôm qua.", ["2.100.300"]),
        ("version 2.100.300 came out", ["2.100.300"]),
        ("Doanh thu 192.168.100.200 đồng.", []),
        ("Có 1.234.567 người.", []),
        ("192.168.100.900", []),
    ],
)
def test_an_address_or_a_version_in_groups_of_three_is_no_amount(
    text: str, found: list[str]
) -> None:
    assert [text[one.start : one.end] for one in find_protected(text)] == found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("H~2~O", "identifier"),
        ("x^2^", "identifier"),
        ("5'9\"", "identifier"),
        ("+84 912 345 678", "phone"),
        ("(212) 555-0199", "phone"),
        ("0912 345 678", "phone"),
        ("1900 1234", "phone"),
    ],
)
def test_scripts_and_telephone_numbers(text: str, kind: str) -> None:
    (found,) = find_protected(f"is {text} here")
    assert (found.kind, found.end - found.start) == (kind, len(text))


@pytest.mark.parametrize("text", ["1 000 000", "1900-1954", "a ~b~ c", "it's 5 o'clock"])
def test_what_is_no_script_and_no_telephone_number(text: str) -> None:
    assert find_protected(f"is {text} here") == []
