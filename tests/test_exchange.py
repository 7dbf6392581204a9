"""What is exchanged with other programs: rows of text, translation memories."""

import csv
import io
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.errors import InputError
from vitrans.exchange.rows import is_quoted, read_rows, stream_rows, write_rows
from vitrans.exchange.tmx import (
    TmxMemory,
    TmxUnit,
    memory_of,
    read_tmx,
    same_language,
    texts_in,
    write_tmx,
)
from vitrans.types import Bead, Bitext, Language

ROWS = [
    ["1", 'Chị nói: "Mai gặp."', "a\tb", "dòng một\ndòng hai\r\nba"],
    ["2", '"Chào," anh nói.', r"C:\new\temp \\ \x", ""],
]
SPREADSHEET = [
    ["id", "google"],
    ["1", '"Chào", chị nói.'],
    ["2", "dòng một\ndòng hai"],
    ["3", "a;b"],
]
SIGNS = st.text(alphabet='aệ"\t\n\r\\, 1', max_size=6)


def table(fields: st.SearchStrategy[str]) -> st.SearchStrategy[list[list[str]]]:
    """Return tables of one to three columns."""
    widths = st.integers(1, 3)
    return widths.flatmap(
        lambda width: st.lists(
            st.lists(fields, min_size=width, max_size=width), min_size=1, max_size=4
        )
    )


def test_a_row_is_a_line_without_quotes() -> None:
    text = write_rows(ROWS)
    assert text.split("\n")[0] == ('1\tChị nói: "Mai gặp."\ta\\tb\tdòng một\\ndòng hai\\r\\nba')
    assert text.split("\n")[1] == '2\t"Chào," anh nói.\tC:\\\\new\\\\temp \\\\\\\\ \\\\x\t'
    assert read_rows(text) == ROWS


@given(table(SIGNS))
def test_what_is_written_is_read_as_it_was(rows: list[list[str]]) -> None:
    text = write_rows(rows)
    assert text.count("\n") == len(rows)
    assert read_rows(text) == rows
    assert read_rows("\ufeff" + text.replace("\n", "\r\n")) == rows
    assert list(stream_rows(text[:-1].split("\n"))) == list(enumerate(rows, 1))


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL, csv.QUOTE_NONNUMERIC])
@pytest.mark.parametrize("delimiter", ["\t", ",", ";"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_what_spreadsheets_quote_is_read(quoting: int, delimiter: str, end: str) -> None:
    page = io.StringIO(newline="")
    csv.writer(page, delimiter=delimiter, quoting=quoting, lineterminator=end).writerows(  # type: ignore[arg-type]
        SPREADSHEET
    )
    text, suffix = "\ufeff" + page.getvalue(), ".tsv" if delimiter == "\t" else ".csv"
    assert read_rows(text, suffix) == SPREADSHEET
    lines = page.getvalue().removesuffix(end).split("\n")
    assert [row for _, row in stream_rows(lines, suffix)] == SPREADSHEET


@given(table(SIGNS.filter(str.strip)))
def test_rows_that_are_all_quoted_are_read(rows: list[list[str]]) -> None:
    page = io.StringIO(newline="")
    csv.writer(page, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    assert read_rows(page.getvalue()) == rows


UNQUOTED = [
    '1\t"Chào," anh nói.\n',
    '1\tAnh nói "chào".\n2\t"Chào."\n',
    '"Chào.\t"Hello.\n',
    'Anh bảo:\t"Chào."\n',
    '5"\t"Chào."\n',
]


@pytest.mark.parametrize("text", UNQUOTED)
def test_quotation_marks_of_a_text_are_left(text: str) -> None:
    assert not is_quoted(text)
    assert read_rows(text) == [line.split("\t") for line in text.split("\n")[:-1]]


def test_lines_end_at_line_feeds_only_or_at_carriage_returns() -> None:
    assert read_rows("a\u2028b\tc\x85d\n\ne") == [["a\u2028b", "c\x85d"], [""], ["e"]]
    assert read_rows("a\tb\rc\td\r") == [["a", "b"], ["c", "d"]]


def test_the_sign_between_the_columns_of_a_csv_is_found() -> None:
    for text, row in (
        ("Rice, fish;Cơm, cá\r\nSalt;Muối\r\n\r\n", ["Rice, fish", "Cơm, cá"]),
        ('Rice, fish.;"Cơm; cá."\n', ["Rice, fish.", "Cơm; cá."]),
        ("một; hai,one; two\n", ["một; hai", "one; two"]),
        ("Cơm, cá\tRice, fish\nMuối\tSalt\n", ["Cơm, cá", "Rice, fish"]),
        ("Cơm.\nCá.\n", ["Cơm."]),
    ):
        assert read_rows(text, ".csv")[0] == row


def test_a_csv_with_an_open_quotation_mark_is_refused() -> None:
    with pytest.raises(InputError, match="quotation marks do not match"):
        read_rows('a,b\n"c,d\n', ".csv")


DAY = datetime(2026, 1, 31, 9, 30, tzinfo=UTC)
MEMORY = """\
<?xml version="1.0" encoding="utf-8"?>
<tmx version="1.4"><header srclang="en-US" creationdate="20251224T180000Z"><note>Báo</note></header>
<body>
<tu creationdate="20260131T093000Z" changedate="20260201T000000Z" segtype="block">
<prop type="project">báo</prop>
<tuv xml:lang="en-US"><seg>Color.</seg></tuv><tuv xml:lang="en-GB"><seg>Colour.</seg></tuv>
<tuv xml:lang="vi-VN"><seg>Màu <ph x="1"/>sắc.</seg></tuv></tu>
<tu><tuv xml:lang="EN_us" creationdate="20260131T093000Z"><seg>Rain.</seg></tuv>
<tuv lang="vi" changedate="hôm qua"><seg>Mưa.</seg></tuv></tu>
<tu><tuv xml:lang="en"><seg>Salt.</seg></tuv></tu>
</body></tmx>
"""


def test_regions_and_dates_of_a_memory_are_read() -> None:
    memory = read_tmx(MEMORY)
    assert (memory.source, memory.note) == ("en-US", "Báo")
    assert memory.created == datetime(2025, 12, 24, 18, tzinfo=UTC)
    first, second, third = memory.units
    assert first == TmxUnit(
        {"en-US": "Color.", "en-GB": "Colour.", "vi-VN": "Màu sắc."},
        sentence=False,
        created=DAY,
        changed=datetime(2026, 2, 1, tzinfo=UTC),
        properties={"project": "báo"},
    )
    assert (second.created, second.changed, third.created) == (DAY, None, None)
    assert memory.languages() == ("en-US", "en-GB", "vi-VN", "EN_us", "vi", "en")


@pytest.mark.parametrize(
    ("tag", "texts"),
    [
        ("vi", ["Màu sắc.", "Mưa.", ""]),
        ("vi-VN", ["Màu sắc.", "Mưa.", ""]),
        ("en", ["Color.", "Rain.", "Salt."]),
        ("en-us", ["Color.", "Rain.", "Salt."]),
        ("en-GB", ["Colour.", "", "Salt."]),
        ("en-AU", ["Color.", "Rain.", "Salt."]),
        ("fr", ["", "", ""]),
    ],
)
def test_a_language_with_or_without_its_region(tag: str, texts: list[str]) -> None:
    assert list(texts_in(read_tmx(MEMORY), tag)) == texts


def test_language_tags_are_compared_without_case_and_sign() -> None:
    assert same_language("vi-VN", "VI") and same_language("EN_us", "en-US", exactly=True)
    assert not same_language("vi-VN", "vi", exactly=True)
    assert not same_language("vi", "en")


def test_a_memory_is_written_as_it_was_read() -> None:
    memory = read_tmx(MEMORY)
    assert read_tmx(write_tmx(memory)) == memory


def test_a_bitext_becomes_a_memory_with_regions_and_dates() -> None:
    bead = Bead((0,), (0,), 0.875)
    bitext = Bitext(("Mua.",), ("Rain.",), Language.UNACCENTED, Language.ENGLISH, (bead,))
    memory = memory_of(bitext, DAY)
    sure = {"x-vitrans-confidence": "0.8750"}
    unit = TmxUnit({"vi-VN": "Mua.", "en-US": "Rain."}, True, DAY, properties=sure)
    assert memory == TmxMemory((unit,), "vi-VN", "The Vietnamese side has no diacritics.", DAY)
    assert 'creationdate="20260131T093000Z"' in write_tmx(memory)
    now = memory_of(bitext).created
    assert now is not None and now >= DAY
