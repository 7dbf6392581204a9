"""A document beside its translation: one self-contained page to read, sort, filter and print."""

from vitrans.exchange.bilingual import Sheet
from vitrans.report.elements import element, html_page
from vitrans.report.sheet_reading import read
from vitrans.report.sheet_table import NAMES, sheet_parts
from vitrans.text.counts import counted

__all__ = ["read", "write"]


def write(sheet: Sheet) -> bytes:
    """Return a sheet as a page of HTML."""
    title = f"{sheet.name}: {NAMES[sheet.source]} – {NAMES[sheet.target]}"
    flagged = sum(bool(row.flags) for row in sheet.rows)
    summary = f"{counted(len(sheet.rows), 'sentence')} · {flagged} with a warning"
    how = "Translations can be corrected here: click into one, and save the page as a complete one."
    parts = (
        element("h1", title),
        element("p", summary, class_="summary"),
        element("p", how, class_="summary"),
        *sheet_parts([sheet], editable=True),
    )
    return html_page(title, "sheet.css", parts).encode("utf-8")
