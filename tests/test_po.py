"""Catalogues of gettext: entries without a translation get one, all else stays byte for byte."""

import re
from collections.abc import Sequence
from typing import cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import ByWords, FakeDetector, FakeRestorer, FakeTranslator
from vitrans.errors import InputError
from vitrans.formats import named, parse, render
from vitrans.formats.accelerators import with_accelerator, without_accelerator
from vitrans.formats.bilingual import AGAIN
from vitrans.language import Detector
from vitrans.pipeline import Translated, restore_document, translate_document
from vitrans.types import Language, Target, Translation, Translator

VI: Target = Language.VIETNAMESE
EN: Target = Language.ENGLISH
DETECTOR = cast(Detector, FakeDetector())


class Loser(ByWords):
    """Loses every placeholder, or puts them in the other order."""

    def __init__(self, made: str) -> None:
        self.made = made

    def translate(self, texts: Sequence[str], target: Target) -> list[Translation]:
        return [Translation(text, self.made, -0.1, "loser") for text in texts]


def catalogue(entries: str, language: str = "vi", forms: int = 1) -> str:
    return (
        '# A comment.\nmsgid ""\nmsgstr ""\n"Project-Id-Version: demo\\n"\n'
        f'"Language: {language}\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
        f'"Plural-Forms: nplurals={forms}; plural=0;\\n"\n\n{entries}'
    )


def translated(
    text: str, to: Target = VI, translator: Translator | None = None, again: bool = False
) -> Translated:
    tools = translator or FakeTranslator(), FakeRestorer(), DETECTOR
    return translate_document(parse(text, ".po"), to, *tools, again=again)


def made(entries: str, to: Target = VI, translator: Translator | None = None) -> str:
    head = catalogue("")
    text = render(translated(catalogue(entries), to, translator).document)
    assert text.startswith(head)
    return text.removeprefix(head)


def test_an_entry_is_filled_and_marked_fuzzy_and_its_comments_stay() -> None:
    entry = (
        '#  note\n#. from the programmer\n#: a.c:1\nmsgctxt "menu"\nmsgid "The film"\nmsgstr ""\n'
    )
    filled = entry.replace('msgstr ""', 'msgstr "vi[The film]"')
    assert made(entry) == filled.replace("msgctxt", "#, fuzzy\nmsgctxt")
    flagged = entry.replace("#: a.c:1\n", "#: a.c:1\n#, c-format\n")
    assert "#, fuzzy, c-format\nmsgctxt" in made(flagged)
    before = entry.replace("msgctxt", '#| msgid "The old film"\nmsgctxt')
    assert '#, fuzzy\n#| msgid "The old film"\n' in made(before)


@pytest.mark.parametrize(
    "entry",
    [
        'msgid "The film"\nmsgstr "Phim"\n',
        '#, fuzzy\nmsgid "The film"\nmsgstr "Phim"\n',
        '#~ msgid "The film"\n#~ msgstr ""\n',
        '#~ msgid "The film"\n#~ msgstr ""\n\nmsgid  "x"\nmsgstr\t"y"',
        'msgid ""\n"The "\n"film"\nmsgstr ""\n"Ph"\n"im"\n',
    ],
)
def test_what_is_translated_fuzzy_or_obsolete_stays_byte_for_byte(entry: str) -> None:
    assert made(entry) == entry
    assert made(entry.replace("\n", "\r\n")) == entry.replace("\n", "\r\n")


def test_what_is_left_is_counted() -> None:
    entries = '#, fuzzy\nmsgid "a"\nmsgstr "b"\n\nmsgid "c"\nmsgstr "d"\n'
    assert translated(catalogue(entries)).left == {AGAIN: 1, "translated already": 1}


def test_fuzzy_entries_are_translated_again_where_that_is_asked_for() -> None:
    text = catalogue('#, fuzzy, c-format\nmsgid "The film"\nmsgstr "Phim"\n')
    done = translated(text, again=True)
    assert render(done.document) == text.replace('"Phim"', '"vi[The film]"')
    assert not done.left
    lost = text.replace("The film", "The film %d")
    assert render(translated(lost, VI, Loser("Phim"), again=True).document) == lost


def test_vietnamese_has_one_form_and_english_two() -> None:
    entry = 'msgid "%d film"\nmsgid_plural "%d films"\nmsgstr[0] ""\n'
    assert made(entry) == "#, fuzzy\n" + entry.replace('""', '"vi[%d films]"')
    two = 'msgid "%d phim dài"\nmsgid_plural "%d phim dài"\nmsgstr[0] ""\nmsgstr[1] ""\n'
    text = catalogue(two, "en", 2)
    result = render(translated(text, EN).document)
    assert 'msgstr[0] "en[%d phim dài]"\nmsgstr[1] "en[%d phim dài]"\n' in result
    assert result.count("fuzzy") == 1


def test_lines_of_a_string_stay_lines_and_long_ones_are_wrapped() -> None:
    long = "The film is " + "very " * 20 + "long"
    entry = f'msgid ""\n"The film\\n"\n"  {long[:60]}"\n"{long[60:]}"\nmsgstr ""\n'
    text = made(entry)
    assert '\nmsgstr ""\n"vi[The film]\\n"\n"  vi[The film is very' in text
    assert max(map(len, text.split("\n"))) <= 79
    rows = re.findall('^"(.*)"$', text.split("msgstr")[1], re.MULTILINE)
    assert "".join(rows) == f"vi[The film]\\n  vi[{long}]"


def test_a_catalogue_that_is_not_wrapped_is_not_wrapped() -> None:
    long = "The film is " + "very " * 20 + "long"
    assert f'msgstr "vi[{long}]"' in made(f'msgid "{long}"\nmsgstr ""\n')


def test_quotation_marks_tabs_and_tags_are_written_as_the_format_has_them() -> None:
    text = made('msgid "The \\"film\\"\\tis <b>very</b> long"\nmsgstr ""\n')
    found = re.search('msgstr "(.*)"', text)
    assert found
    assert found[1].count('\\"') == 2
    assert "\\t" in found[1]
    assert found[1].count("<b>") == found[1].count("</b>") == 1


@pytest.mark.parametrize("target", ["Phim", "Phim %d %s", "Phim %s"])
def test_a_translation_that_would_break_a_program_is_not_written(target: str) -> None:
    entry = 'msgid "The film %s of %d actors"\nmsgstr ""\n'
    done = translated(catalogue(entry), VI, Loser(target))
    assert render(done.document) == catalogue(entry)
    assert any("not translated" in warning for _, warning, _ in done.warnings())
    assert "%(name)s" in made('msgid "The film %(name)s"\nmsgstr ""\n')


@pytest.mark.parametrize(
    ("label", "bare", "target", "made"),
    [
        ("&File", "File", "Tệp", "&Tệp"),
        ("Save _As", "Save As", "Lưu bằng ai", "Lưu bằng _ai"),
        ("E&xit", "Exit", "Thoát", "&Thoát"),
        ("R&D", "R&D", "R&D", "R&D"),
        ("Fish & chips", "Fish & chips", "Cá & khoai", "Cá & khoai"),
        ("&lt;b", "&lt;b", "&lt;b", "&lt;b"),
        ("open %(file_name)s", "open %(file_name)s", "mở %(file_name)s", "mở %(file_name)s"),
        ("_Open %s", "Open %s", "Mở %s", "_Mở %s"),
        ("&Save\\tCtrl+S", "Save\\tCtrl+S", "Lưu\\tCtrl+S", "&Lưu\\tCtrl+S"),
        ("&Save\tCtrl+S", "Save\tCtrl+S", "Lưu\tCtrl+S", "&Lưu\tCtrl+S"),
        ("&Bold", "Bold", "<b>Đậm</b> nhạt", "<b>&Đậm</b> nhạt"),
        ("set max_size now", "set max_size now", "x", "x"),
    ],
)
def test_keys_of_menus_stand_before_a_letter(label: str, bare: str, target: str, made: str) -> None:
    found, mark = without_accelerator(label)
    assert found == bare
    assert with_accelerator(target, mark) == made


@pytest.mark.parametrize(
    ("language", "to", "message"),
    [("fr", VI, "English and Vietnamese only"), ("vi_VN", EN, "give --to vi instead of --to en")],
)
def test_other_languages_are_refused(language: str, to: Target, message: str) -> None:
    with pytest.raises(InputError, match=message):
        translated(catalogue('msgid "The"\nmsgstr ""\n', language), to)


def test_a_template_gets_its_language() -> None:
    text = catalogue('msgid "The film"\nmsgstr ""\n', "")
    assert '"Language: vi\\n"' in render(translated(text).document)


TEMPLATE = (
    '#, fuzzy\nmsgid ""\nmsgstr ""\n"PO-Revision-Date: YEAR-MO-DA HO:MI+ZONE\\n"\n'
    '"Last-Translator: Lan <lan@example.org>\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"\n\n'
    'msgid "%d film"\nmsgid_plural "%d films"\nmsgstr[0] ""\nmsgstr[1] ""\n'
)


def test_a_template_gets_the_date_and_the_plural_forms_of_its_language() -> None:
    made = render(translated(TEMPLATE).document)
    date = re.search(r'"PO-Revision-Date: (.*)\\n"', made)
    assert date and re.fullmatch(r"\d{4}-\d\d-\d\d \d\d:\d\d\+0000", date[1])
    assert made == TEMPLATE.replace("YEAR-MO-DA HO:MI+ZONE", date[1]).replace(
        "nplurals=INTEGER; plural=EXPRESSION;\\n", 'nplurals=1; plural=0;\\n"\n"Language: vi\\n'
    ).replace('msgid "%d', '#, fuzzy\nmsgid "%d').replace(
        'msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "vi[%d films]"'
    )
    assert render(parse(TEMPLATE, ".po")) == TEMPLATE


def test_english_keeps_both_forms_of_a_template() -> None:
    template = TEMPLATE.replace("film", "phim")
    made = render(translated(template, EN).document)
    assert "nplurals=2; plural=(n != 1);" in made
    assert 'msgstr[0] "en[%d phim]"\nmsgstr[1] "en[%d phims]"' in made


def test_a_catalogue_whose_plurals_have_two_forms_keeps_them() -> None:
    done = 'msgid "a"\nmsgid_plural "as"\nmsgstr[0] "b"\nmsgstr[1] "c"\n'
    text = TEMPLATE.replace('"Plural-Forms: nplurals=INTEGER; plural=EXPRESSION;\\n"\n', "") + done
    made = render(translated(text).document)
    assert "Plural-Forms" not in made and made.endswith(done)
    assert 'msgstr[0] "vi[%d film]"\nmsgstr[1] "vi[%d films]"' in made


def test_bare_vietnamese_translations_are_restored_and_sources_never() -> None:
    text = catalogue('msgid "phim rat hay"\nmsgstr "phim rat \\"hay\\""\n')
    restored = render(restore_document(parse(text, ".po"), FakeRestorer(), DETECTOR))
    assert restored == text.replace('msgstr "phim rat', 'msgstr "phim rất')


def test_bad_files_are_refused_with_a_clear_line() -> None:
    with pytest.raises(InputError, match=r"'a.po': line 3 is none of a PO file: 'hello'; correct"):
        named("po").read(b'msgid "a"\nmsgstr "b"\nhello\n', "a.po")
    with pytest.raises(InputError, match="line 2 is none of a PO file"):
        named("po").read(b'msgid "a"\nmsgstr "b\n', "a.po")


STRINGS = st.lists(
    st.sampled_from(
        ["The film", " ", "%s", "%(a)s", "{0}", "\\n", '\\"', "\\\\", "\\t", "<b>", "&"]
    )
).map("".join)


@given(st.lists(st.tuples(STRINGS, STRINGS), max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_any_catalogue_keeps_all_that_is_not_filled(pairs: list[tuple[str, str]], end: str) -> None:
    entries = "\n".join(f'#, x\nmsgid "{a}a"\nmsgstr "{b}"\n' for a, b in pairs)
    text = catalogue(entries).replace("\n", end)
    assert render(parse(text, ".po")) == text
    done = render(translated(text).document)
    without = re.sub(r'msgstr "vi\[.*|#, fuzzy, x', "", done)
    assert re.sub(r'msgstr "vi\[.*', "", without).count("msgid") == len(pairs) + 1
    again = render(translated(done).document)
    assert again == done
