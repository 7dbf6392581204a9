"""Presentations: what is read of slides and notes, and that nothing but words changes."""

import pytest
from lxml import etree

from office_files import part, pptx, without_words
from vitrans.formats import named, packaged
from vitrans.types import Document, Kind

PPTX = named("pptx")
BREAK = "<a:br/>"
NUMBER = '<a:fld id="{1}" type="slidenum"><a:t>3</a:t></a:fld>'


def run(text: str, properties: str = '<a:rPr lang="en-US" dirty="0"/>') -> str:
    return f"<a:r>{properties}<a:t>{text}</a:t></a:r>"


def shape(*runs: str, kind: str = "", about: str = "") -> str:
    place = f'<p:nvPr><p:ph type="{kind}"/></p:nvPr>' if kind else "<p:nvPr/>"
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="1" name="Box 1" descr="{about}"/>{place}</p:nvSpPr>'
        f'<p:txBody><a:bodyPr/><a:p>{"".join(runs)}<a:endParaRPr lang="en-US"/></a:p></p:txBody>'
        "</p:sp>"
    )


def read(data: bytes) -> Document:
    return PPTX.read(data, "a.pptx")


def test_slides_in_their_order_then_notes() -> None:
    slides = [shape(run(f"Slide {number}")) for number in range(1, 12)]
    data = pptx(*slides, notes=f"<p:cSld><p:spTree>{shape(run('Say it'))}</p:spTree></p:cSld>")
    expected = [*(f"Slide {number}" for number in range(1, 12)), "Say it"]
    assert [segment.text for segment in read(data).segments] == expected
    assert packaged(data) is PPTX


def test_a_diagram_says_the_same_as_data_and_as_drawn() -> None:
    data = pptx(diagram=f"<d:t><a:p>{run('The first step')}</a:p></d:t>")
    document = read(data)
    assert [segment.text for segment in document.segments] == ["The first step"] * 2
    assert document.told == ("paragraphs read: diagrams 2",)
    made = PPTX.write(document.with_texts([s.text.upper() for s in document.segments]))
    for name in ("data", "drawing"):
        assert "<a:t>THE FIRST STEP</a:t>" in part(made, f"ppt/diagrams/{name}1.xml")


def test_it_is_said_what_was_read_and_what_was_left() -> None:
    data = pptx(
        shape(run("The film ", ""), NUMBER, about="A boat") + shape(run("It is old.")),
        notes=f"<p:cSld><p:spTree>{shape(run('Say it'))}</p:spTree></p:cSld>",
    )
    assert read(data).told == (
        "paragraphs read: descriptions of pictures 1, slides 2, notes 1",
        "left as they are: fields 1",
    )


def test_a_title_is_a_headline_and_a_picture_says_what_it_shows() -> None:
    slide = shape(run("The film"), kind="ctrTitle") + shape(
        run("Words"), about="A boat &amp; a man"
    )
    found = [(s.text, s.kind) for s in read(pptx(slide)).segments]
    assert found == [
        ("The film", Kind.HEADLINE),
        ("A boat & a man", Kind.PARAGRAPH),
        ("Words", Kind.PARAGRAPH),
    ]


@pytest.mark.parametrize(
    ("runs", "raws"),
    [
        ([run("The "), run("old", '<a:rPr b="1"/>'), run(" film")], ["The <1>old</1> film"]),
        ([run("The fi"), run("lm", '<a:rPr lang="vi-VN" err="1"/>')], ["The film"]),
        ([run("The film."), BREAK, run("It is old.")], ["The film.", "It is old."]),
        ([run("The film is"), BREAK, run("very old.")], ["The film is <1/>very old."]),
        ([run("Name\tPrice")], ["Name", "Price"]),
        ([run("Slide "), NUMBER, run(" of it")], ["Slide <1#/> of it"]),
        (
            [
                run("See "),
                run("make", '<a:rPr><a:latin typeface="Consolas"/></a:rPr>'),
                run(" now"),
            ],
            ["See <1#/> now"],
        ),
    ],
)
def test_a_paragraph_is_one_text_with_marks(runs: list[str], raws: list[str]) -> None:
    data = pptx(shape(*runs))
    document = read(data)
    assert [segment.raw for segment in document.segments] == raws
    assert PPTX.write(document) == data
    made = PPTX.write(document.with_texts([s.text.replace("e", "é") for s in document.segments]))
    before, after = (part(one, "ppt/slides/slide1.xml") for one in (data, made))
    etree.fromstring(after.encode())
    assert before != after and without_words(before) == without_words(after)
    assert [s.text for s in read(made).segments] == [
        s.text.replace("e", "é") for s in document.segments
    ]
