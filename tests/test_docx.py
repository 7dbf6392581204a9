"""Word documents: what is read of them, and that nothing but words changes."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner

from fakes import FakeDetector, FakeRestorer, FakeTranslator
from office_files import STRICT, W, docx, field, p, part, r, without_words, zipped
from vitrans.cli import app
from vitrans.errors import InputError
from vitrans.formats import named, packaged
from vitrans.pipeline import restore_document, translate_document
from vitrans.types import Document, Kind, Language

DOCX = named("docx")
BOLD, ITALIC = "<w:b/>", "<w:i/>"
CROSSING = "In <1><2/>a</1> film<3/> is"
LANG = '<w:lang w:val="vi-VN"/>'
SPELLING = '<w:proofErr w:type="spellStart"/>'
LINK = '<w:hyperlink r:id="x">'
NOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
MARK, MARK_END = '<w:bookmarkStart w:id="1" w:name="x"/>', '<w:bookmarkEnd w:id="1"/>'
TAKEN = '<w:del w:id="7" w:author="An"><w:r><w:delText>new</w:delText></w:r></w:del>'
DELETED = "<w:del><w:r><w:delText>new </w:delText></w:r></w:del>"
CONTROL = "<w:sdt><w:sdtPr/><w:sdtContent>"
MATH = "<m:oMath><m:r><m:t>x</m:t></m:r></m:oMath>"
PICTURE = "<w:r><w:drawing><wp:inline/></w:drawing></w:r>"


def read(data: bytes) -> Document:
    return DOCX.read(data, "a.docx")


def texts(data: bytes) -> list[str]:
    return [segment.text for segment in read(data).segments]


def raws(body: str) -> list[str]:
    return [segment.raw for segment in read(docx(body)).segments]


def changed(data: bytes, change: Callable[[str], str] = str.upper) -> bytes:
    """Return a document with other letters, as many as there were."""
    document = read(data)
    return DOCX.write(document.with_texts([change(segment.text) for segment in document.segments]))


def body(data: bytes) -> str:
    """Return what stands in the body of a document that is sound XML."""
    xml = part(data, "word/document.xml")
    etree.fromstring(xml.encode())
    return xml.partition("<w:body>")[2].partition("</w:body>")[0]


def translated(data: bytes, words: dict[str, str], target: Language = Language.VIETNAMESE) -> bytes:
    """Return a document whose sentences are translated by a table."""

    class Table(FakeTranslator):
        def translate(self, texts, target, on_progress=None):  # type: ignore[no-untyped-def]
            made = super().translate(texts, target)
            return [replace(one, target=words[one.source]) for one in made]

    done = translate_document(read(data), target, Table(), FakeRestorer(), FakeDetector())  # type: ignore[arg-type]
    assert not list(done.warnings()) and not done.notes
    return DOCX.write(done.document)


@pytest.mark.parametrize(
    ("paragraph", "raw"),
    [
        (p("The ", r("old", BOLD), " film"), "The <1>old</1> film"),
        (p("The ", r("ol", BOLD), r("d", BOLD + LANG), " film"), "The <1>old</1> film"),
        (p('<w:r w:rsidR="00AB"><w:t>The fi</w:t></w:r>', SPELLING, "lm"), "The film"),
        (p(r("The film", BOLD)), "The film"),
        (p("The ", r("old ", BOLD), "film"), "The <1>old</1> film"),
        (p("A", "<w:r><w:t> film</w:t><w:softHyphen/><w:t>s</w:t></w:r>"), "A films"),
        (p("A film", "<w:r><w:tab/></w:r>", "in town"), "A film"),
        (p(LINK, r("The film", ITALIC), "</w:hyperlink>", " is out"), "<1>The film</1> is out"),
        (p("See page ", field("PAGEREF x", r("12")), "."), "See page <1#/>."),
        (p("Page ", '<w:fldSimple w:instr=" PAGE "/>', " of it"), "Page <1#/> of it"),
        (p("Read ", field('HYPERLINK "x"', r("the film", ITALIC)), "."), "Read <1>the film</1>."),
        (p("The film", NOTE, " is in."), "The film<1/> is in."),
        (p(MARK, "The film", MARK_END), "The film"),
        (p("The ", MARK, "film", MARK_END, " is"), "The <1>film</1> is"),
        (p("The ", MARK, MARK_END, "film is"), "The <1/>film is"),
        (
            p("The ", MARK, r("old", BOLD), " film", MARK_END, " is"),
            "The <1><2>old</2> film</1> is",
        ),
        (p("In ", LINK, MARK, "a", "</w:hyperlink>", " film", MARK_END, " is"), CROSSING),
        (p("The ", f"<w:ins>{r('old ')}</w:ins>", DELETED, "film"), "The <1>old </1><2/>film"),
        (p("So ", MATH, " is in"), "So <1#/> is in"),
        (p("Run ", r("make all", '<w:rStyle w:val="Verb"/>'), " to see"), "Run <1#/> to see"),
        (p("A ", CONTROL, r("film"), "</w:sdtContent></w:sdt>", " is"), "A <1>film</1> is"),
        (p("The film,", "<w:r><w:br/></w:r>", "and love"), "The film, <1/>and love"),
        (p("The film.", "<w:r><w:br/></w:r>", "And love"), "The film."),
        (p("A\uf0b7film"), "A<1#/>film"),
        (p("Click ", PICTURE, " to see"), "Click <1#/> to see"),
        (p("Click here", PICTURE, " to see"), "Click here<1/> to see"),
        (p("A film", r("Hidden", "<w:vanish/>"), " is in"), "A film<1/> is in"),
        (p("Name: ", r("   ", '<w:u w:val="single"/>'), " of film"), "Name: <1/> of film"),
        (p("5 &lt; 6 &amp; in"), "5 &lt; 6 &amp; in"),
    ],
)
def test_a_paragraph_is_one_text_with_marks(paragraph: str, raw: str) -> None:
    assert raws(paragraph)[0] == raw
    assert DOCX.write(read(docx(paragraph))) == docx(paragraph)


def test_text_boxes_tables_notes_and_the_rest_are_read() -> None:
    box = "<w:txbxContent>" + p("In the box") + "</w:txbxContent>"
    drawing = (
        "<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wp:anchor>"
        '<wp:docPr id="1" name="Box 1" descr="A box &amp; a film"/>'
        f"<wps:txbx>{box}</wps:txbx></wp:anchor></w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    table = f"<w:tbl><w:tr><w:tc>{p('In the cell')}</w:tc></w:tr></w:tbl>"
    left = p(field("PAGE", r("3")), TAKEN, r("a", "<w:vanish/>"), MATH) + p("x", style="Source")
    data = docx(
        p("In the text", drawing) + table + left,
        title="The title",
        header1=p("In the header"),
        footer1=p("In the footer"),
        footnotes=f'<w:footnote w:id="1">{p("In the note")}</w:footnote>',
        comments=f'<w:comment w:id="1">{p("In the comment")}</w:comment>',
    )
    assert texts(data) == [
        "In the text",
        "A box & a film",
        "In the box",
        "In the cell",
        "In the note",
        "In the comment",
        "In the header",
        "In the footer",
        "The title",
    ]
    assert read(data).told == (
        "paragraphs read: text 2, descriptions of pictures 1, text boxes 1, footnotes 1, "
        "comments 1, headers 1, footers 1, title and subject 1",
        "left as they are: paragraphs of code 1, fields 1, formulas 1, hidden text 1, "
        "text taken out in tracked changes 1",
    )
    made = changed(data)
    assert texts(made) == [text.upper() for text in texts(data)]
    assert body(made).count("IN THE BOX") == 2, "what older programs show is kept in step"
    assert 'descr="A BOX &amp; A FILM"' in body(made)
    assert without_words(body(made).replace("A BOX &amp; A FILM", "A box &amp; a film")) == (
        without_words(body(data))
    )
    assert "An Nhiên" in part(made, "docProps/core.xml")


def test_styles_tell_headings_captions_and_code() -> None:
    data = docx(
        p("A heading", style="berschrift1")
        + p("Based on one", style="Mine")
        + p("A caption", style="Legend")
        + p("make all", style="Source")
        + p("Words")
        + '<w:p><w:pPr><w:outlineLvl w:val="2"/></w:pPr><w:r><w:t>Outlined</w:t></w:r></w:p>'
    )
    assert [(s.text, s.kind) for s in read(data).segments] == [
        ("A heading", Kind.HEADLINE),
        ("Based on one", Kind.HEADLINE),
        ("A caption", Kind.CAPTION),
        ("Words", Kind.PARAGRAPH),
        ("Outlined", Kind.HEADLINE),
    ]


@pytest.mark.model
def test_formatting_stands_around_the_words_that_translate_its_words() -> None:
    link = (
        '<w:hyperlink r:id="rId7">' + r("two actors", '<w:color w:val="blue"/>') + "</w:hyperlink>"
    )
    data = docx(p("The ", r("autumn", BOLD), " film of ", link, " is ", r("very", ITALIC), " old."))
    made = translated(
        data,
        {"The autumn film of two actors is very old.": "Bộ phim mùa thu của hai diễn viên rất cũ."},
    )
    assert body(made) == (
        '<w:p><w:r><w:t xml:space="preserve">Bộ phim </w:t></w:r>'
        "<w:r><w:rPr><w:b/></w:rPr><w:t>mùa thu</w:t></w:r>"
        '<w:r><w:t xml:space="preserve"> của </w:t></w:r><w:hyperlink r:id="rId7"><w:r><w:rPr>'
        '<w:color w:val="blue"/></w:rPr><w:t>hai diễn viên</w:t></w:r></w:hyperlink>'
        '<w:r><w:t xml:space="preserve"> </w:t></w:r>'
        "<w:r><w:rPr><w:i/></w:rPr><w:t>rất</w:t></w:r>"
        '<w:r><w:t xml:space="preserve"> cũ.</w:t></w:r></w:p>'
    )


def test_only_runs_that_said_they_were_in_the_other_language_say_the_new_one() -> None:
    named_ = [f'<w:lang w:val="{code}"/>' for code in ("en-GB", "fr-FR", "vi-VN")]
    data = docx("".join(p(r("The film", tag)) for tag in named_))
    made = translated(data, {"The film": "Bộ phim"})
    assert re.findall(r'w:lang w:val="([\w-]+)"', body(made)) == ["vi-VN", "fr-FR", "vi-VN"]


def test_the_language_of_styles_follows_where_most_was_translated() -> None:
    tags = '<w:lang w:val="en-US" w:eastAsia="en-US"/>', '<w:lang w:val="fr-FR"/>'
    styles = "".join(f"<w:style><w:rPr>{tag}</w:rPr></w:style>" for tag in tags)
    data = docx(p("The film"), styles=styles)
    made = part(translated(data, {"The film": "Bộ phim"}), "word/styles.xml")
    assert made == part(data, "word/styles.xml").replace('val="en-US"', 'val="vi-VN"')
    data = docx(p("The film"), styles=styles)
    made = part(translated(data, {"The film": "The film"}), "word/styles.xml")
    assert made == part(data, "word/styles.xml")


def test_restoring_changes_letters_and_no_language() -> None:
    data = docx(p(r("Mua thu ", '<w:lang w:val="en-US"/>'), r("rat dep", BOLD)))
    done = restore_document(read(data), FakeRestorer(), FakeDetector())  # type: ignore[arg-type]
    made = body(DOCX.write(done))
    assert "Mùa thu" in made and "<w:b/></w:rPr><w:t>rất đẹp<" in made and '"en-US"' in made


def test_nothing_else_changes() -> None:
    first = p("The film", "<w:r><w:drawing/></w:r>") + "<w:sectPr  w:rsidR = '1' />"
    data = docx(first + p("Left  as &#233;"))
    document = read(data)
    segments = [replace(s, text="Phim") if s.text == "The film" else s for s in document.segments]
    made = DOCX.write(document.with_segments(segments))
    assert part(made, "word/document.xml") == part(data, "word/document.xml").replace(
        '<w:t xml:space="preserve">The film</w:t></w:r><w:r>', "<w:t>Phim</w:t>"
    )


def test_a_new_text_is_sound_xml() -> None:
    document = read(docx(p("The film"), title="The title"))
    odd = "a < b & c > d ]]> \x0b\x00\ufffe 'é\""
    made = DOCX.write(document.with_segments(replace(s, text=odd) for s in document.segments))
    assert "a &lt; b &amp; c &gt; d ]]&gt;  'é\"" in body(made)


def test_the_strict_form_and_other_prefixes_are_read() -> None:
    data = docx(p("The film"))
    xml = part(data, "word/document.xml").replace(W, STRICT)
    other = re.sub(r"(</?)w:", r"\1ns0:", xml).replace("xmlns:w=", "xmlns:ns0=")
    parts = {"[Content_Types].xml": part(data, "[Content_Types].xml"), "word/document.xml": other}
    strict = zipped(parts)
    assert texts(strict) == ["The film"]
    assert "<ns0:r><ns0:t>THE FILM</ns0:t></ns0:r>" in part(changed(strict), "word/document.xml")


def test_a_field_over_several_paragraphs_shows_words() -> None:
    begin, middle, end = (
        f'<w:r><w:fldChar w:fldCharType="{what}"/></w:r>' for what in ("begin", "separate", "end")
    )
    told = "<w:r><w:instrText>TOC \\o</w:instrText></w:r>"
    entry = '<w:hyperlink w:anchor="_Toc1">' + r("The film") + "<w:r><w:tab/></w:r>"
    entry += field("PAGEREF _Toc1", r("3")) + "</w:hyperlink>"
    data = docx(p(begin, told, middle, entry) + p("Love", end))
    assert texts(data) == ["The film", "Love"]
    made = changed(data)
    assert without_words(body(made)) == without_words(body(data))
    assert "THE FILM" in body(made)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (docx(p("The film"))[:-200], "cut off or damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "before 2007"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected by a password",
        ),
        (b"The film", "cut off or damaged"),
        (zipped({"a.txt": "The film"}), "lacks [Content_Types].xml"),
        (zipped({"[Content_Types].xml": "<Types/>"}), "no Word document"),
        (docx("<w:p>" * 3), "its XML is damaged"),
        (docx("<w:sdt>" * 10_000 + "</w:sdt>" * 10_000), "more than 256 elements"),
        (
            zipped(
                {
                    "[Content_Types].xml": part(docx(""), "[Content_Types].xml"),
                    "word/document.xml": '<!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
                }
            ),
            "declares entities",
        ),
        (
            zipped(
                {
                    "[Content_Types].xml": part(docx(""), "[Content_Types].xml"),
                    "word/document.xml": b" " * (70 << 20),
                }
            ),
            "unpacks to more",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_file_that_is_none_is_refused(data: bytes, message: str, tmp_path: Path) -> None:
    with pytest.raises(InputError, match=re.escape(message)):
        read(data)
    given, output = tmp_path / "a.docx", tmp_path / "b.docx"
    given.write_bytes(data)
    result = CliRunner().invoke(
        app, ["translate", str(given), "--to", "vi", "-o", str(output), "-q"]
    )
    assert result.exit_code == 1 and not output.exists()
    assert message in result.stderr and "Traceback" not in result.stderr


def test_tracked_changes_and_signatures_are_said(caplog: pytest.LogCaptureFixture) -> None:
    read(docx(p("The film")))
    assert not caplog.messages
    data = docx(p('<w:ins w:id="1" w:author="A">', r("The film"), "</w:ins>"))
    names = ("[Content_Types].xml", "word/document.xml")
    signed = {name: part(data, name) for name in names}
    read(zipped({**signed, "_xmlsignatures/sig1.xml": "<x/>"}))
    changes, signature = caplog.messages
    assert "a.docx has tracked changes: they are read as accepted" in changes
    assert "a.docx is signed" in signature


def test_a_package_is_told_by_what_is_in_it() -> None:
    assert packaged(docx(p("The film"))) is DOCX
    assert packaged(zipped({"a.txt": "The film"})) is None
    assert packaged(b"PK\3\4") is None
