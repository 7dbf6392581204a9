"""Spreadsheets (.xlsx, .ods): words of cells are text; numbers, formulas and headings are not."""

import logging
from typing import cast

import pytest

from fakes import FakeDetector, FakeRestorer, FakeTranslator
from office_files import odt, part, xlsx
from vitrans.formats import named, packaged
from vitrans.formats.base import Format
from vitrans.language import Detector
from vitrans.pipeline import translate_document
from vitrans.types import Language

STRINGS = "xl/sharedStrings.xml"


def translated(data: bytes) -> bytes:
    format = cast(Format, packaged(data))
    done = translate_document(
        format.read(data, "prices"),
        Language.VIETNAMESE,
        FakeTranslator(),
        FakeRestorer(),
        cast(Detector, FakeDetector()),
    )
    return format.write(done.document)


def texts(data: bytes, name: str) -> list[str]:
    return [segment.text for segment in named(name).read(data, "prices").segments]


def test_a_spreadsheet_is_told_by_what_is_in_it() -> None:
    assert cast(Format, packaged(xlsx(""))).name == "xlsx"
    assert cast(Format, packaged(odt("", kind="spreadsheet"))).name == "ods"


def test_shared_strings_are_texts_each_once_and_the_rest_stays() -> None:
    cells = '<row><c t="s"><v>0</v></c><c t="s"><v>0</v></c><c><v>4.5</v></c></row>'
    data = xlsx("<si><t>The film</t></si><si><t>2019</t></si>", cells)
    made = translated(data)
    assert "<si><t>vi[The film]</t></si><si><t>2019</t></si>" in part(made, STRINGS)
    for name in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"):
        assert part(made, name) == part(data, name)


def test_formats_within_a_cell_stay_around_their_words() -> None:
    rich = "<si><r><t>The film </t></r><r><rPr><b/></rPr><t>Fish</t></r></si>"
    made = part(translated(xlsx(rich)), STRINGS)
    assert made.count("<rPr><b/></rPr>") == 1
    assert "vi[" in made and made.index("vi[") < made.index("<b/>") < made.index("Fish")


def test_lines_of_a_cell_are_texts_of_their_own() -> None:
    plain = "<si><t>The film.\nThe boat.</t></si>"
    rich = "<si><r><rPr><i/></rPr><t>The film.\nThe boat.</t></r></si>"
    for strings in (plain, rich):
        assert texts(xlsx(strings), "xlsx") == ["The film.", "The boat."]
        assert "vi[The film.]\nvi[The boat.]</t>" in part(translated(xlsx(strings)), STRINGS)


def test_line_ends_that_are_written_out_are_line_ends() -> None:
    plain = "<si><t>The film._x000D_\nThe boat.</t></si>"
    rich = "<si><r><rPr><i/></rPr><t>The film._x000D_\nThe boat.</t></r></si>"
    for strings in (plain, rich):
        assert texts(xlsx(strings), "xlsx") == ["The film.", "The boat."]
        made = part(translated(xlsx(strings)), STRINGS)
        assert "vi[The film.]_x000D_\nvi[The boat.]</t>" in made
    heading = xlsx("<si><t>The\nfilm </t></si>", columns=["The_x000a_film "])
    assert texts(heading, "xlsx") == []


def test_words_that_stand_in_the_sheet_are_read() -> None:
    cells = (
        '<row><c t="inlineStr"><is><t>The boat</t></is></c>'
        '<c t="str"><f>IF(A1&gt;2,"The film","")</f><v>The film</v></c></row>'
    )
    made = part(translated(xlsx("", cells)), "xl/worksheets/sheet1.xml")
    assert "<is><t>vi[The boat]</t></is>" in made
    assert '<f>IF(A1&gt;2,"The film","")</f><v>The film</v>' in made


def test_headings_of_tables_stay_and_that_is_said(caplog: pytest.LogCaptureFixture) -> None:
    data = xlsx("<si><t>The film</t></si><si><t>The boat</t></si>", columns=["The film"])
    with caplog.at_level(logging.WARNING):
        assert texts(data, "xlsx") == ["The boat"]
    assert "headings stay" in caplog.text


LOOKED_FOR = [
    '<c><f>IF(A1="The film",1,0)</f><v>1</v></c>',
    '<c><f>COUNTIF(A:A,"The film")</f><v>1</v></c>',
    "<c><f>IF(A1=&quot;The film&quot;,1,0)</f><v>1</v></c>",
    '<dataValidation type="list"><formula1>"The film,Other"</formula1></dataValidation>',
    '<cfRule type="cellIs"><formula>"The film"</formula></cfRule>',
    '<filterColumn colId="0"><filters><filter val="The film"/></filters></filterColumn>',
    "<c><f>INDIRECT(A1&amp;&quot;!B2&quot;)</f><v>1</v></c>",
]


@pytest.mark.parametrize("cells", LOOKED_FOR)
def test_words_that_formulas_look_for_stay_and_that_is_said(
    cells: str, caplog: pytest.LogCaptureFixture
) -> None:
    strings = "<si><t>The film</t></si><si><t>The film is old.</t></si>"
    with caplog.at_level(logging.WARNING):
        document = named("xlsx").read(xlsx(strings, cells, sheets=["The film"]), "prices")
    assert [segment.text for segment in document.segments] == ["The film is old."]
    assert (
        "prices: 1 text that formulas, choices or filters look for stays as in the source"
        in caplog.text
    )
    assert "words that formulas, choices or filters look for 1" in document.told[1]
    other = cells.replace("The film", "A boat").replace("INDIRECT", "LEN")
    assert texts(xlsx(strings, other, sheets=["The film"]), "xlsx")[0] == "The film"


def test_it_is_said_what_was_read_and_what_was_left() -> None:
    cells = (
        '<c r="A1" t="s"><v>0</v></c><c r="A2"><v>4.5</v></c><c r="A3" s="2"><v>7</v></c>'
        '<c r="A4"><f>A2*2</f><v>9</v></c><oddHeader>&amp;LThe film</oddHeader>'
        '<dataValidation sqref="A1" prompt="The film?" error="No film" type="list"/>'
    )
    document = named("xlsx").read(xlsx("<si><t>The film</t></si>", cells), "prices")
    assert document.told == (
        "paragraphs read: cells 1, headers and footers of pages 1, messages about cells 2",
        "left as they are: formulas 1, numbers and dates 2",
    )


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("header", "read", "made"),
    [
        ("The film", ["The film"], "vi[The film]"),
        (
            "&amp;LThe film&amp;C&amp;P / &amp;N&amp;RThe boat",
            ["The film", "\ue000 / \ue001", "The boat"],
            "&amp;Lvi[The film]&amp;C&amp;P / &amp;N&amp;Rvi[The boat]",
        ),
        (
            "&amp;C&amp;&quot;Arial,Bold&quot;&amp;14&amp;K01+045The film &amp;&amp; the boat",
            ["The film & the boat"],
            "&amp;C&amp;&quot;Arial,Bold&quot;&amp;14&amp;K01+045vi[The film &amp;&amp; the boat]",
        ),
        ('&amp;"-,Bold"The film&#10;The boat', ["The film", "The boat"], None),
        (
            "&amp;LThe film, page &amp;P",
            ["The film, page \ue000"],
            "&amp;Lvi[The film, page &amp;P]",
        ),
        ("&amp;P / &amp;N", [], "&amp;P / &amp;N"),
        ("&amp;D &amp;A", [], "&amp;D &amp;A"),
    ],
)
def test_headers_of_pages_are_text_between_their_codes(
    header: str, read: list[str], made: str | None
) -> None:
    cells = f"<headerFooter><oddHeader>{header}</oddHeader></headerFooter>"
    data = xlsx("", cells)
    assert texts(data, "xlsx") == read
    if made:
        assert f"<oddHeader>{made}</oddHeader>" in part(translated(data), SHEET)


def test_messages_about_cells_are_text_while_they_fit(caplog: pytest.LogCaptureFixture) -> None:
    title = "The title of a film with 32 lets"
    cells = (
        '<dataValidations><dataValidation sqref="A1" promptTitle="The film" '
        f'prompt="The &quot;film&quot;&#10;of love" errorTitle="{title}" error="5"/>'
        "</dataValidations>"
    )
    data = xlsx("", cells)
    assert len(title) == 32
    assert texts(data, "xlsx") == ["The film", 'The "film"', "of love", title]
    made = part(translated(data), SHEET)
    assert 'promptTitle="vi[The film]" prompt="vi[The &quot;film&quot;]&#10;vi[of love]"' in made
    assert f'errorTitle="{title}" error="5"' in made
    assert "longer than the 32 characters that its place takes" in caplog.text


def test_how_a_word_is_pronounced_is_no_text() -> None:
    strings = '<si><t>The film</t><rPh sb="0" eb="1"><t>The boat</t></rPh></si>'
    assert texts(xlsx(strings), "xlsx") == ["The film"]


def test_words_that_formulas_of_an_opendocument_spreadsheet_look_for_stay() -> None:
    cell = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    rows = (
        cell.format("The film")
        + cell.format("The boat")
        + '<table:table-cell table:formula="of:=IF([.A1]=&quot;The film&quot;;1;0)"'
        ' office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'
    )
    table = f"<table:table><table:table-row>{rows}</table:table-row></table:table>"
    changed = (
        '<table:tracked-changes><table:cell-content-change table:id="ct1"><table:previous>'
        "<table:change-track-table-cell><text:p>The old film</text:p>"
        "</table:change-track-table-cell></table:previous></table:cell-content-change>"
        "</table:tracked-changes>"
    )
    data = odt(changed + table, kind="spreadsheet")
    assert texts(data, "ods") == ["The boat"]
    assert named("ods").read(data, "prices").told[1] == (
        "left as they are: text taken out in tracked changes 1, formulas 1, "
        "words that formulas, choices or filters look for 1"
    )


def test_of_an_opendocument_spreadsheet_numbers_and_results_stay() -> None:
    rows = (
        '<table:table-cell office:value-type="string"><text:p>The film</text:p></table:table-cell>'
        '<table:table-cell office:value-type="float" office:value="2.5"><text:p>2.5 boats</text:p>'
        '</table:table-cell><table:table-cell table:formula="of:=[.A1]" '
        'office:value-type="string"><text:p>The film</text:p></table:table-cell>'
    )
    table = f"<table:table><table:table-row>{rows}</table:table-row></table:table>"
    assert texts(odt(table), "odt") == ["The film", "2.5 boats", "The film"]
    data = odt(table, kind="spreadsheet")
    assert texts(data, "ods") == ["The film"]
    assert "<text:p>vi[The film]</text:p></table:table-cell>" in part(
        translated(data), "content.xml"
    )
