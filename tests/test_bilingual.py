"""Bilingual files: written in every form, corrected by a reviewer, read back into the document."""

import io
import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from docx import Document as WordDocument
from hypothesis import given, settings
from hypothesis import strategies as st

from fakes import ByWords, FakeDetector, FakeRestorer, use_fakes
from vitrans.errors import InputError
from vitrans.exchange.bilingual import Code, Coded, Reviewed, Row, Sheet, digest, shown
from vitrans.exchange.bilingual.codes import Numbering, coded, placed_marks, words_of
from vitrans.formats import named, parse, render
from vitrans.pipeline import Translated, translate_document
from vitrans.pipeline.review import Fixed, fix_document, sheet_of
from vitrans.report.bilingual import BilingualForm, read_reviewed, suffix_of, write_sheet
from vitrans.toolkit import read_document
from vitrans.types import Document, Language, MarkKind, Match, Translation

EDITABLE = list(BilingualForm)
MARKED = """\
---
title: Mùa thu
---
# Mùa thu *rất đẹp*

Bài và ảnh: Lê Minh

Phim **rất hay**, xem [ở đây](https://example.org "Ảnh mùa thu") hoặc
dùng `vitrans --help` nhé. Ảnh của **hai
diễn viên** rất đẹp.

| Tháng | Số |
| --- | --- |
| Chín | 2,5 |

Mua thu rat dep.

> The film is in autumn.
"""
CUES = """\
1
00:00:01,000 --> 00:00:03,000
<i>Phim rất hay,</i>
mùa thu rất đẹp.

2
00:00:03,500 --> 00:00:06,000
{\\an8}Ảnh của hai diễn viên.
"""


RUNNING = """\
1
00:00:01,000 --> 00:00:03,000
<i>Phim rất hay và hai</i>

2
00:00:03,500 --> 00:00:06,000
<i>diễn viên</i> rất đẹp.
"""
PAGE = """\
<!doctype html>
<html lang="vi"><head><title>Mùa thu</title></head>
<body><h1>Mùa thu <em>rất đẹp</em></h1>
<p>Ảnh của <a href="x" title="Diễn viên">hai diễn viên</a> &amp; <code>a &lt; b</code> rất đẹp.<br>
Phim hay.</p><p><img src="a.png" alt="Mùa thu"></p></body></html>
"""
GLOSSES = {
    "phim": "film",
    "hay": "good",
    "rất": "very",
    "mùa": "autumn",
    "thu": "season",
    "đẹp": "lovely",
    "ảnh": "photo",
    "của": "of",
    "hai": "two",
    "diễn": "actors",
    "viên": "",
    "xem": "look",
    "đây": "here",
    "dùng": "use",
    "tháng": "month",
    "chín": "nine",
}


class Glossing(ByWords):
    """Translates word by word, so that marks have words to go around."""

    def translate(self, texts: list[str], target: Language) -> list[Translation]:
        return [Translation(text, self._made(text), -0.5, "fake", ("dull",)) for text in texts]

    def _made(self, text: str) -> str:
        made = re.sub(r"[^\W\d_]+", lambda word: GLOSSES.get(word[0].lower(), word[0]), text)
        return re.sub(r"\s+([.,])", r"\1", " ".join(made.split()))


def made_of(text: str, suffix: str) -> Translated:
    """Return what the stand-ins make of a text."""
    tools: list[Any] = [Glossing(), FakeRestorer(), FakeDetector()]
    return translate_document(parse(text, suffix), Language.ENGLISH, *tools)


def fixed(text: str, suffix: str, data: bytes, form: BilingualForm) -> Fixed:
    """Return a text with the corrections of a bilingual file."""
    reviewed = read_reviewed(data, f"reviewed{suffix_of(form)}")
    assert reviewed.target is Language.ENGLISH
    return fixed_by(reviewed, text, suffix)


def fixed_by(reviewed: Reviewed, text: str, suffix: str) -> Fixed:
    """Return a text with the corrections of a reviewer."""
    document = parse(text, suffix)
    models: list[Any] = [FakeRestorer(), FakeDetector()]
    return fix_document(document, reviewed, Language.ENGLISH, *models)


def sheet(text: str = MARKED, suffix: str = ".md") -> Sheet:
    """Return the sheet of a translated text."""
    return sheet_of(made_of(text, suffix), f"article{suffix}", Language.ENGLISH)


@pytest.mark.parametrize("form", EDITABLE)
@pytest.mark.parametrize(
    ("text", "suffix"), [(MARKED, ".md"), (CUES, ".srt"), (RUNNING, ".srt"), (PAGE, ".html")]
)
def test_a_file_that_nobody_changed_gives_the_very_translation(
    form: BilingualForm, text: str, suffix: str
) -> None:
    done = made_of(text, suffix)
    data = write_sheet(sheet_of(done, f"article{suffix}", Language.ENGLISH), form)
    again = fixed(text, suffix, data, form)
    assert render(again.done.document) == render(done.document)
    assert not again.missing and not again.unmatched
    assert not any(one.changed for one in again.corrections)


def with_correction(data: bytes, form: BilingualForm, old: str, new: str) -> bytes:
    """Return a bilingual file in which a reviewer put other words."""
    if form is not BilingualForm.DOCX:
        assert old in data.decode("utf-8")
        return data.decode("utf-8").replace(old, new).encode("utf-8")
    document = WordDocument(io.BytesIO(data))
    runs = [
        run
        for row in document.tables[0].rows
        for paragraph in row.cells[2].paragraphs
        for run in paragraph.runs
        if old in run.text
    ]
    for run in runs:
        run.text = run.text.replace(old, new)
    assert runs
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


@pytest.mark.parametrize("form", EDITABLE)
def test_corrections_come_into_markdown_with_its_marks(form: BilingualForm) -> None:
    data = write_sheet(sheet(), form)
    data = with_correction(data, form, "two actors", "two young actors")
    again = fixed(MARKED, ".md", data, form)
    made = render(again.done.document)
    assert "**two young actors**" in re.sub(r"\s+", " ", made)
    assert "`vitrans --help`" in made and '](https://example.org "photo' in made
    assert not again.missing
    if form is not BilingualForm.TEXT:
        assert [one.target for one in again.corrections if one.changed] == [
            "photo of two young actors very lovely."
        ]


@pytest.mark.parametrize("form", EDITABLE)
def test_corrections_come_into_subtitles_with_their_tags(form: BilingualForm) -> None:
    data = write_sheet(sheet(CUES, ".srt"), form)
    again = fixed(CUES, ".srt", with_correction(data, form, "film", "movie"), form)
    made = render(again.done.document)
    assert "<i>movie very good" in made
    assert "{\\an8}photo of two actors." in made
    assert "00:00:03,500 --> 00:00:06,000" in made


@pytest.mark.parametrize("form", EDITABLE)
def test_corrections_come_into_pages_and_sentences_over_cues(form: BilingualForm) -> None:
    page = with_correction(write_sheet(sheet(PAGE, ".html"), form), form, "two actors", "two stars")
    made = render(fixed(PAGE, ".html", page, form).done.document)
    assert re.search(r'<a href="x" title="[^"]*">(?:of )?two stars</a>', made)
    assert "<code>a &lt; b</code>" in made and "<br>" in made
    cues = with_correction(write_sheet(sheet(RUNNING, ".srt"), form), form, "film", "movie")
    made = render(fixed(RUNNING, ".srt", cues, form).done.document)
    assert "movie" in made and "00:00:03,500 --> 00:00:06,000" in made
    assert made.count("<i>") == made.count("</i>") == 2


def test_a_word_document_is_corrected_in_its_formatting(tmp_path: Path) -> None:
    document = WordDocument()
    paragraph = document.add_paragraph("Ảnh của ")
    paragraph.add_run("hai diễn viên").bold = True
    paragraph.add_run(" rất đẹp.")
    document.save(str(tmp_path / "a.docx"))
    original = read_document((tmp_path / "a.docx").read_bytes(), "a.docx")
    tools: list[Any] = [Glossing(), FakeRestorer(), FakeDetector()]
    done = translate_document(original, Language.ENGLISH, *tools)
    for form in EDITABLE:
        made = write_sheet(sheet_of(done, "a.docx", Language.ENGLISH), form)
        same = read_reviewed(made, f"a{suffix_of(form)}")
        again = fix_document(original, same, Language.ENGLISH, *tools[1:])
        assert again.done.document == done.document, form
        other = with_correction(made, form, "two actors", "two stars")
        reviewed = read_reviewed(other, f"a{suffix_of(form)}")
        again = fix_document(original, reviewed, Language.ENGLISH, *tools[1:])
        data = named("docx").write(again.done.document)
        [changed] = [p for p in WordDocument(io.BytesIO(data)).paragraphs if "stars" in p.text]
        assert changed.text == "photo of two stars very lovely.", form
        assert "".join(run.text for run in changed.runs if run.bold).strip() == "two stars", form


CATALOGUE = """\
msgid ""
msgstr "Language: en\\n"

msgid "Phim rất hay"
msgstr ""
"""
UNITS = """\
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a"
 source-language="vi" target-language="en" datatype="plaintext"><body>
<trans-unit id="x"><source>Phim <g id="1">rất hay</g></source></trans-unit>
</body></file></xliff>
"""


@pytest.mark.parametrize(
    ("name", "text", "before", "after"),
    [
        ("a.po", CATALOGUE, '#, fuzzy\nmsgid "Phim', 'msgstr "movie very good"'),
        ("a.xlf", UNITS, 'state="needs-review-translation"', 'state="translated">movie <g id="1">'),
    ],
)
def test_what_is_reviewed_needs_no_review(name: str, text: str, before: str, after: str) -> None:
    original = read_document(text.encode("utf-8"), name)
    tools: list[Any] = [Glossing(), FakeRestorer(), FakeDetector()]
    done = translate_document(original, Language.ENGLISH, *tools)
    assert before in render(done.document)
    for form in EDITABLE:
        made = write_sheet(sheet_of(done, name, Language.ENGLISH), form)
        other = with_correction(made, form, "film", "movie")
        reviewed = read_reviewed(other, f"a{suffix_of(form)}")
        again = fix_document(original, reviewed, Language.ENGLISH, *tools[1:])
        assert after in render(again.done.document), form
        assert before not in render(again.done.document), form


@settings(max_examples=40)
@given(
    pieces=st.lists(
        st.sampled_from(
            (
                *("**rất** ", "*phim* ", "`mã` ", "[xem](u) ", "mùa ", "{1} ", "<b>thu</b> "),
                *("\\* ", "\n", "![ảnh](a) ", "**phim *hay* **", "đẹp. ", "& ", "“hai” "),
            )
        ),
        max_size=8,
    ),
    form=st.sampled_from([BilingualForm.XLIFF, BilingualForm.TSV, BilingualForm.TEXT]),
)
def test_whatever_marks_there_are_the_translation_comes_back(
    pieces: list[str], form: BilingualForm
) -> None:
    text = f"Phim {''.join(pieces)} đẹp.\n"
    done = made_of(text, ".md")
    data = write_sheet(sheet_of(done, "a.md", Language.ENGLISH), form)
    assert render(fixed(text, ".md", data, form).done.document) == render(done.document)


def test_tracked_changes_of_a_word_document_count() -> None:
    data = write_sheet(sheet(), BilingualForm.DOCX)
    document = WordDocument(io.BytesIO(data))
    cell = next(r.cells[2] for r in document.tables[0].rows if "two actors" in r.cells[2].text)
    paragraph = cell.paragraphs[0]._p
    run = paragraph.r_lst[0]
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    words = run.text
    run.text = words.replace("two actors very lovely.", "")
    inserted = (
        f'<w:ins {nsdecls("w")} w:id="1" w:author="A" w:date="2026-01-01T00:00:00Z"><w:r>'
        '<w:t xml:space="preserve">two stars very lovely.</w:t></w:r></w:ins>'
    )
    deleted = (
        f'<w:del {nsdecls("w")} w:id="2" w:author="A" w:date="2026-01-01T00:00:00Z"><w:r>'
        '<w:delText xml:space="preserve">two actors very lovely.</w:delText></w:r></w:del>'
    )
    paragraph.append(parse_xml(deleted))
    paragraph.append(parse_xml(inserted))
    file = io.BytesIO()
    document.save(file)
    again = fixed(MARKED, ".md", file.getvalue(), BilingualForm.DOCX)
    [changed] = [one.target for one in again.corrections if one.changed]
    assert changed == "photo of two stars very lovely."


def test_in_xliff_a_reviewer_moves_marks() -> None:
    data = write_sheet(sheet(), BilingualForm.XLIFF).decode("utf-8")
    [bold] = re.findall(r'<target[^>]*>photo of (<bpt id="\d+">\*\*</bpt>)two actors', data)
    moved = data.replace(f"photo of {bold}two", f"{bold}photo of two")
    again = fixed(MARKED, ".md", moved.encode("utf-8"), BilingualForm.XLIFF)
    assert "**photo of two actors**" in re.sub(r"\s+", " ", render(again.done.document))
    assert sum(bool(one.changed) for one in again.corrections) == 1


def test_marks_that_a_reviewer_lost_are_put_back_and_said() -> None:
    data = write_sheet(sheet(), BilingualForm.XLIFF).decode("utf-8")
    lost = re.sub(r'(<target[^>]*>photo of )<bpt id="\d+">\*\*</bpt>', r"\1", data)
    again = fixed(MARKED, ".md", lost.encode("utf-8"), BilingualForm.XLIFF)
    assert render(again.done.document).count("**") == 4
    assert [warning for _, warning, _ in again.done.warnings()] == [
        "its marks were moved: they did not fit as they were given"
    ]


def test_code_that_a_reviewer_lost_is_put_back_and_said() -> None:
    data = write_sheet(sheet(), BilingualForm.TSV).decode("utf-8")
    again = fixed(MARKED, ".md", data.replace("use {1}", "use").encode(), BilingualForm.TSV)
    assert render(again.done.document).count("`vitrans --help`") == 1
    [warning] = [warning for _, warning, _ in again.done.warnings()]
    assert "{1}" in warning


def test_words_that_look_like_marks_are_words() -> None:
    data = write_sheet(sheet(), BilingualForm.TSV).decode("utf-8")
    again = fixed(
        MARKED, ".md", data.replace("two actors", "*two* _actors_").encode(), BilingualForm.TSV
    )
    made = render(again.done.document)
    assert any("*two* _actors_" in segment.text for segment in parse(made, ".md").segments)


def test_a_number_in_braces_that_the_text_has_is_no_mark() -> None:
    text = "Phim {1} rất hay, xem `mã` nhé.\n"
    done = made_of(text, ".md")
    one = sheet_of(done, "a.md", Language.ENGLISH)
    assert "{1}" in shown(one.rows[0].target) and "{2}" in shown(one.rows[0].target)
    again = fixed(text, ".md", write_sheet(one, BilingualForm.TSV), BilingualForm.TSV)
    assert render(again.done.document) == render(done.document)


def test_missing_and_unknown_sentences_are_named_and_nothing_else_moves() -> None:
    lines = write_sheet(sheet(), BilingualForm.TSV).decode("utf-8").split("\n")
    at = next(n for n, line in enumerate(lines) if "two actors" in line)
    gone = lines.pop(at)
    lines.insert(1, gone.replace("Ảnh của", "Khác với ảnh của"))
    again = fixed(MARKED, ".md", "\n".join(lines).encode("utf-8"), BilingualForm.TSV)
    assert [segment.text for segment in again.missing] == ["Ảnh của hai diễn viên rất đẹp."]
    assert [entry.place for entry in again.unmatched] == ["row 2"]
    made = render(again.done.document)
    assert "Ảnh của **hai\ndiễn viên** rất đẹp." in made
    assert "# autumn season *very lovely*" in made


def test_an_empty_target_counts_as_missing() -> None:
    data = write_sheet(sheet(), BilingualForm.JSONL).decode("utf-8")
    data = data.replace('"target": "photo of two actors very lovely."', '"target": " "')
    again = fixed(MARKED, ".md", data.encode("utf-8"), BilingualForm.JSONL)
    assert len(again.missing) == 1


def test_sentences_of_a_document_that_grew_are_found_by_their_words() -> None:
    data = write_sheet(sheet(), BilingualForm.TSV)
    grown = MARKED.replace("# Mùa", "Phim hay.\n\n# Mùa")
    again = fixed(grown, ".md", data, BilingualForm.TSV)
    assert [segment.text for segment in again.missing] == ["Phim hay."]
    assert not again.unmatched
    assert "# autumn season *very lovely*" in render(again.done.document)


def test_a_file_of_another_document_is_refused() -> None:
    data = write_sheet(sheet(), BilingualForm.TSV)
    with pytest.raises(InputError, match="none of the sentences"):
        fixed("Hai diễn viên.\n", ".txt", data, BilingualForm.TSV)


def test_a_spreadsheet_may_quote_and_reorder() -> None:
    rows = [
        line.split("\t") for line in write_sheet(sheet(), BilingualForm.TSV).decode().split("\n")
    ]
    rows = [[row[3], row[0], row[2]] for row in rows if len(row) > 3]
    text = "\r\n".join(";".join(f'"{cell}"' for cell in row) for row in rows)
    reviewed = read_reviewed(("\ufeff" + text).encode("utf-8"), "a.csv")
    assert reviewed.target is Language.ENGLISH
    again = fixed_by(reviewed, MARKED, ".md")
    assert not again.missing
    assert {one.changed for one in again.corrections} == {None}


def test_corrections_are_pairs_for_a_memory() -> None:
    data = write_sheet(sheet(), BilingualForm.TSV).decode().replace("two actors", "two stars")
    again = fixed(MARKED, ".md", data.encode(), BilingualForm.TSV)
    pairs = dict(again.pairs())
    assert pairs["Ảnh của hai diễn viên rất đẹp."] == "photo of two stars very lovely."
    assert pairs["Mùa thu rất đẹp."] == "autumn season very lovely."
    assert not any("Lê Minh" in source for source in pairs)


def test_why_sentences_were_left_alone_is_told() -> None:
    left = {shown(row.source): row.left for row in sheet().rows if row.left}
    assert left["The film is in autumn."] == "it is English already"


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.tsv", b"one\ttwo\n", "no columns named source and target"),
        ("a.tsv", b"", "no columns named source and target"),
        ("a.csv", b'"source","target\n', "quotation marks"),
        ("a.jsonl", b"{}\n", "line 1 has no source and target"),
        ("a.jsonl", b"[1]\n", "line 1 has no source and target"),
        ("a.jsonl", b"{\n", "line 1 is no JSON"),
        ("a.txt", b"Xin ch\xc3\xa0o\n", "does not begin"),
        ("a.xlf", b"<a/>", "no XLIFF 1.2"),
        ("a.xlf", b"<a", "well-formed"),
        ("a.xlf", b'<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0"/>', "1.2"),
        ("a.tmx", b"<tmx><body/></tmx>", "no units"),
        ("a.docx", b"PK", "no Word document"),
        ("a.html", b"<p>", "no table of two languages"),
        ("a.pdf", b"", "no bilingual file"),
    ],
)
def test_files_of_another_kind_are_refused_with_what_to_do(
    name: str, data: bytes, said: str
) -> None:
    with pytest.raises(InputError, match=said):
        read_reviewed(data, name)


def test_a_word_document_without_the_table_is_refused() -> None:
    file = io.BytesIO()
    WordDocument().save(file)
    with pytest.raises(InputError, match="no table"):
        read_reviewed(file.getvalue(), "a.docx")


texts = st.text(
    st.characters(blacklist_categories=("Cs", "Cc", "Co", "Cn")) | st.sampled_from('\\"{}<&1 '),
    min_size=1,
).map(lambda text: f"a{text}z")


@given(source=texts, target=texts, form=st.sampled_from(EDITABLE))
def test_any_words_come_back_from_any_form(source: str, target: str, form: BilingualForm) -> None:
    row = Row(1, (source,), (target,), provenance="fake", confidence=0.5, flags=("a\tb",))
    data = write_sheet(Sheet("a.txt", Language.ENGLISH, (row,)), form)
    [entry] = read_reviewed(data, f"a{suffix_of(form)}").entries
    assert entry.source.split() == source.split()
    assert shown(entry.target).split() == target.split()
    assert entry.changed in (False, None)
    assert entry.id == 1


def test_xliff_shows_what_tools_need() -> None:
    from lxml import etree

    root = etree.fromstring(write_sheet(sheet(), BilingualForm.XLIFF))
    names = {"x": "urn:oasis:names:tc:xliff:document:1.2"}
    file = root.find("x:file", names)
    assert file.get("source-language") == "vi-VN" and file.get("target-language") == "en-US"
    units = root.findall(".//x:trans-unit", names)
    assert [int(unit.get("id")) for unit in units] == [row.id for row in sheet().rows]
    flagged = [unit for unit in units if unit.findtext("x:note", "", names) == "dull"]
    states = {unit.find("x:target", names).get("state") for unit in flagged}
    assert states == {"needs-review-translation"}
    for unit in units:
        codes = [
            sorted((one.tag, one.get("id")) for one in unit.find(side, names))
            for side in ("x:source", "x:target")
        ]
        assert codes[0] == codes[1]


def test_xliff_offers_what_a_memory_has_and_reads_past_it() -> None:
    from lxml import etree

    match = Match("Phim hay.", "A fine film.", 88, "house.tmx")
    row = Row(1, ("Phim rất hay.",), ("The film is good.",), 1, "vitrans", 0.5, matches=(match,))
    taken = replace(row, id=2, provenance="memory 100%")
    data = write_sheet(Sheet("a.txt", Language.ENGLISH, (row, taken)), BilingualForm.XLIFF)
    names = {"x": "urn:oasis:names:tc:xliff:document:1.2"}
    units = etree.fromstring(data).findall(".//x:trans-unit", names)
    for unit in units:
        [offered] = unit.findall("x:alt-trans", names)
        assert dict(offered.attrib) == {"match-quality": "88%", "origin": "house.tmx"}
        assert [one.text for one in offered] == ["Phim hay.", "A fine film."]
    kinds = [unit.find("x:target", names).get("state-qualifier") for unit in units]
    assert kinds == ["leveraged-mt", "leveraged-tm"]
    entries = read_reviewed(data, "a.xlf").entries
    assert [shown(entry.target) for entry in entries] == ["The film is good."] * 2


def test_the_page_needs_no_script_and_has_every_row() -> None:
    page = write_sheet(sheet(), BilingualForm.HTML).decode("utf-8")
    assert "<script" not in page and "http" not in page.replace("http-equiv", "")
    assert page.count("<tr") == len(sheet().rows) + 1
    assert 'id="flagged"' in page and "With a warning" in page


def test_the_command_writes_beside_translations_in_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from vitrans.cli import app

    use_fakes(monkeypatch)
    (tmp_path / "out").mkdir()
    source = tmp_path / "a.txt"
    source.write_text("Phim rất hay.\n", "utf-8")
    run = CliRunner().invoke
    arguments = ["translate", str(source), "--to", "en", "-q"]
    done = run(app, [*arguments, "--bilingual", "tsv", "-o", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert (tmp_path / "out" / "a.txt").read_text("utf-8") == "en[Phim rất hay.]\n"
    table = (tmp_path / "out" / "a.txt.tsv").read_text("utf-8")
    assert table.split("\n")[0].startswith("id\tline\tsource-vi\ttarget-en")
    alone = run(app, [*arguments, "--bilingual", "jsonl", "-o", str(tmp_path / "b.jsonl")])
    assert alone.exit_code == 0, alone.output
    assert json.loads((tmp_path / "b.jsonl").read_text("utf-8"))["target"] == "en[Phim rất hay.]"


def test_files_beside_translations_follow_the_tree_of_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from vitrans.cli import app

    use_fakes(monkeypatch)
    for name in ("a.txt", "deep/a.txt"):
        (tmp_path / "in" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "in" / name).write_text("Phim rất hay.\n", "utf-8")
    more = ["--output-dir", str(tmp_path / "out"), "--bilingual", "tsv", "--jobs", "2", "-q"]
    report = ["--report", str(tmp_path / "r.json")]
    done = CliRunner().invoke(
        app, ["translate", str(tmp_path / "in"), "--to", "en", *more, *report]
    )
    assert done.exit_code == 0, done.output
    made = {str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.t*")}
    assert made == {"a.txt", "a.txt.tsv", "deep/a.txt", "deep/a.txt.tsv"}
    files = json.loads((tmp_path / "r.json").read_text("utf-8"))["files"]
    assert [one["file"].endswith("in/a.txt") for one in files] == [True, False]


def test_the_command_refuses_two_results_in_one_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from vitrans.cli import app

    use_fakes(monkeypatch)
    source = tmp_path / "a.txt"
    source.write_text("Phim rất hay.\n", "utf-8")
    run = CliRunner().invoke
    arguments = ["translate", str(source), "--to", "en", "--bilingual", "tsv"]
    assert run(app, [*arguments, "--json"]).exit_code == 2
    assert run(app, [*arguments[:1], *arguments[2:]], input="Phim hay.\n").exit_code == 2
    (tmp_path / "a.txt.tsv").write_text("x", "utf-8")
    both = ["translate", str(source), str(tmp_path / "a.txt.tsv"), "--format", "text"]
    folder = tmp_path / "out"
    made = run(app, [*both, "--to", "en", "--bilingual", "tsv", "--output-dir", str(folder)])
    assert made.exit_code == 2 and not folder.exists()


def test_fix_writes_the_document_and_says_what_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from vitrans.cli import app

    use_fakes(monkeypatch)
    source = tmp_path / "a.srt"
    source.write_text(CUES, "utf-8")
    reviewed = tmp_path / "a.tsv"
    run = CliRunner().invoke
    run(app, ["translate", str(source), "--to", "en", "--bilingual", "tsv", "-o", str(reviewed)])
    text = reviewed.read_text("utf-8").replace("en[Ảnh của hai diễn viên.]", "Two actors.")
    reviewed.write_text(text, "utf-8")
    arguments = ["fix", str(reviewed), "--original", str(source)]
    done = run(app, [*arguments, "-o", str(tmp_path / "b.srt"), "-v"])
    assert done.exit_code == 0, done.output
    assert "{\\an8}Two actors.\n" in (tmp_path / "b.srt").read_text("utf-8")
    assert "a.srt:8: changed to “Two actors.”" in done.stderr
    assert "2 sentences, 1 changed" in done.stderr
    assert run(app, [*arguments, "-o", str(source)]).exit_code == 2
    assert run(app, [*arguments, "-o", str(reviewed)]).exit_code == 2
    reviewed.write_text("\n".join(text.split("\n")[:2]), "utf-8")
    strict = run(app, [*arguments, "-o", str(tmp_path / "c.srt"), "--strict"])
    assert strict.exit_code == 1
    assert "missing in" in strict.stderr


def test_fix_writes_all_documents_of_a_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from vitrans.cli import app

    def run(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, arguments, catch_exceptions=False)
        assert done.exit_code == code, done.output
        return done.stderr

    use_fakes(monkeypatch)
    monkeypatch.chdir(tmp_path)
    for name in ("in/a.txt", "in/more/b.md", "in/c.txt"):
        Path(name).parent.mkdir(parents=True, exist_ok=True)
        Path(name).write_text(f"Phim {name} rất hay.\n", "utf-8")
    run("translate", "in", "--to", "en", "--output-dir", "out", "--bilingual", "tsv")
    run("memory", "import", "none.tmx", "--memory", "m.db", code=1)  # makes it
    Path("out/c.txt.tsv").unlink()
    table = Path("out/more/b.md.tsv")
    table.write_text(table.read_text("utf-8").replace("en[", "corrected ["), "utf-8")
    start = ("fix", "out", "--original", "in")
    said = run(*start, "--output-dir", "fixed", "--memory", "m.db", "--by", "Mai")
    assert said.split("\n") == [
        "out/a.txt.tsv: 1 sentence, 0 changed",
        "out/more/b.md.tsv: 1 sentence, 1 changed",
        "vitrans: m.db: 2 sentences kept",
        "vitrans: 2 files: 2 done",
        "",
    ]
    assert Path("fixed/more/b.md").read_text("utf-8") == "corrected [Phim in/more/b.md rất hay.]\n"
    assert not Path("fixed/c.txt").exists()
    Path("out/a.txt.tsv").write_text("no table", "utf-8")
    assert "2 files: 1 done, 1 failed" in run(*start, "--output-dir", "fixed", code=1)
    for wrong in (start, (*start, "-o", "x"), (*start, "-o", "x", "--output-dir", "y")):
        run(*wrong, code=2)
    run("fix", "out/a.txt.tsv", "--original", "in", code=2)
    run("fix", "in", "--original", "out", "--output-dir", "fixed", code=1)
    assert "is an input too" in run(*start, "--output-dir", "in", code=2)
    Path("out/d.txt.tsv").write_bytes(table.read_bytes())
    Path("out/a.txt.tsv").unlink()
    said = run(*start, "--output-dir", "fixed")
    assert said.startswith("out/d.txt.tsv: left out: there is no 'in/d.txt'\n")
    Path("out/more/b.md.csv").write_bytes(table.read_bytes())
    said = run(*start, "--output-dir", "fixed", code=2)
    assert "'out/more/b.md.csv' and 'out/more/b.md.tsv' are both of 'in/more/b.md'" in said


def test_what_would_lose_a_placeholder_is_not_written_nor_counted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from typer.testing import CliRunner

    from vitrans.cli import app

    use_fakes(monkeypatch)
    monkeypatch.chdir(tmp_path)
    head = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    Path("a.po").write_text(
        head + 'msgid "Không mở được %s"\nmsgstr ""\n\nmsgid "Mưa to"\nmsgstr ""\n', "utf-8"
    )
    run = CliRunner().invoke
    run(app, ["translate", "a.po", "--to", "en", "--bilingual", "tsv", "-o", "a.tsv"])
    text = Path("a.tsv").read_text("utf-8")
    text = text.replace("en[Không mở được %s]", "Cannot open").replace("en[Mưa to]", "Heavy rain")
    rows = [line.split("\t")[:-1] for line in text.splitlines()]
    Path("a.tsv").write_text(text, "utf-8")
    Path("bare.tsv").write_text("\n".join(map("\t".join, rows)), "utf-8")
    done = run(app, ["fix", "a.tsv", "--original", "a.po", "-v", "--strict"])
    assert done.exit_code == 1
    assert 'msgstr ""\n\nmsgid "Mưa to"\nmsgstr "Heavy rain"' in done.stdout
    assert "its marks would be lost: %s — “Không mở được %s”" in done.stderr
    assert "Cannot open" not in done.stderr
    assert "2 sentences, 1 changed, 1 not written" in done.stderr
    done = run(app, ["fix", "bare.tsv", "--original", "a.po"])
    assert "changes not counted, as checks are missing" in done.stderr


@pytest.mark.parametrize(
    ("form", "written"),
    [
        (BilingualForm.TSV, '"\n Two\n\nactors. "'),
        (BilingualForm.JSONL, "  Two\\n\\nactors."),
        (BilingualForm.XLIFF, "\n  Two\n\nactors."),
        (BilingualForm.TEXT, "  Two\nactors."),
        (BilingualForm.TEXT, "Two\n  ac\n  !: dull"),
    ],
)
def test_lines_and_spaces_that_a_reviewer_adds_break_nothing(
    form: BilingualForm, written: str
) -> None:
    data = write_sheet(sheet(CUES, ".srt"), form).decode("utf-8")
    made = data.replace("photo of two actors.", written)
    again = fixed(CUES, ".srt", made.encode("utf-8"), form)
    wanted = "Two ac" if "ac\n" in written else "Two actors."
    assert f"{{\\an8}}{wanted}\n" in render(again.done.document)
    assert not again.missing and not again.unmatched


def test_numbers_of_marks_come_from_the_sentence_alone() -> None:
    [segment] = parse("Xem **phim** và `mã` [ở đây](x).\n", ".md").segments
    numbering = Numbering.of(segment)
    made = coded(segment, numbering)
    assert words_of(made, segment) == segment.text
    assert placed_marks(made, segment) == [
        m for m in segment.marks if m.kind in (MarkKind.OPEN, MarkKind.CLOSE)
    ]
    assert placed_marks(made[1:], segment) is None or isinstance(made[0], str)


def test_crossed_pairs_are_refused() -> None:
    [segment] = parse("Xem **phim** *hay*.\n", ".md").segments
    one, two = sorted(Numbering.of(segment).pairs.values())
    opening, closing = MarkKind.OPEN, MarkKind.CLOSE
    crossed: Coded = (Code(one, opening), Code(two, opening), "a", Code(one, closing))
    assert placed_marks((*crossed, Code(two, closing)), segment) is None
    nested: Coded = (Code(one, opening), Code(two, opening), "a", Code(two, closing))
    assert placed_marks((*nested, Code(one, closing)), segment) is not None
    backwards: Coded = (Code(one, closing), "a", Code(one, opening))
    assert placed_marks((*backwards, Code(two, opening), Code(two, closing)), segment) is None


def test_a_check_minds_words_alone() -> None:
    assert digest("a  b\n") == digest("a b") != digest("ab")
    assert replace(Reviewed(()), coded=True).coded
    assert isinstance(parse("a", ".txt"), Document)


def test_the_titles_of_links_are_reviewed() -> None:
    text = 'Phim [rất hay](a.html "Ảnh mùa thu").\n'
    whole = sheet(text)
    assert [(shown(row.source), shown(row.target)) for row in whole.rows] == [
        ("Phim rất hay.", "film very good."),
        ("Ảnh mùa thu", "photo autumn season"),
    ]
    data = write_sheet(whole, BilingualForm.TSV).replace(b"photo autumn season", b"Autumn photo")
    done = fixed(text, ".md", data, BilingualForm.TSV)
    assert render(done.done.document) == 'film [very good](a.html "Autumn photo").\n'
    assert [one.target for one in done.corrections] == ["film very good.", "Autumn photo"]
    assert not done.missing and not done.unmatched


def test_a_title_that_nobody_reviewed_is_missing() -> None:
    text = 'Phim [rất hay](a.html "Ảnh mùa thu").\n'
    data = b"".join(write_sheet(sheet(text), BilingualForm.TSV).splitlines(keepends=True)[:-1])
    done = fixed(text, ".md", data, BilingualForm.TSV)
    assert [one.text for one in done.missing] == ["Ảnh mùa thu"]
