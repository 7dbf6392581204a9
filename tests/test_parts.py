"""Tables and JSON: the named columns and keys are text, all else stays byte for byte."""

import csv
import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from fakes import ByWords, FakeDetector, FakeRestorer, FakeTranslator, use_fakes
from vitrans.cli import app
from vitrans.errors import InputError, UsageError
from vitrans.formats import named, render
from vitrans.formats.base import Format
from vitrans.formats.parts import PartedFormat
from vitrans.language import Detector
from vitrans.pipeline import restore_document, translate_document
from vitrans.types import Language, Target, Translation, Translator

VI: Target = Language.VIETNAMESE
DETECTOR = cast(Detector, FakeDetector())


class Says(ByWords):
    """Translates every text into the same words."""

    def __init__(self, made: str) -> None:
        self.made = made

    def translate(self, texts: Sequence[str], target: Target) -> list[Translation]:
        return [Translation(text, self.made, -0.1, "says") for text in texts]


def of(kind: str, parts: str) -> Format:
    found = named(kind)
    assert isinstance(found, PartedFormat)
    return found.of(parts)


def made(text: str, kind: str, parts: str, translator: Translator | None = None) -> str:
    form = of(kind, parts)
    tools = translator or FakeTranslator(), FakeRestorer(), DETECTOR
    done = translate_document(form.read(text.encode(), "a"), VI, *tools)
    return form.write(done.document).decode()


TABLE = (
    '\ufeffid,title,"a ""b""",n\r\n1,The film,"It is, very ""long"".",5\r\n\r\n2,,"",x\r\n'
    "3,The love"
)


def test_cells_of_named_columns_are_text_and_all_else_stays() -> None:
    assert made(TABLE, "csv", 'title,a "b"') == TABLE.replace("The film", "vi[The film]").replace(
        'It is, very ""long"".', 'vi[It is, very ""long"".]'
    ).replace("The love", "vi[The love]")


def test_columns_go_by_number_too_and_then_the_first_row_is_text() -> None:
    assert made("the film;n\nthe love;2\n", "csv", "1") == "vi[the film];n\nvi[the love];2\n"


@pytest.mark.parametrize(
    ("target", "cell"),
    [("Phim, dài", '"Phim, dài"'), ('"Phim" dài', '"""Phim"" dài"'), ("Phim 6 dài", "Phim 6 dài")],
)
def test_a_cell_has_quotation_marks_where_it_needs_them(target: str, cell: str) -> None:
    text = made("id,title\n1,The film\n", "csv", "title", Says(target))
    assert text == f"id,title\n1,{cell}\n"
    two = made("id,title\n1,The film. The love.\n", "csv", "title", Says("Phim, dài."))
    assert two == 'id,title\n1,"Phim, dài. Phim, dài."\n'
    assert list(csv.reader(io.StringIO(two)))[1] == ["1", "Phim, dài. Phim, dài."]


def test_lines_of_a_cell_stay_lines_and_tab_tables_have_both_forms() -> None:
    assert made('t\tn\n"The film\nis"\t"a\tb"\n', "tsv", "t") == (
        't\tn\n"vi[The film]\nvi[is]"\t"a\tb"\n'
    )
    assert made("t\tn\nThe film\\nis\tC:\\new\n", "tsv", "t") == (
        "t\tn\nvi[The film]\\nvi[is]\tC:\\new\n"
    )


DATA = (
    '{"items": [ {"title":"The film", "n": 1.50,\n  "tags": ["the love", "two"], "a.b": {"c": '
    '"the film \\"is\\" \\u2014"}}], "title": "the"}\n'
)


def test_strings_under_named_keys_are_text_and_all_else_stays() -> None:
    text = made(DATA, "json", "items.title,items.tags")
    assert text == DATA.replace("The film", "vi[The film]").replace(
        '"the love", "two"', '"vi[the love]", "vi[two]"'
    )
    assert json.loads(made(DATA, "json", "items.a.b.c"))["items"][0]["a.b"]["c"] == (
        'vi[the film "is" —]'
    )


def test_letters_are_written_as_the_file_writes_them() -> None:
    escaped = made(DATA, "json", "title", Says("phim dài 🙂"))
    assert '"title": "phim d\\u00e0i \\ud83d\\ude42"' in escaped
    raw = made(DATA.replace("\\u2014", "—"), "json", "title", Says("phim dài"))
    assert '"title": "phim dài"' in raw
    document = of("json", "title").read(DATA.replace('"the"', '"phim rat hay"').encode(), "a")
    restored = restore_document(document, FakeRestorer(), DETECTOR)
    assert b'"phim r\\u1ea5t hay"' in named("json").write(restored)


def test_lines_of_json_and_blocks_and_tags_within_strings() -> None:
    lines = '{"t": "<p>The <b>film</b></p>\\nthe love"}\n\n{"n": 1, "t": "two"}\n'
    text = made(lines, "jsonl", "t")
    assert text.count("\n") == lines.count("\n")
    first = json.loads(text.split("\n")[0])["t"]
    assert first.startswith("<p>")
    assert first.count("<b>") == first.count("</b>") == 1
    assert first.endswith("</p>\nvi[the love]")


@pytest.mark.parametrize("target", ["Phim", "%s phim {n} %d"])
def test_a_translation_that_loses_placeholders_is_not_written(target: str) -> None:
    text = '{"t": "the film %d of {n} %s"}'
    assert made(text, "json", "t", Says(target)) == text
    table = "t\nthe film %d of {n} %s\n"
    assert made(table, "csv", "t", Says(target)) == table


@pytest.mark.parametrize(
    ("kind", "text", "parts", "message"),
    [
        ("csv", "id,title\n", "", "say which columns are text, as FILE#id,title"),
        ("csv", "id,title\n", "body", "no column 'body'; it has 'id', 'title'"),
        ("csv", "id,a,a\n", "a", r"several columns 'a': say which by number \(2, 3\)"),
        ("json", '{"a": {"b": "x"}}', "", "say which keys are text, as FILE#a.b"),
        ("json", '{"a": 1}', "a", "no key 'a'; it has none"),
        ("jsonl", '{"a": "1"}\n', "b", "no key 'b'; it has 'a'"),
    ],
)
def test_parts_that_are_not_there_are_refused_with_those_that_are(
    kind: str, text: str, parts: str, message: str
) -> None:
    with pytest.raises(UsageError, match=message):
        of(kind, parts).read(text.encode(), "a.csv")


@pytest.mark.parametrize(
    ("kind", "text", "message"),
    [
        ("csv", 'a\n"b\n', r"quotation marks do not match \(line 2\)"),
        ("csv", 'a\n"b"c\n', r"quotation marks do not match \(line 2\)"),
        ("json", '{"a": "b"', r"no JSON: .*line 1, column 10"),
        ("jsonl", '{"a": "b"}\n{"a": \n', "no JSON: .*line 2"),
        ("json", "[" * 100_000, "nested too deep"),
    ],
)
def test_bad_files_are_refused_with_a_clear_line(kind: str, text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        of(kind, "a").read(text.encode(), "a.csv")


def test_the_command_takes_parts_of_files_and_of_patterns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fakes(monkeypatch)
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("t,n\nthe film,1\n", "utf-8")
    Path("b.csv").write_text("t,n\nthe love,1\n", "utf-8")
    Path("c#t.csv").write_text("t\nthe\n", "utf-8")
    run = CliRunner().invoke
    assert run(app, ["translate", "--to", "vi", "a.csv#t"]).stdout == "t,n\nvi[the film],1\n"
    done = run(app, ["translate", "--to", "vi", "*.csv#t", "--output-dir", "out"])
    assert Path("out/b.csv").read_text("utf-8") == "t,n\nvi[the love],1\n"
    assert Path("out/a.csv").exists()
    assert done.exit_code == 0
    refused = run(app, ["translate", "--to", "vi", "c#t.csv"])
    assert refused.exit_code == 2
    assert "it has 't'" in refused.stderr
    assert run(app, ["translate", "--to", "vi", "a.csv#t", "-o", "a.csv"]).exit_code == 2
    both = run(app, ["translate", "--to", "vi", "a.csv#t", "a.csv#n", "--output-dir", "out"])
    assert "would both become" in both.stderr
    Path("d.txt").write_text("the film\n", "utf-8")
    assert "read whole" in run(app, ["translate", "--to", "vi", "d.txt#t"]).stderr
    assert "no file 'e.csv#t'" in run(app, ["translate", "--to", "vi", "e.csv#t"]).stderr
    assert "the film" in run(app, ["detect", "a.csv#t"]).stdout


CELLS = st.text('ab ",;\t\\\r\nđ%s<b>&', max_size=6)


@given(st.lists(st.lists(CELLS, min_size=2, max_size=2), min_size=1), st.sampled_from(",;\t"))
def test_any_table_comes_back_as_it_was(rows: list[list[str]], sign: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=sign, quoting=csv.QUOTE_ALL).writerows([["x", "y"], *rows])
    data = out.getvalue().encode()
    form = of("csv", "y")
    assert form.write(form.read(data, "a")) == data
    translated = made(out.getvalue(), "csv", "y", Says('a "b",;\tc'))
    again = list(csv.reader(io.StringIO(translated, newline=""), delimiter=sign))
    assert [row[0] for row in again[1:]] == [row[0] for row in rows]


VALUES = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from("abc"), VALUES), st.booleans(), st.sampled_from([None, 1]))
def test_any_json_comes_back_as_it_was(value: Any, ascii_only: bool, indent: int | None) -> None:
    whole = {"t": "the film", **value, "z": [{"t": "two"}]}
    text = json.dumps(whole, ensure_ascii=ascii_only, indent=indent)
    document = of("json", "t,z.t").read(text.encode(), "a")
    assert render(document) == text
    assert named("json").write(document) == text.encode()
    back = json.loads(made(text, "json", "z.t"))
    assert {**back, "z": [{"t": "two"}]} == whole
