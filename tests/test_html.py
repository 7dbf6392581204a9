"""HTML: what is text and what is not, where marks stand, and that the rest stays byte for byte."""

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from fakes import ByWords, FakeDetector, FakeRestorer, use_fakes
from vitrans.cli import app
from vitrans.formats import named, parse, render
from vitrans.formats.html import Html
from vitrans.formats.html_tokens import Sort, attributes, tokens
from vitrans.pipeline import align_documents, restore_document, translate_document
from vitrans.pipeline.align import _starts
from vitrans.pipeline.prepare import divide, tag
from vitrans.types import Detection, Document, Kind, Language, Translation

HTML = Html()


def texts(page: str) -> list[str]:
    return [segment.text for segment in HTML.parse(page).segments]


def written(document: Document) -> str:
    return HTML.write(document).decode("utf-8")


class Vietnamese:
    """Takes every text for Vietnamese."""

    def detect(self, text: str) -> Detection:
        return Detection(Language.VIETNAMESE, 0.99)


class Identity(ByWords):
    """Gives back every sentence."""

    def translate(self, texts: Sequence[str], target: Language) -> list[Translation]:
        return [Translation(text, text, -0.1, "fake") for text in texts]


class Says(ByWords):
    """Translates by a table; anything else gets the target language before it."""

    def __init__(self, **table: str) -> None:
        self._table = table

    def translate(self, texts: Sequence[str], target: Language) -> list[Translation]:
        return [
            Translation(text, self._table.get(text, f"{target} {text}"), -0.1, "fake")
            for text in texts
        ]


def translated(page: str, **table: str) -> str:
    """Return a page in which every text was translated by a table, or marked as translated."""
    done = translate_document(
        HTML.parse(page),
        Language.ENGLISH,
        Says(**table),
        FakeRestorer(),
        Vietnamese(),  # type: ignore[arg-type]
    )
    return written(done.document)


def restored(page: str) -> str:
    detector: object = FakeDetector()
    return written(restore_document(HTML.parse(page), FakeRestorer(), detector))  # type: ignore[arg-type]


# Whatever it is, it comes back

PIECES = [
    *("<p>", "</p>", "<b>", "</b>", "<i class=x>", "</i>", "<div", ">", "</div>", "<br>", "<br/>"),
    *("<a href='x' title=\"Phim hay\">", "</a>", "<img alt=phim>", "<img alt='a b' src=x>", "<"),
    *("&amp;", "&nbsp;", "&", "&#7879;", "&bogus;", "&lt", "&shy;", "\u00a0", "\r\n", "\n  "),
    *("<!-- a -->", "<!--", "-->", "<!DOCTYPE html>", "<?php echo 1 ?>", "<![CDATA[x]]>", "]]>"),
    *("<script>", "</script>", "<style>", "</style>", "<title>", "</title>", "<textarea>"),
    *("<pre>", "</pre>", "<code>", "</code>", "<svg/>", "<li>", "<td>", "<option>", "<h1>"),
    *("<span translate=no>", "</span>", "<b translate=yes>", "<p class='caption'>", "<video>"),
    *('"', "'", "=", "/", "mùa thu", "Phim rất hay.", "The film", " ", "{{ x }}", "\x01", "\x04"),
    *("<html lang=vi>", '<meta charset="utf-8">', "<o:p>", "</o:p>", "<sup><a>1</a></sup>"),
]
SOUP = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=40).map("".join)


def encodable(text: str) -> bool:
    return not any("\ud800" <= c <= "\udfff" for c in text)


@given(SOUP.filter(encodable))
def test_whatever_a_page_is_it_comes_back(page: str) -> None:
    assert written(HTML.parse(page)) == page


@given(SOUP.filter(encodable))
def test_tokens_cover_a_page_from_start_to_end(page: str) -> None:
    for xml in (False, True):
        found = list(tokens(page, xml=xml))
        assert "".join(page[t.start : t.end] for t in found) == page
        assert all(t.start < t.end for t in found)
        for opened in found:
            if opened.sort is Sort.OPEN:
                for one in attributes(page, opened):
                    assert opened.start < one.start <= one.end < opened.end


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_an_identity_translator_changes_nothing(page: str) -> None:
    done = translate_document(
        HTML.parse(page),
        Language.ENGLISH,
        Identity(),
        FakeRestorer(),
        Vietnamese(),  # type: ignore[arg-type]
    )
    assert written(done.document) == page
    assert not done.notes


@given(st.lists(st.sampled_from(PIECES), max_size=40).map("".join))
def test_no_mark_is_lost_in_soup(page: str) -> None:
    made = translated(page)
    before, after = (sorted(HTML.structure(one)) for one in (page, made))
    assert before == after


# What is text


def test_a_page_has_its_text_in_the_order_of_reading() -> None:
    page = """<!DOCTYPE html>
<html><head><meta charset="utf-8"><title>Phim &amp; ảnh</title>
<meta name="description" content="Phim hay"><meta property='og:title' content='Tin phim'>
<meta name="viewport" content="width=device-width"><meta name="author" content="Thu Hà">
<script>var a = "<p>phim</p>";</script><style>p { color: red }</style></head>
<body><h1>Mùa thu</h1><!-- phim --><p>Phim <b>rất</b> hay.<div>Kết hợp</div>
<ul><li>Một<li>Hai</ul><table summary="Giá vé"><tr><th>Vé<td>Rẻ</table>
<pre>phim   hay</pre><textarea placeholder="Viết">phim</textarea><hr>
<input type="submit" value="Gửi"><input type="text" value="phim" placeholder="Tên">
<button value="phim" title="Nút">Bấm</button><select><option label="Nhãn">Chọn</select>
<figure><img src="a" alt="Cảnh"><figcaption>Cảnh đẹp</figcaption></figure></body></html>
"""
    assert texts(page) == [
        *("Phim & ảnh", "Phim hay", "Tin phim", "Mùa thu", "Phim rất hay.", "Kết hợp"),
        *("Một", "Hai", "Giá vé", "Vé", "Rẻ", "Viết", "Gửi", "Tên", "Nút", "Bấm"),
        *("Nhãn", "Chọn", "Cảnh", "Cảnh đẹp"),
    ]
    assert written(HTML.parse(page)) == page


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("Chỉ là chữ", ["Chỉ là chữ"]),
        ("<p>a</p>b<p>c", ["a", "b", "c"]),
        ("<p translate=no>a</p><p>b</p>", ["b"]),
        ('<div class="x notranslate">a<p>b</p></div>c', ["c"]),
        ('<div translate="no">a <p translate="yes">b</p> c</div> d', ["b", "d"]),
        ("<p translate=no>a <b translate=yes>b</b> c</p>", ["b"]),
        ("<p>a <span translate=no>b <b translate=yes>c</b> d</span> e</p>", ["a", "c", "e"]),
        ("<p translate=no title=x>a</p>", []),
        ("<div translate=no><img alt=x></div>", []),
        ("<li translate=no>a<li>b", ["b"]),
        ("<p>a<br>b</p>", ["a b"]),
        ('<p>a<sup><a href="#n">[1]</a></sup>b</p>', ["a b"]),
        ("<p>A.<br>b</p>", ["A.", "b"]),
        ("<p>A<br>B</p>", ["A", "B"]),
        ("<p>a<br><br>b</p>", ["a", "b"]),
        ("<p>kết<br />\n  <i>hợp</i> phim</p>", ["kết hợp phim"]),
        ("<a>a</a> | <a>b</a>", ["a", "b"]),
        ("<a>a</a> và <a>b</a>", ["a và b"]),
        ("a\n   b  c", ["a b c"]),
        ("&nbsp;a&nbsp;b&nbsp;<p>&nbsp;</p>", ["a\u00a0b"]),
        ("&#7879; &#x1EC7; &eacute; &amp;lt;", ["ệ ệ é &lt;"]),
        ("quá&shy;trình", ["quátrình"]),
        ("R&D, AT&T; &bogus", ["R&D, AT&T; &bogus"]),
        ("a < b > c", ["a < b > c"]),
        ("<p>a <script>x</script>b", ["a b"]),
        ("<p><b>a", ["a"]),
        ("a</b></i></p>b", ["a", "b"]),
        ("<title>a <b> c</title>d", ["a <b> c", "d"]),
        ("<svg><title>a</title><text>b</text></svg>c", ["c"]),
        ("<math><mi>x</mi></math>", []),
        ('<img alt="a\n  b">', ["a b"]),
        ("<img alt=''><img alt>", []),
        ("<link title=a rel=b><style title=a></style>", []),
        ("<noscript>Bật lên</noscript>", ["Bật lên"]),
        ("<!--[if IE]><p>a</p><![endif]-->b", ["b"]),
        ("<script>a", []),
        ("<custom-card>a</custom-card>b", ["a", "b"]),
        ("<picture><source><img alt=a></picture>", ["a"]),
    ],
)
def test_what_is_text_and_what_is_not(page: str, found: list[str]) -> None:
    assert texts(page) == found
    assert written(HTML.parse(page)) == page


def test_an_object_stands_for_what_is_no_words() -> None:
    page = "<p>Gõ <code>ls</code>, bấm <kbd>F1</kbd> và <img alt='' src=a> rồi {{ tên }} đi</p>"
    [segment] = HTML.parse(page).segments
    assert segment.text == "Gõ \ue000, bấm \ue001 và \ue002 rồi \ue003 đi"


def test_a_struck_figure_is_no_part_of_the_number_beside_it() -> None:
    page = "<p>Giá <del>500</del> <ins>450</ins> nghìn, không <s>đắt <b>2</b></s> rẻ</p>"
    [segment] = HTML.parse(page).segments
    assert segment.text == "Giá \ue000 450 nghìn, không đắt 2 rẻ"
    assert "<del>500</del> <ins>450</ins>" in translated(page)


def test_kinds_are_told_by_elements_and_classes() -> None:
    page = """<h2>a</h2><p>b</p><figcaption>c<p>d</p></figcaption><table><caption>e</table>
<p class="Image PhotoCMS_Caption">f</p><div class="wp-caption"><p class="x">g</p></div>
<div class="no-caption">h</div>"""
    kinds = [(segment.text, segment.kind) for segment in HTML.parse(page).segments]
    assert kinds == [
        ("a", Kind.HEADLINE),
        ("b", Kind.PARAGRAPH),
        *((letter, Kind.CAPTION) for letter in "cdefg"),
        ("h", Kind.PARAGRAPH),
    ]


def test_xhtml_elements_may_close_themselves() -> None:
    page = '<?xml version="1.0"?><html><head><title/><script src="a"/></head><p><a id="x"/>a</p>'
    assert texts(page) == ["a"]
    assert texts("<script/>a</script>b") == ["b"]


# What is put into its place


@pytest.mark.parametrize(
    ("page", "made"),
    [
        ("<p>a</p>", "<p>1 &lt; 2 &amp; \"x\" 'y'</p>"),
        ('<img alt="a">', "<img alt=\"1 &lt; 2 &amp; &quot;x&quot; 'y'\">"),
        ("<img alt='a'>", "<img alt='1 &lt; 2 &amp; \"x\" &#39;y&#39;'>"),
        ("<img alt=a>", "<img alt=\"1 &lt; 2 &amp; &quot;x&quot; 'y'\">"),
        ("<img alt=a/>", "<img alt=a/>"),
        ("<title>a</title>", "<title>1 &lt; 2 &amp; \"x\" 'y'</title>"),
    ],
)
def test_a_new_text_is_escaped_as_its_place_needs(page: str, made: str) -> None:
    table = {"a": "1 < 2 & \"x\" 'y'", "a/": "a/"}
    assert translated(page, **table) == made


def test_entities_of_the_source_are_used_in_the_translation() -> None:
    assert translated("<p>a &mdash; &#7879;&nbsp;b</p>") == "<p>en a &mdash; &#7879;&nbsp;b</p>"


def test_attributes_of_tags_within_a_sentence_are_texts_of_their_own() -> None:
    page = '<p>Xem <img alt="Chợ" src=a> ở <a title="Trang" href="b">đây <img alt=Hoa></a>.</p>'
    document = HTML.parse(page)
    assert [s.text for s in document.segments][1:] == ["Chợ", "Trang", "Hoa"]
    made = translated(page, Chợ="Market", Trang="Page", Hoa="Flower & leaf")
    assert '<img alt="Market" src=a>' in made
    assert '<a title="Page" href="b">' in made
    assert '<img alt="Flower &amp; leaf">' in made
    assert "\x01" not in made and made.count("<img") == 2


def test_a_copy_of_a_tag_takes_its_place_in_its_own_run_only() -> None:
    page = '<pre><img alt="Chợ"></pre><p>Xem <img alt="Chợ"> nhé <img alt="Chợ"></p>'
    made = translated(page, Chợ="Market")
    assert made.startswith('<pre><img alt="Market"></pre>') is False
    assert made.count('alt="Market"') == 2


def test_restoring_keeps_every_mark() -> None:
    page = "<p title='phim rat hay'>Phim <b class=x>rat</b> h&#97;y &amp; dep.</p>"
    assert restored(page) == (
        "<p title='phim rất hay'>Phim <b class=x>rất</b> h&#97;y &amp; đẹp.</p>"
    )


MARKED = [
    (
        "Tôi thích <b>cà phê</b> và <i>trà</i>.",
        "I like coffee and tea.",
        "I like <b>coffee</b> and <i>tea</i>.",
    ),
    (
        "<a href=a>Hà Nội</a> là thủ đô của <b>Việt Nam</b>.",
        "Hanoi is the capital of Vietnam.",
        "<a href=a>Hanoi</a> is the capital of <b>Vietnam</b>.",
    ),
    (
        "Giá vé là <strong>50.000 đồng</strong>.",
        "The ticket costs 50,000 dong.",
        "The ticket costs <strong>50,000 dong</strong>.",
    ),
    (
        "Chợ họp từ <b>năm giờ sáng</b>.",
        "The market opens at five in the morning.",
        "The market opens at <b>five in the morning</b>.",
    ),
    (
        "Cuốn sách <em>rất <b>hay</b></em>.",
        "The book is very good.",
        "The book is <em>very <b>good</b></em>.",
    ),
    (
        "Ông <span>Nguyễn Văn Nam</span> sống ở <a href=x>Đà Nẵng</a>.",
        "Mr Nguyen Van Nam lives in Da Nang.",
        "Mr <span>Nguyen Van Nam</span> lives in <a href=x>Da Nang</a>.",
    ),
    (
        "Mở <a href=x>cửa sổ</a> ra.",
        "Open the window.",
        "Open <a href=x>the window</a>.",
    ),
    (
        "Chúng tôi <u>không</u> đồng ý.",
        "We do not agree.",
        "We <u>do not</u> agree.",
    ),
    (
        "Con <b>mèo đen</b> ngủ.",
        "The black cat sleeps.",
        "The <b>black cat</b> sleeps.",
    ),
    (
        "Gõ <code>ls</code> rồi nhấn <kbd>Enter</kbd>.",
        "Type \ue000 and press \ue001.",
        "Type <code>ls</code> and press <kbd>Enter</kbd>.",
    ),
    (
        "<i>Mùa thu</i> ở <a href=x><b>Sa Pa</b></a> rất đẹp.",
        "Autumn in Sa Pa is very beautiful.",
        "<i>Autumn</i> in <a href=x><b>Sa Pa</b></a> is very beautiful.",
    ),
    (
        "Đọc <a href=x>bài báo này</a><sup><a href=n>1</a></sup> nhé.",
        "Read this article please.",
        "Read <a href=x>this article</a><sup><a href=n>1</a></sup> please.",
    ),
]


@pytest.mark.parametrize(("source", "translation", "made"), MARKED)
def test_tags_go_around_the_words_that_translate_theirs(
    source: str, translation: str, made: str
) -> None:
    [segment] = HTML.parse(f"<p>{source}</p>").segments
    assert translated(f"<p>{source}</p>", **{segment.text: translation}) == f"<p>{made}</p>"


def test_a_line_break_within_a_sentence_stays() -> None:
    table = {"Sự kết hợp của hai diễn viên": "The combination of two actors"}
    made = translated("<h1>Sự kết hợp<br>của hai diễn viên</h1>", **table)
    assert made.replace("<br>", " ") == "<h1>The combination of two actors</h1>"
    assert "<br>" in made


def test_links_to_notes_stay_with_their_words() -> None:
    page = '<p>Giá vé<sup><a href="#n1">[1]</a></sup> rẻ.</p>'
    [segment] = HTML.parse(page).segments
    assert segment.text == "Giá vé rẻ."


# White space

SPACED = [
    ("<p>\n  Phim\n    mở màn <b>vào\n hè</b>.\n</p>", "<p>\n  Phim mở màn <b>vào hè</b>.\n</p>"),
    ("<p>Phim<b> mở màn </b>vào<i> hè</i>.</p>", "<p>Phim <b>mở màn</b> vào <i>hè</i>.</p>"),
    ("<p>Phim <b> mở màn </b> vào hè.</p>", "<p>Phim <b>mở màn</b> vào hè.</p>"),
    ("<p>Phim\n<b>\nmở màn\n</b>\nvào hè.</p>", "<p>Phim <b>mở màn</b> vào hè.</p>"),
    ("<p>Phim <a>mở màn </a><a> vào</a> hè.</p>", "<p>Phim <a>mở màn</a> <a>vào</a> hè.</p>"),
    ("<p>Phim <!-- a -->\n  mở <wbr> màn.</p>", "<p>Phim <!-- a -->mở màn.</p>"),
    ("<p>Phim&nbsp; mở&nbsp;&nbsp;màn <b>&nbsp;hè</b>.</p>", "<p>Phim mở màn <b>hè</b>.</p>"),
    ("<p>Phim\u00a0\u00a0mở\u00a0 màn.</p>", "<p>Phim mở màn.</p>"),
    ("<p>Phim mở<br>\n   màn <b>\n hè</b>.</p>", "<p>Phim mở<br>\n   màn <b>hè</b>.</p>"),
    ("<td>\n\t\tPhim\n\t\tmở màn\n\t</td>", "<td>\n\t\tPhim mở màn\n\t</td>"),
    ("<img alt='Phim\n    mở'>", "<img alt='Phim mở'>"),
    # An element without words stays without, and does not stick to a word that had a space there.
    ("<li><i class=home></i> Phim mở màn</li>", "<li><i class=home></i> Phim mở màn</li>"),
    ("<p>Phim <i class=x></i> mở\nmàn.</p>", "<p>Phim <i class=x></i> mở màn.</p>"),
    ("<p>Phim<sup id=a></sup> mở <a id=b></a> màn.</p>",
     "<p>Phim<sup id=a></sup> mở <a id=b></a>màn.</p>"),
    ("<p>Phim <a><i class=x></i>\n  hè</a>.</p>", "<p>Phim <a><i class=x></i>\n  hè</a>.</p>"),
    ("<p>Phim<i> </i>mở\nmàn.</p>", "<p>Phim<i> </i> mở màn.</p>"),
]  # fmt: skip


@pytest.mark.parametrize(("page", "made"), SPACED)
def test_words_of_a_translation_have_one_space_between_them(page: str, made: str) -> None:
    [segment] = HTML.parse(page).segments
    assert translated(page, **{segment.text: f"{segment.text}»"}).replace("»", "") == made


BLANKS = st.sampled_from(("", "", " ", "\n", "\n    ", "\t", "&nbsp;", "\u00a0", "  ", " &nbsp;"))
PHRASE = st.tuples(
    BLANKS,
    st.sampled_from(("b", "i", "a href=x", "em")),
    BLANKS,
    st.sampled_from(("mùa", "thu", "mùa <u> thu</u>", "mùa<i></i> thu", "<!-- a --> mùa")),
    BLANKS,
).map(lambda parts: "{}<{}>{}{}{}</{}>".format(*parts, parts[1].split()[0]))


@settings(max_examples=40)
@given(st.lists(PHRASE, max_size=4).map("".join))
def test_no_space_is_doubled_or_lost_whatever_stands_between_words(inner: str) -> None:
    page = f"<p>đi {inner} về</p>"
    [segment] = HTML.parse(page).segments
    words = re.sub("<[^<>]*>", "", page).replace("&nbsp;", " ").split()
    assert segment.text.replace("\u00a0", " ") == " ".join(words)
    made = translated(page, **{segment.text: f"GO {segment.text}"})
    shown = re.sub("<[^<>]*>", "", made).replace("&nbsp;", " ").replace("\u00a0", " ")
    assert shown == " ".join(["GO", *words])


@pytest.mark.parametrize(
    ("style", "inner", "made"),
    [
        ("style='white-space: pre-line'", "Phim\nHay\n\nvà đẹp", "en Phim\nen Hay\n\nen và đẹp"),
        ("style='white-space:pre'", "Phim   hay\tvà\n  Đẹp", "en Phim   en hay\ten và\n  en Đẹp"),
        ("class='a whitespace-pre-wrap'", "Phim\nhay", "en Phim\nhay"),
        ("style='white-space:pre'", "<p style='white-space:normal'>A\nB", "<p>en A B"),
        ("style='white-space:nowrap'", "Phim\nHay", "en Phim Hay"),
        ("", "Tên:&nbsp;&nbsp;&nbsp;Lớp:", "en Tên:&nbsp;&nbsp;&nbsp;en Lớp:"),
    ],
)
def test_white_space_that_is_layout_parts_texts_and_stays(
    style: str, inner: str, made: str
) -> None:
    done = translated(f"<div {style}>{inner}</div>").replace(" style='white-space:normal'", "")
    assert done.partition(">")[2] == f"{made}</div>"


def test_a_line_break_that_is_seen_stays_within_a_sentence() -> None:
    page = "<p style='white-space:pre-wrap'>Sự kết hợp\ncủa hai diễn viên</p>"
    made = translated(page, **{"Sự kết hợp của hai diễn viên": "The combination of two actors"})
    assert made.count("\n") == 1
    assert "The combination of two actors" in made.replace("\n", " ")


# What a page says of itself


@pytest.mark.parametrize(
    ("page", "made"),
    [
        ("<html lang=vi><p>a", "<html lang=en><p>en a"),
        ("<html lang='vi-VN' xml:lang=vi><p>a", "<html lang='en' xml:lang=en><p>en a"),
        ("<html lang=fr><p>a", "<html lang=fr><p>en a"),
        ("<html lang=en><p>a", "<html lang=en><p>en a"),
        ("<html lang=vi><p lang=fr>a", "<html lang=vi><p lang=fr>en a"),
        (
            "<p lang=vi>a</p><p lang=vi translate=no>b",
            "<p lang=en>en a</p><p lang=vi translate=no>b",
        ),
        ("<p>a <i lang=vi>xin</i>", "<p>en a <i lang=en>xin</i>"),
        ("<p>a <i lang=vi>Hà Nội</i>", "<p>en a <i lang=vi>Hà Nội</i>"),
        (
            "<meta http-equiv=content-language content=vi><p>a",
            "<meta http-equiv=content-language content=en><p>en a",
        ),
        (
            "<meta property='og:locale' content='vi_VN'><p>a",
            "<meta property='og:locale' content='en_US'><p>en a",
        ),
        ("<a hreflang=vi>a</a>", "<a hreflang=vi>en a</a>"),
    ],
)
def test_the_language_follows_where_it_named_the_source(page: str, made: str) -> None:
    assert translated(page) == made


@pytest.mark.parametrize(
    ("label", "made"),
    [
        ("<meta charset=windows-1258>", "<meta charset=utf-8>"),
        ('<meta charset="UTF-8">', '<meta charset="UTF-8">'),
        (
            '<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">',
            '<meta http-equiv="Content-Type" content="text/html; charset=utf-8">',
        ),
    ],
)
def test_the_encoding_that_is_named_is_that_of_the_result(label: str, made: str) -> None:
    assert written(HTML.parse(label + "<p>Đẹp")) == made + "<p>Đẹp"
    assert written(HTML.parse(label + "<p>ascii")) == label + "<p>ascii"


def test_a_page_in_an_old_encoding_becomes_utf_8_or_stays(tmp_path: Path) -> None:
    page = "<meta charset=windows-1258>\r\n<p>Mùa thu rất đẹp, và phim này rất hay.</p>\r\n"
    data = named("text").write(replace(HTML.parse(page), encoding="Windows-1258"))
    document = HTML.read(data, "a.html")
    assert document.encoding == "Windows-1258"
    assert HTML.write(document) == data
    made = HTML.write(replace(document, encoding="UTF-8")).decode("utf-8")
    assert made == page.replace("windows-1258", "utf-8")


# The commands


def test_commands_read_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    use_fakes(monkeypatch)
    file = tmp_path / "a.html"
    file.write_text("<p>Phim rat hay</p>\n<p>The film</p>\n", encoding="utf-8")
    done = CliRunner().invoke(app, ["restore", str(file)])
    assert done.stdout == "<p>Phim rất hay</p>\n<p>The film</p>\n"
    done = CliRunner().invoke(app, ["translate", "--to", "vi", str(file)])
    assert done.stdout == "<p>Phim rất hay</p>\n<p>vi[The film]</p>\n"
    done = CliRunner().invoke(app, ["detect", str(file)])
    assert [line.split()[0] for line in done.stdout.splitlines()] == ["vi-unaccented", "en"]


def test_captions_of_a_page_are_found_on_one_line_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fakes(monkeypatch)
    page = (
        "<h1>Phim</h1><figure><img src=a><figcaption>Hai dien vien Thu Ha. Anh: AFP<br>"
        "The two actors of Thu Ha. Photo: AFP</figcaption></figure><p>Phim rat hay.</p>"
    )
    file = tmp_path / "a.html"
    file.write_text(page, encoding="utf-8")
    done = CliRunner().invoke(app, ["captions", "--json", str(file)])
    assert '"vietnamese": "Hai dien vien Thu Ha."' in done.stdout
    assert '"english": "The two actors of Thu Ha."' in done.stdout


def test_rows_of_a_page_part_paragraphs_where_lines_do_not() -> None:
    side = "<p>Phim rất hay. Mùa thu rất đẹp.</p><p>Hai diễn viên của phim.</p>"
    other = "<p>The film is very good. Autumn is very fine.</p><p>Two actors of the film.</p>"
    detector: object = FakeDetector()
    bitext = align_documents(HTML.parse(side), HTML.parse(other), detector)  # type: ignore[arg-type]
    assert bitext.source == ("Phim rất hay.", "Mùa thu rất đẹp.", "Hai diễn viên của phim.")
    assert [(bead.source, bead.target) for bead in bitext.beads] == [
        ((number,), (number,)) for number in range(3)
    ]
    starts = list(_starts(divide(tag(HTML.parse(side), detector), detector)))  # type: ignore[arg-type]
    assert starts == [True, False, True]


# Bad pages


@pytest.mark.parametrize("tag", ["b", "div", "span", "a", "ul", "p"])
def test_ten_thousand_nested_tags_are_read(tag: str) -> None:
    page = f"<{tag}>" * 10_000 + "Mùa thu rất đẹp." + f"</{tag}>" * 10_000
    assert texts(page) == ["Mùa thu rất đẹp."]
    assert translated(page).count("en Mùa thu") == 1
    page = f"<{tag}>mùa " * 10_000
    assert written(HTML.parse(page)) == page


@pytest.mark.parametrize(
    "page",
    [
        '<p>The <img alt="film" src="a.png"> of love</p>',
        '<a href="/x" title="The film">Home</a> <img alt="love" src="a.png"> end',
    ],
)
def test_a_document_renders_as_its_page(page: str) -> None:
    assert render(parse(page, ".html")) == page
