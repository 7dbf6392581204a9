"""XLIFF 1.2 and 2.x: targets are filled in their places, all else stays byte for byte."""

import gc
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from fakes import ByWords, FakeDetector, FakeRestorer, FakeTranslator
from vitrans.errors import InputError, OutputError
from vitrans.formats import find_format, named, parse, render
from vitrans.formats.bilingual import AGAIN
from vitrans.formats.xml_tree import Element
from vitrans.language import Detector
from vitrans.pipeline import Translated, restore_document, translate_document
from vitrans.types import Language, Match, Target, Translation, Translator

EN: Target = Language.ENGLISH
VI: Target = Language.VIETNAMESE
MT = 'state="needs-review-translation" state-qualifier="mt-suggestion"'


DETECTOR = cast(Detector, FakeDetector())


class Echo(ByWords):
    """Translates every text into itself."""

    def translate(self, texts: Sequence[str], target: Target) -> list[Translation]:
        return [Translation(text, text, -0.1, "echo") for text in texts]


class Memory(ByWords):
    """Has every text in a memory, with a match of a score."""

    def __init__(self, score: int) -> None:
        self.score = score

    def translate(self, texts: Sequence[str], target: Target) -> list[Translation]:
        return [
            Translation(
                text,
                f"TM[{text}]",
                None,
                f"memory {self.score} %",
                matches=(Match("The <a> film", "Phim", self.score, "old.tmx"),),
            )
            for text in texts
        ]


def xliff12(units: str, languages: str = 'source-language="en" target-language="vi"') -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
        f'<file original="a" {languages} datatype="plaintext"><body>\n{units}\n'
        "</body></file></xliff>\n"
    )


def xliff20(units: str, languages: str = 'srcLang="en" trgLang="vi"') -> str:
    return (
        '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" '
        f'{languages}><file id="f">\n{units}\n</file></xliff>\n'
    )


def unit(source: str, rest: str = "", attributes: str = "") -> str:
    return f'<trans-unit id="1"{attributes}><source>{source}</source>{rest}</trans-unit>'


def translated(text: str, to: Target = VI, translator: Translator | None = None) -> Translated:
    tools = translator or FakeTranslator(), FakeRestorer(), DETECTOR
    return translate_document(parse(text, ".xlf"), to, *tools)


def made(text: str, to: Target = VI, translator: Translator | None = None) -> str:
    return render(translated(text, to, translator).document)


def test_the_format_is_found_by_the_suffixes_of_all_tools() -> None:
    for suffix in ("xlf", "xliff", "XLF", "sdlxliff", "mqxliff", "mxliff"):
        assert find_format(f"a.{suffix}", "").name == "xliff"


def test_a_missing_target_is_made_behind_its_source_and_notes_stay() -> None:
    text = xliff12(
        '  <trans-unit id="1">\n    <source>The film</source>\n    <note>a &gt; b</note>\n'
        "  </trans-unit>"
    )
    assert made(text) == text.replace(
        "</source>\n", f"</source>\n    <target {MT}>vi[The film]</target>\n"
    )


@pytest.mark.parametrize(
    "target",
    [
        "<target/>",
        "<target></target>",
        '<target state="new">x</target>',
        "<target>The film</target>",
    ],
)
def test_an_empty_new_or_copied_target_is_filled(target: str) -> None:
    text = made(xliff12(unit("The film", target)))
    assert f"<target {MT}>vi[The film]</target>" in text
    assert text.count("<target") == 1


@pytest.mark.parametrize(
    ("attributes", "rest", "why"),
    [
        ("", "<target>Phim</target>", "translated already"),
        ("", '<target state="translated">The film</target>', "translated already"),
        (' translate="no"', "", "not to be translated"),
        (' approved="yes"', "<target/>", "approved"),
        (' xmlns:mq="MQXliff" mq:locked="locked"', "<target/>", "locked"),
        (' xmlns:m="http://www.memsource.com/mxlf/2.0" m:locked="true"', "<target/>", "locked"),
    ],
)
def test_what_is_done_or_locked_is_left_and_said(attributes: str, rest: str, why: str) -> None:
    text = xliff12(unit("The film", rest, attributes))
    done = translated(text)
    assert render(done.document) == text
    assert done.left == {why: 1}


@pytest.mark.parametrize(
    "text",
    [
        xliff12(unit("The film", '<target state="needs-review-translation">Phim</target>')),
        xliff12(unit("The film", '<target state="needs-translation">Phim</target>')),
        xliff20(
            '<unit id="1"><segment state="translated" subState="vitrans:mt"><source>The film'
            "</source><target>Phim</target></segment></unit>"
        ),
    ],
)
def test_drafts_are_translated_again_where_that_is_asked_for(text: str) -> None:
    done = translated(text)
    assert render(done.document) == text
    assert done.left == {AGAIN: 1}
    tools = FakeTranslator(), FakeRestorer(), DETECTOR
    anew = translate_document(parse(text, ".xlf"), VI, *tools, again=True)
    assert ">vi[The film]</target>" in render(anew.document)
    assert "Phim" not in render(anew.document)


def test_a_group_that_is_not_to_be_translated_is_left_but_for_what_is() -> None:
    text = xliff12(
        '<group translate="no">'
        + unit("The film")
        + unit("The love", "", ' translate="yes"')
        + "</group>"
    )
    assert re.findall("<target[^>]*>(.*?)</target>", made(text)) == ["vi[The love]"]


def test_inline_codes_are_whole_and_about_their_words() -> None:
    source = (
        'The <g id="1">film <g id="2">is</g></g> <bpt id="3">&lt;i&gt;</bpt>very<ept id="3">'
        '&lt;/i&gt;</ept> <ph id="4">%s</ph> long<x id="5"/>.'
    )
    codes = re.compile(r"</?g[^>]*>|<(?:bpt|ept|ph)\b.*?</\w+>|<x[^>]*>")
    [target] = re.findall("<target[^>]*>(.*?)</target>", made(xliff12(unit(source))))
    assert Counter(codes.findall(target)) == Counter(codes.findall(source))
    assert (
        re.sub(r"<(?:bpt|ept|ph)\b.*?</\w+>|<[^>]*>", "", target) == "vi[The film is very  long.]"
    )
    etree.fromstring(f"<a>{target}</a>")


def test_protected_words_and_written_out_tags_are_no_words() -> None:
    source = 'The <mrk mtype="protected">film</mrk> is &lt;b&gt;very&lt;/b&gt; long &amp; a < b'
    source = source.replace("a < b", "a &lt; b")
    translator = FakeTranslator()
    made(xliff12(unit(source)), VI, translator)
    assert translator.calls == [["The \ue000 is very long & a < b"]]


def test_character_data_and_comments_come_back_as_plain_characters() -> None:
    text = made(xliff12(unit("<!-- no -->The <![CDATA[film & <b>love</b>]]>")))
    assert ">vi[The film &amp; &lt;b&gt;love&lt;/b&gt;]</target>" in text
    assert "<![CDATA[film & <b>love</b>]]></source>" in text


def test_segments_are_filled_one_by_one() -> None:
    segments = '<mrk mtype="seg" mid="1">The film.</mrk> <mrk mtype="seg" mid="2">The love.</mrk>'
    whole = unit("The film. The love.", f"<seg-source>{segments}</seg-source>")
    assert (
        f'<target {MT}><mrk mtype="seg" mid="1">vi[The film.]</mrk> '
        '<mrk mtype="seg" mid="2">vi[The love.]</mrk></target>'
    ) in made(xliff12(whole))
    half = '<target><mrk mtype="seg" mid="1">Phim.</mrk> <mrk mtype="seg" mid="2"/></target>'
    assert (
        '<mrk mtype="seg" mid="1">Phim.</mrk> <mrk mtype="seg" mid="2">vi[The love.]</mrk>'
        in made(xliff12(whole.replace("</trans-unit>", half + "</trans-unit>")))
    )


SDL = (
    '<trans-unit id="u" xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0"><source>The film. Two.'
    '</source><seg-source><mrk mtype="seg" mid="1">The film.</mrk> <mrk mtype="seg" mid="2">Two '
    'actors.</mrk></seg-source><sdl:seg-defs><sdl:seg id="1" conf="Draft"/><sdl:seg id="2" '
    'locked="true"/></sdl:seg-defs></trans-unit>'
)


def test_trados_is_told_in_its_own_way_and_locked_segments_stay() -> None:
    done = translated(xliff12(SDL))
    text = render(done.document)
    assert (
        '<target><mrk mtype="seg" mid="1">vi[The film.]</mrk> <mrk mtype="seg" mid="2"></mrk>'
        in text
    )
    assert '<sdl:seg id="1" conf="Draft" origin="mt" origin-system="vitrans"/>' in text
    assert '<sdl:seg id="2" locked="true"/>' in text
    assert done.left == {"locked": 1}


def test_a_hit_of_a_memory_has_its_state_quality_and_origin() -> None:
    exact = made(xliff12(unit("The film")), VI, Memory(101))
    assert '<target state="translated" state-qualifier="exact-match">TM[The film]</target>' in exact
    assert (
        '<alt-trans match-quality="100%" origin="old.tmx"><source>The &lt;a&gt; film</source>'
        "<target>Phim</target></alt-trans>"
    ) in exact
    assert 'state-qualifier="fuzzy-match"' in made(xliff12(unit("The film")), VI, Memory(87))
    assert 'conf="Draft" origin="tm" origin-system="vitrans" percent="87"' in made(
        xliff12(SDL), VI, Memory(87)
    )
    second = made(
        xliff20('<unit id="1"><segment><source>The film</source></segment></unit>'), VI, Memory(87)
    )
    assert '<segment state="translated" subState="vitrans:fuzzy-match" id="s1">' in second
    assert 'ref="#s1" matchQuality="87.0" type="tm" origin="old.tmx"' in second
    etree.fromstring(second)


def test_memoq_is_told_in_its_own_way() -> None:
    attributes = ' xmlns:mq="MQXliff" mq:status="NotStarted"'
    text = made(xliff12(unit("The film", '<target xml:space="preserve"></target>', attributes)))
    assert 'mq:status="Pretranslated"' in text
    assert '<target xml:space="preserve">vi[The film]</target>' in text


def test_xliff_2_has_states_and_keeps_what_is_between() -> None:
    text = xliff20(
        '<unit id="1"><segment id="a"><source>The film</source></segment><ignorable><source> '
        '</source></ignorable><segment state="final"><source>x</source><target>y</target></segment>'
        '</unit><unit id="2" translate="no"><segment><source>The</source></segment></unit>',
        'srcLang="en-GB"',
    )
    assert made(text) == text.replace('"en-GB"', '"en-GB" trgLang="vi-VN"').replace(
        '<segment id="a"><source>The film</source>',
        '<segment id="a" state="translated" subState="vitrans:mt"><source>The film</source>'
        "<target>vi[The film]</target>",
    )


@pytest.mark.parametrize(
    ("languages", "message"),
    [
        ('source-language="vi" target-language="en-US"', "give --to en instead of --to vi"),
        ('source-language="vi-VN"', "give --to en instead of --to vi"),
        ('source-language="en" target-language="fr"', "between English and Vietnamese only"),
        ('source-language="de" target-language="vi"', "between English and Vietnamese only"),
    ],
)
def test_a_file_of_another_direction_is_refused(languages: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        translated(xliff12(unit("The film"), languages))


def test_the_language_that_a_file_says_counts_unless_the_text_is_clearly_the_other() -> None:
    translator = FakeTranslator()
    text = xliff12(unit("Grzegorz") + unit("Diễn viên đóng phim rất hay"))
    result = made(text, VI, translator)
    assert translator.calls == [["Grzegorz"]]
    assert f"<target {MT}>Diễn viên đóng phim rất hay</target>" in result


def test_bare_vietnamese_is_restored_on_its_side_alone() -> None:
    text = xliff12(unit("hay the film", "<target>phim rat &amp; hay</target>"))
    restored = render(restore_document(parse(text, ".xlf"), FakeRestorer(), DETECTOR))
    assert restored == text.replace("rat &amp;", "rất &amp;")
    source = xliff12(unit("phim rat hay", "<target/>"), 'source-language="vi" target-language="en"')
    assert ">en[phim rất hay]</target>" in made(source, EN)
    assert "<source>phim rat hay</source>" in made(source, EN)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<xliff version='1.0'/>", "it is XLIFF 1.0; vitrans reads 1.1, 1.2, 2.0"),
        ("<xliff/>", "without a version"),
        ("<html/>", "its root is <html>"),
        ("<xliff version='1.2' xmlns='urn:x'/>", "its namespace is 'urn:x'"),
        (xliff12(unit("The film"))[:-30], "not well-formed XML: .* fetch it again"),
        (
            "<!DOCTYPE x [<!ENTITY a 'b'>]><xliff version='1.2'>&a;</xliff>",
            "defines the entity 'a'",
        ),
        (xliff12(unit("<g id='1'>" * 10_000 + "</g>" * 10_000)), "nested more than 500 deep"),
    ],
)
def test_bad_files_are_refused_with_a_clear_line(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        named("xliff").read(text.encode(), "a.xlf")


@pytest.mark.parametrize(
    ("said", "encoding", "message"),
    [
        ("utf-8", "cp1258", "says it is in utf-8, but"),
        ("iso-8859-1", "utf-8", "but it is in UTF-8"),
        ("x-none", "utf-8", "is no encoding"),
    ],
)
def test_a_wrong_encoding_is_refused(said: str, encoding: str, message: str) -> None:
    text = xliff12(unit("Nhà sản xuất", "<target/>")).replace("UTF-8", said)
    text = text if encoding == "utf-8" else text.replace("ả", "a").replace("ấ", "a")
    with pytest.raises(InputError, match=message):
        named("xliff").read(text.encode(encoding), "a.xlf")


@pytest.mark.parametrize("encoding", ["UTF-8", "UTF-16", "ISO-8859-1", "Windows-1258"])
def test_files_come_back_in_their_encoding_or_say_the_new_one(encoding: str) -> None:
    text = xliff12(unit("café", "<target>cà phê</target>")).replace("UTF-8", encoding)
    data = text.replace("phê", "phe").encode(encoding)
    document = named("xliff").read(data, "a.xlf")
    assert named("xliff").write(document) == data
    again = named("xliff").write(replace(document, encoding="UTF-8"))
    assert b'encoding="UTF-8"' in again
    assert "cà".encode() in again


def test_another_encoding_is_declared_or_refused() -> None:
    form = named("xliff")
    text = xliff12(unit("The", "<target>cà</target>"))
    bare = text.partition("\n")[2]
    for one in (text, bare):
        document = form.read(one.encode(), "a.xlf")
        for encoding, said in (("UTF-16", "UTF-16"), ("Windows-1258", "Windows-1258")):
            data = form.write(replace(document, encoding=encoding))
            assert etree.fromstring(data).find(".//{*}target").text == "cà"
            needed = one == text or said != "UTF-16"
            assert (f'encoding="{said}"' in data.decode(said)) == needed
        with pytest.raises(OutputError, match="XML cannot be in TCVN3"):
            form.write(replace(document, encoding="TCVN3 (ABC)"))
    for encoding in ("UTF-8", "UTF-16"):
        assert form.write(form.read(bare.encode(encoding), "a.xlf")) == bare.encode(encoding)


CODES = ["<x id='{0}'/>", "<ph id='{0}'>&lt;br/&gt;</ph>", "<bpt id='{0}'>a</bpt>b<ept id='{0}'/>"]
WORDS = [
    "The film",
    " ",
    "is",
    ". ",
    "of 2 actors",
    "&amp;",
    "Hanoi",
    "\n  ",
    "!",
    "\u00a0",
    "&#233;",
]


@st.composite
def contents(draw: st.DrawFn, depth: int = 3) -> str:
    parts = draw(st.lists(st.sampled_from([*WORDS, *CODES, "g"]), max_size=6))
    number = draw(st.integers(1, 10_000))
    made = []
    for part in parts:
        number += 1
        if part == "g":
            inner = draw(contents(depth - 1)) if depth else ""
            made.append(f"<g id='{number}'>{inner}</g>")
        else:
            made.append(part.format(number))
    return "".join(made)


CODE = re.compile(r"</?g[^>]*>|<(?:x|ept)[^>]*/>|<(?:ph|bpt)\b.*?</\w+>")


@given(st.lists(contents(), max_size=4), st.booleans())
def test_any_unit_keeps_its_codes_and_the_file_all_else(sources: list[str], second: bool) -> None:
    segments = [
        f'<unit id="u{i}"><segment><source>{s}</source></segment></unit>'
        for i, s in enumerate(sources)
    ]
    text = xliff20("\n".join(segments)) if second else xliff12("\n".join(map(unit, sources)))
    text = text if not second else re.sub(r"</?(?:g|x|bpt|ept)\b[^>]*>", "", text)
    assert render(parse(text, ".xlf")) == text
    done = made(text, VI, Echo())
    for target in etree.fromstring(done.encode()).iterfind(".//{*}target"):
        source = target.getparent().find("{*}source")
        before, after = (etree.tostring(one, encoding="unicode") for one in (source, target))
        assert Counter(CODE.findall(before)) == Counter(CODE.findall(after))
    assert re.sub(r"<target.*?</target>", "", done, flags=re.DOTALL).count("<source") == len(
        sources
    )
    assert made(done, VI, Echo()) == done


FLOWS = (
    '<ph id="1" ctype="image">&lt;img title="<sub>Boats</sub>" alt="<sub ctype="x-alt">'
    '<g id="2">Fruit</g> &amp; boats</sub>"/&gt;</ph>'
)


def test_sub_flows_of_codes_are_texts_of_their_own() -> None:
    new = made(xliff12(unit(f"The market {FLOWS} opens at five")))
    source, target = new.split("<target")
    assert FLOWS in source
    assert "vi[The market " in target
    assert '"<sub>vi[Boats]</sub>" alt="<sub ctype="x-alt"><g id="2">vi[Fruit</g>' in target
    assert target.count('<ph id="1"') == 1
    assert target.count("<sub") == target.count("</sub>") == 2
    assert target.count("<g id") == 1
    assert "&amp; boats]</sub>" in target


def test_a_source_whose_only_words_are_in_its_codes_is_translated() -> None:
    text = xliff12(unit('<ph id="1">&lt;img alt="<sub>The boat</sub>"/&gt;</ph>'))
    assert (
        f'<target {MT}><ph id="1">&lt;img alt="<sub>vi[The boat]</sub>"/&gt;</ph></target>'
        in made(text)
    )


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("&amp;Film", "vi[&amp;Film]"),
        ("_Film", "vi[_Film]"),
        ("Fi_lm the boat", "vi[Film the boat]".replace("l", "_l", 1)),
        ("F&amp;ilm", "&amp;vi[Film]"),
        ("<![CDATA[&Film]]>", "vi[&amp;Film]"),
        ("The R&amp;D of AT&amp;T", "vi[The R&amp;D of AT&amp;T]"),
        ("The film &amp; the boat", "vi[The film &amp; the boat]"),
    ],
)
def test_the_key_of_a_menu_stands_before_a_letter_of_the_translation(
    source: str, target: str
) -> None:
    assert f"<target {MT}>{target}</target>" in made(xliff12(unit(source)))


def elements_alive() -> int:
    # By type: asking a stand-in object for its class would run what it stands for.
    return sum(issubclass(type(one), Element) for one in gc.get_objects())


def test_a_reading_leaves_no_elements_behind() -> None:
    gc.collect()
    gc.disable()
    try:
        before = elements_alive()
        parse(xliff12(unit("The film") * 50), ".xlf")
        assert elements_alive() == before
    finally:
        gc.enable()


def test_what_is_longer_than_its_limit_is_said() -> None:
    limit = ' maxwidth="12" size-unit="char"'
    text = xliff12(
        unit('The <g id="1">film</g><ph id="2">long &lt;code/&gt;</ph>', attributes=limit)
        + unit("The film", "<target>Một bộ phim dài</target>", limit)  # a person's, left
        + unit("The new film", attributes=limit)
        + unit("The new film", attributes=limit.replace("char", "pixel"))
    )
    done = translated(text)
    assert done.notes == ("line 4: 16 characters; 12 are allowed",)
    assert "Một bộ phim dài" in render(done.document)
