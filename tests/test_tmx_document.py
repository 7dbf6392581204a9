"""Translation memories as documents: units that lack the target language get it."""

import re
from typing import cast

import pytest

from fakes import FakeDetector, FakeRestorer, FakeTranslator
from vitrans.errors import InputError
from vitrans.exchange.tmx import read_tmx
from vitrans.formats import named, parse, render
from vitrans.language import Detector
from vitrans.pipeline import Translated, restore_document, translate_document
from vitrans.pipeline.review import fix_document, sheet_of
from vitrans.report.bilingual import BilingualForm, read_reviewed, write_sheet
from vitrans.types import Language, Target

VI: Target = Language.VIETNAMESE
EN: Target = Language.ENGLISH
DETECTOR = cast(Detector, FakeDetector())


def memory(units: str, source: str = "en-US") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx '
        f'version="1.4">\n<header srclang="{source}" segtype="sentence"/>\n<body>\n{units}\n'
        "</body>\n</tmx>\n"
    )


def variant(text: str, language: str = "en-US", name: str = "xml:lang") -> str:
    return f'<tuv {name}="{language}"><seg>{text}</seg></tuv>'


def unit(*variants: str) -> str:
    return f"<tu><note>kept</note>{''.join(variants)}</tu>"


def translated(text: str, to: Target = VI) -> Translated:
    tools = FakeTranslator(), FakeRestorer(), DETECTOR
    return translate_document(parse(text, ".tmx"), to, *tools)


def test_a_unit_without_the_language_gets_it_and_says_who_made_it() -> None:
    text = memory(
        unit(variant("The <hi>film</hi>")) + unit(variant("Two"), variant("Hai", "vi-VN"))
    )
    done = translated(text)
    made = render(done.document)
    added = re.search(
        r'<tuv xml:lang="vi-VN" creationdate="\d{8}T\d{6}Z" creationid="vitrans"><seg>.*?</tuv>',
        made,
    )
    assert added
    assert made.replace(added[0], "") == text
    assert "<hi>" in added[0]
    assert done.left == {"translated already": 1}
    assert read_tmx(made).units[0].texts["vi-VN"] == "vi[The film]"
    assert render(translated(made).document) == made


def test_a_variant_stands_on_a_line_where_the_others_do_and_is_named_as_they_are() -> None:
    text = memory(unit("\n    " + variant("The film", "EN", "lang") + "\n  "))
    made = render(translated(text).document)
    assert re.search(r'\n    <tuv lang="vi" creationdate="\w+" creationid="vitrans">', made)


def test_an_empty_variant_is_filled_and_one_without_a_source_is_left() -> None:
    text = memory(unit(variant("The film"), variant("", "vi")) + unit(variant("Le film", "fr")))
    done = translated(text)
    assert re.search(
        r'xml:lang="vi" changedate="\d{8}T\d{6}Z" changeid="vitrans"><seg>vi\[The film\]</seg>',
        render(done.document),
    )
    assert done.left == {"without a source": 1}


def test_what_a_person_has_corrected_is_not_said_to_be_by_the_machine() -> None:
    text = memory(unit(variant("The film")) + unit(variant("Two"), variant("", "vi")))
    rows = write_sheet(sheet_of(translated(text), "a.tmx", VI), BilingualForm.TSV)
    again = fix_document(
        parse(text, ".tmx"), read_reviewed(rows, "a.tsv"), VI, FakeRestorer(), DETECTOR
    )
    made = render(again.done.document)
    assert made.count("date=") == 2 and "id=" not in made


def test_codes_are_whole() -> None:
    source = 'The <bpt i="1">&lt;b&gt;</bpt>film<ept i="1">&lt;/b&gt;</ept> is<ph x="2"/>'
    made = render(translated(memory(unit(variant(source)))).document)
    for code in ("<bpt", "<ept", "<ph"):
        assert made.count(code) == 2


def test_another_direction_is_refused() -> None:
    with pytest.raises(InputError, match="give --to vi instead of --to en"):
        translated(memory(unit(variant("The film"))), EN)
    text = memory(unit(variant("phim dài", "vi")), "*all*")
    assert "en[phim dài]" in render(translated(text, EN).document)


def test_bare_vietnamese_is_restored() -> None:
    text = memory(unit(variant("the film"), variant("phim rat &amp; hay", "vi")))
    restored = render(restore_document(parse(text, ".tmx"), FakeRestorer(), DETECTOR))
    assert restored == text.replace("phim rat", "phim rất")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<html/>", "no TMX: its root is <html>"),
        (memory("<tu>"), "not well-formed XML"),
        ('<!DOCTYPE tmx [<!ENTITY a "b">]><tmx>&a;</tmx>', "defines the entity 'a'"),
        ('<!DOCTYPE tmx [<!ENTITY a SYSTEM "/etc/passwd">]><tmx>&a;</tmx>', "the entity 'a'"),
    ],
)
def test_bad_files_are_refused(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        named("tmx").read(text.encode(), "a.tmx")
