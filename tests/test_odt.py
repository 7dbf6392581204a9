"""OpenDocument texts: what is read of them, and that nothing but words changes."""

import re
from dataclasses import replace

import pytest
from lxml import etree

from fakes import FakeDetector, FakeRestorer
from office_files import odt, part, zipped
from vitrans.errors import InputError
from vitrans.formats import named, packaged
from vitrans.pipeline import restore_document
from vitrans.types import Document, Kind

ODT = named("odt")
STYLES = "".join(
    f'<style:style style:name="{name}" style:family="text"><style:text-properties {look}/>'
    "</style:style>"
    for name, look in (
        ("T1", 'fo:font-weight="bold" officeooo:rsid="1"'),
        ("T2", 'fo:font-weight="bold" officeooo:rsid="2"'),
        ("T3", 'officeooo:rsid="3" fo:language="en"'),
    )
) + (
    '<style:style style:name="P1" style:family="paragraph"'
    ' style:parent-style-name="Figure_20_Caption"/>'
    '<style:style style:name="P2" style:family="paragraph"'
    ' style:parent-style-name="Preformatted_20_Text"/>'
)
LINK = '<text:a xlink:href="https://x.vn">'
NOTE = (
    '<text:note text:id="1"><text:note-citation>1</text:note-citation><text:note-body>'
    "<text:p>In the note</text:p></text:note-body></text:note>"
)
MARK, NAMED = "<text:bookmark", ' text:name="a"/>'
NUMBER = "<text:page-number>3</text:page-number>"


def p(content: str) -> str:
    return f"<text:p>{content}</text:p>"


def span(style: str, content: str) -> str:
    return f'<text:span text:style-name="{style}">{content}</text:span>'


def read(data: bytes) -> Document:
    return ODT.read(data, "a.odt")


def body(data: bytes) -> str:
    xml = part(data, "content.xml")
    etree.fromstring(xml.encode())
    return xml.partition("<office:text>")[2].partition("</office:text>")[0]


@pytest.mark.parametrize(
    ("content", "raws"),
    [
        (f"The {span('T1', 'old')} film", ["The <1>old</1> film"]),
        (f"The {span('T1', 'ol')}{span('T2', 'd')} film", ["The <1>old</1> film"]),
        (f"The {span('T3', 'old')} film", ["The old film"]),
        (f"The {span('Emphasis', 'old')} film", ["The <1>old</1> film"]),
        (f"The {LINK}old {span('T1', 'film')}</text:a> is", ["The <1>old <2>film</2></1> is"]),
        (f"The {span('T1', LINK + 'film</text:a>')} is in", ["The <1>film</1> is in"]),
        (f"The film{NOTE} is", ["The film<1/> is", "In the note"]),
        (f"See page {NUMBER}.", ["See page <1#/>."]),
        ("  The\n   film <text:span>  is</text:span> ", ["The film is"]),
        ("The film. <text:s/>It is", ["The film.  It is"]),
        ('Name<text:s text:c="9"/>Price', ["Name", "Price"]),
        ("Name:<text:tab/>The film", ["Name:", "The film"]),
        ("The film is<text:line-break/>very old", ["The film is <1/>very old"]),
        ("The <text:soft-page-break/>film", ["The film"]),
        (f"{MARK}-start{NAMED}The film{MARK}-end{NAMED}", ["The film"]),
    ],
)  # fmt: skip
def test_a_paragraph_is_one_text_with_marks(content: str, raws: list[str]) -> None:
    data = odt(p(content), STYLES)
    document = read(data)
    assert [segment.raw for segment in document.segments] == raws
    assert ODT.write(document) == data
    made = ODT.write(document.with_texts([s.text.replace("e", "é") for s in document.segments]))
    assert [s.raw for s in read(made).segments] == [raw.replace("e", "é") for raw in raws]
    kept = r"<(?!/?text:(?:span|soft))[^>]*>"
    assert re.findall(kept, body(made)) == re.findall(kept, body(data))


def test_headings_captions_code_frames_and_the_header() -> None:
    frame = (
        "<draw:frame><draw:text-box><text:p>In the frame</text:p></draw:text-box>"
        "<svg:desc>A boat</svg:desc></draw:frame>"
    )
    changes = f"<text:tracked-changes>{p('Deleted')}</text:tracked-changes>"
    text = (
        "<text:h>A heading</text:h>"
        '<text:p text:style-name="P1">A caption</text:p>'
        '<text:p text:style-name="P2">make all</text:p>'
    )
    data = odt(changes + text + p(f"Words{frame}"), STYLES, header=p("In the header"))
    assert [(s.text, s.kind) for s in read(data).segments] == [
        ("A heading", Kind.HEADLINE),
        ("A caption", Kind.CAPTION),
        ("Words", Kind.PARAGRAPH),
        ("In the frame", Kind.PARAGRAPH),
        ("A boat", Kind.PARAGRAPH),
        ("In the header", Kind.PARAGRAPH),
    ]


def taken_out(*names: str) -> str:
    """Return the list of changes of a flat file, in which deleted text stays in its place."""
    regions = "".join(
        f'<text:changed-region text:id="{name}"><text:{what}/></text:changed-region>'
        for name, what in (("in", "insertion"), *((name, "deletion") for name in names))
    )
    return f"<text:tracked-changes>{regions}</text:tracked-changes>"


def change(name: str, content: str = "", start: bool = True, end: bool = True) -> str:
    marks = (f'<text:change-{what} text:change-id="{name}"/>' for what in ("start", "end"))
    return next(marks) * start + content + next(marks) * end


@pytest.mark.parametrize(
    ("content", "raws"),
    [
        (p(f"The {change('a', 'very ')}old film"), ["The <1/>old film"]),
        (p(f"The {change('in', 'old ')}film"), ["The <1>old </1>film"]),
        (
            p(
                f"The {span('T1', 'old' + change('a', ' and new', end=False))} dry"
                f"{change('a', start=False)} film"
            ),
            ["The <1>old</1><2/> film"],
        ),
        (p(f"A {LINK}film{change('a', 's')}</text:a> is"), ["A <1>film<2/></1> is"]),
        (p(f"The film{change('a', NOTE)} is"), ["The film<1/> is"]),
        (
            p(f"The film{change('a', ' is', end=False)}")
            + p(f"Old{NOTE}")
            + p(f"{change('a', 'and ', start=False)}A boat"),
            ["The film", "A boat"],
        ),
        (p(change("a", "All of it")), []),
    ],
)
def test_what_was_taken_out_is_no_text_and_stays_in_its_place(
    content: str, raws: list[str]
) -> None:
    data = odt(taken_out("a") + content, STYLES)
    document = read(data)
    assert [segment.raw for segment in document.segments] == raws
    assert "left as they are: text taken out in tracked changes 1" in document.told
    made = ODT.write(document.with_texts([s.text.replace("f", "F") for s in document.segments]))
    new = body(data).replace("film", "Film")
    assert re.sub("</?text:span[^>]*>", "", body(made)) == re.sub("</?text:span[^>]*>", "", new)


def test_spans_stay_around_their_words_when_text_is_restored() -> None:
    data = odt(p(f"Mua thu {span('T1', 'rat dep')}."), STYLES)
    done = restore_document(read(data), FakeRestorer(), FakeDetector())  # type: ignore[arg-type]
    assert body(ODT.write(done)) == p(f"Mùa thu {span('T1', 'rất đẹp')}.")


def test_spaces_of_a_new_text_are_kept() -> None:
    document = read(odt(p("The film")))
    made = document.with_segments([replace(document.segments[0], text="A  <b>   & c")])
    assert body(ODT.write(made)) == p('A <text:s/>&lt;b&gt; <text:s text:c="2"/>&amp; c')


def test_what_is_none_or_has_a_password_is_refused() -> None:
    assert packaged(odt(p("The film"))) is ODT
    assert packaged(odt(p("The film"), kind="presentation")) is named("odp")
    with pytest.raises(InputError, match="'a\\.odt' is no OpenDocument file"):
        read(zipped({"a.txt": "The film"}))
    told = (
        '<m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"><m:file-entry>'
        "<m:encryption-data/></m:file-entry></m:manifest>"
    )
    with pytest.raises(InputError, match="protected by a password; save it anew without one"):
        read(zipped({"content.xml": "\x9f\x01", "META-INF/manifest.xml": told}))
