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


def test_how_a_word_is_pronounced_is_no_text() -> None:
    strings = '<si><t>The film</t><rPh sb="0" eb="1"><t>The boat</t></rPh></si>'
    assert texts(xlsx(strings), "xlsx") == ["The film"]


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
