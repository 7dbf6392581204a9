"""A sheet as a table in a Word document, for reviewers who work in a word processor."""

import io
from collections.abc import Iterator
from copy import deepcopy
from typing import Any
from zipfile import BadZipFile

from vitrans.errors import InputError
from vitrans.exchange.bilingual.sheet import (
    Entry,
    Reviewed,
    Row,
    Sheet,
    digest,
    is_changed,
    percent,
    shown,
)
from vitrans.exchange.tmx import FORBIDDEN, TAGS
from vitrans.types import Language, Target, target_of

_NAMES = {Language.ENGLISH: "English", Language.VIETNAMESE: "Tiếng Việt"}
_WIDTHS = (1.5, 9.5, 9.5, 4.2)  # cm, in all what A4 on its side has between its margins
_CM = 360000  # English metric units in a centimetre
_GREY, _RED = "666666", "B00020"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def write(sheet: Sheet) -> bytes:
    """Return the rows as a table; a hidden word beside each number tells what was changed."""
    from docx import Document
    from docx.enum.section import WD_ORIENT

    made: Any = Document()
    page = made.sections[0]
    page.orientation = WD_ORIENT.LANDSCAPE
    page.page_width, page.page_height = round(29.7 * _CM), round(21 * _CM)
    page.left_margin = page.right_margin = page.top_margin = page.bottom_margin = 2 * _CM
    made.add_heading(_clean(sheet.name), 1)
    made.add_paragraph(
        f"Correct the column “{_NAMES[sheet.target]}”; changes may be tracked. "
        "Leave the other columns, and the order of the rows, as they are."
    )
    table = made.add_table(1, len(_WIDTHS), "Table Grid")
    _write_head(table, sheet)
    pattern = _row_pattern(table.add_row(), sheet)
    for row in sheet.rows:
        table._tbl.append(_filled(pattern, row))
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()


def read(data: bytes, name: str) -> Reviewed:
    """Return what a reviewer says: tracked insertions count, deletions do not.

    Raises:
        InputError: it is no Word document with such a table.
    """
    from docx import Document
    from docx.opc.exceptions import PackageNotFoundError

    try:
        made: Any = Document(io.BytesIO(data))
    except (BadZipFile, KeyError, PackageNotFoundError, ValueError) as error:
        raise InputError(f"{name!r} is no Word document: {error}; save it as .docx") from None
    for table in made.element.body.iter(f"{_W}tbl"):
        rows = [list(row.iter(f"{_W}tc")) for row in table.iter(f"{_W}tr")]
        if target := _target(rows[0] if rows else []):
            entries = (_entry(row, place) for place, row in enumerate(rows[1:], 2) if len(row) > 2)
            return Reviewed(tuple(entries), target)
    raise InputError(f"{name!r} has no table of two languages; give the one that vitrans wrote")


def _write_head(table: Any, sheet: Sheet) -> None:
    """Write the names of the columns, which every page repeats."""
    from docx.oxml import OxmlElement

    table.autofit = False
    for column, width in zip(table.columns, _WIDTHS, strict=True):
        column.width = round(width * _CM)
    names = ("No.", _NAMES[sheet.source], _NAMES[sheet.target], "Notes")
    for cell, name in zip(table.rows[0].cells, names, strict=True):
        cell.paragraphs[0].add_run(name).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))


def _row_pattern(made: Any, sheet: Sheet) -> Any:
    """Return a row without words, taken out of its table, which all rows are copies of.

    Its runs are the number, what tells a changed target, source, target and notes.
    """
    from docx.oxml import OxmlElement
    from docx.shared import Pt, RGBColor

    made._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for cell, width in zip(made.cells, _WIDTHS, strict=True):
        cell.width = round(width * _CM)
    number, source, target, notes = (cell.paragraphs[0] for cell in made.cells)
    number.add_run()
    number.add_run().font.hidden = True
    _set_language(source.add_run(), TAGS[sheet.source])
    _set_language(target.add_run(), TAGS[sheet.target])
    font = notes.add_run().font
    font.size, font.color.rgb = Pt(9), RGBColor.from_string(_GREY)
    made._tr.getparent().remove(made._tr)
    return made._tr


def _filled(pattern: Any, row: Row) -> Any:
    """Return a row of the table with the words of a row of the sheet."""
    made = deepcopy(pattern)
    target, sure = shown(row.target), percent(row.confidence)
    origin = f"{sure} %" if sure else row.memory
    notes = " · ".join([*row.flags, *([origin] if origin else [])])
    texts = (str(row.id), f" {digest(target)}", shown(row.source), target, notes)
    runs = list(made.iter(f"{_W}r"))
    for run, text in zip(runs, texts, strict=True):
        run.text = _clean(text)
    if row.flags:
        next(runs[-1].iter(f"{_W}color")).set(f"{_W}val", _RED)
    return made


def _set_language(run: Any, tag: str) -> None:
    """Set the language of a run, by which the word processor checks the spelling."""
    from docx.oxml import OxmlElement

    language = OxmlElement("w:lang")
    language.set(f"{_W}val", tag)
    run._r.get_or_add_rPr().append(language)


def _target(head: list[Any]) -> Target | None:
    """Return the language of the third column, None where the table is another one."""
    names = {name: str(code) for code, name in _NAMES.items()}
    cells = [_text(cell) for cell in head]
    if len(cells) < 3 or cells[1] not in names or cells[2] not in names:
        return None
    return target_of(names[cells[2]])


def _entry(row: list[Any], place: int) -> Entry:
    number, _, check = _text(row[0]).partition(" ")
    target = _text(row[2])
    return Entry(
        _text(row[1]),
        (target,),
        int(number) if number.isascii() and number.isdigit() else None,
        is_changed(target, check.strip()),
        f"row {place}",
    )


def _text(cell: Any) -> str:
    """Return the words of a cell, its paragraphs on one line."""
    return " ".join("".join(_pieces(paragraph)) for paragraph in cell.iter(f"{_W}p")).strip()


def _pieces(paragraph: Any) -> Iterator[str]:
    """Yield the words of a paragraph; what tracked changes have taken out is left out."""
    moved = f"{_W}moveFrom"
    for one in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br", f"{_W}noBreakHyphen"):
        if any(above.tag == moved for above in one.iterancestors()):
            continue
        if one.tag == f"{_W}t":
            yield one.text or ""
        elif one.tag == f"{_W}noBreakHyphen":
            yield "\u2011"
        else:
            yield "\t" if one.tag == f"{_W}tab" else "\n"


def _clean(text: str) -> str:
    return FORBIDDEN.sub("", text)
