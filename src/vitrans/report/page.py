"""A report as one HTML page that holds all it needs: no script, nothing from elsewhere."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from xml.etree.ElementTree import Element

from vitrans.report import cells
from vitrans.report.bars import figure
from vitrans.report.differences import WordSign, compare, nearest
from vitrans.report.elements import Child, element, html_page
from vitrans.report.model import Chart, Report, ShownSegment, ShownSegments, SystemOutput, Table

_TAGS = {WordSign.EXTRA: "ins", WordSign.MISSING: "del"}
_KEY = "Struck out: only in the reference. Underlined: only in the output."
_READING, _MADE = "Segments to read", "Made from"


def render(report: Report) -> str:
    """Return a report as a page."""
    figures = [s for s in report.sections if not isinstance(s, ShownSegments)]
    examples = [_examples(s) for s in report.sections if isinstance(s, ShownSegments)]
    reading = element("section", element("h2", _READING), *examples, id="read")
    body = element(
        "main",
        element("h1", report.title),
        *map(_warning, report.warnings),
        _contents([section.title for section in figures], bool(examples)),
        *(_section(section, f"s{n}") for n, section in enumerate(figures)),
        reading if examples else None,
        _made(report),
    )
    return html_page(report.title, "page.css", [body])


def _contents(titles: Sequence[str], has_examples: bool) -> Element:
    """Return links to the sections."""
    links = {f"s{n}": title for n, title in enumerate(titles)}
    links |= {"read": _READING} if has_examples else {}
    links["made"] = _MADE
    items = [element("li", element("a", title, href=f"#{at}")) for at, title in links.items()]
    return element("nav", element("ul", *items), aria_label="Contents")


def _warning(text: str) -> Element:
    return element("p", element("strong", "Warning: "), text, class_="warning")


def _section(section: Table | Chart, name: str) -> Element:
    parts: list[Child] = [element("h2", section.title)]
    if isinstance(section, Table):
        parts += _table(section)
    else:
        table = cells.as_table(section)
        values = _table(replace(table, note=""))
        parts += [figure(section), element("p", table.note, class_="note")]
        parts.append(element("details", element("summary", "Values"), *values))
    return element("section", *parts, id=name)


def _table(table: Table) -> list[Child]:
    """Return a table, which scrolls by itself where it is too wide, and what belongs below it."""
    top = cells.best(table)
    numbers = [
        i > 0 and all(cells.is_number(row[i]) for row in table.rows)
        for i in range(len(table.columns))
    ]
    head = [_cell("th", name, right) for name, right in zip(table.columns, numbers, strict=True)]
    for cell in head:
        cell.set("scope", "col")
    body = []
    for n, row in enumerate(table.rows):
        tags = ["th", *["td"] * (len(row) - 1)]
        shown = [cells.text(cell) for cell in row]
        made = [_cell(*parts) for parts in zip(tags, shown, numbers, strict=True)]
        made[0].set("scope", "row")
        for i, cell in enumerate(made):
            if (n, i) in top:
                cell.set("class", "best number")
        body.append(element("tr", *made))
    grid = element(
        "table",
        element("thead", element("tr", *head)),
        element("tbody", *body),
    )
    scroll = {"class_": "scroll", "tabindex": "0", "role": "region", "aria_label": table.title}
    return [element("div", grid, **scroll), *_below(table)]


def _cell(tag: str, text: str, is_number: bool) -> Element:
    return element(tag, text, **({"class_": "number"} if is_number else {}))


def _below(table: Table) -> list[Child]:
    """Return a table's notes, signatures and p-values."""
    parts: list[Child] = []
    if note := " ".join(text for text in (table.note, cells.legend(table)) if text):
        parts.append(element("p", note, class_="note"))
    if signatures := cells.signatures(table):
        parts.append(_pairs(signatures))
    if p_values := cells.probabilities(table):
        parts += [element("h3", p_values.title), *_table(p_values)]
    return parts


def _pairs(pairs: Iterable[tuple[str, str]]) -> Element:
    """Return names with what they stand for."""
    items = [
        element("div", element("dt", name), element("dd", element("code", value)))
        for name, value in pairs
    ]
    return element("dl", *items)


def _examples(section: ShownSegments) -> Element:
    """Return segments of one sort, to be opened."""
    note = element("p", f"{section.note} {_KEY}".strip(), class_="note")
    made = [_example(example, section.unit) for example in section.examples]
    return element("details", element("summary", section.title), note, *made)


def _example(example: ShownSegment, unit: str) -> Element:
    parts: list[Child] = [element("h3", f"Segment {example.number}")]
    rows: list[Child] = []
    if example.source:
        rows += [element("dt", "source"), element("dd", example.source)]
    for reference in example.references:
        rows += [element("dt", "reference"), element("dd", reference)]
    for output in example.outputs:
        value = "" if output.value is None else f" {output.value:.1f}"
        label = element("span", f"{unit}{value}", class_="value") if value else None
        rows += [element("dt", output.system, " ", label)]
        rows.append(element("dd", *_marked(output, example), *map(_fault, output.faults)))
    return element("article", *parts, element("dl", *rows, class_="segment"))


def _marked(output: SystemOutput, example: ShownSegment) -> list[Child]:
    """Return an output's words with those that only it or only its reference has marked."""
    parts: list[Child] = []
    for piece in compare(output.text, nearest(output.text, example.references)):
        tag = _TAGS.get(piece.sign)
        parts += [element(tag, piece.text) if tag else piece.text, " "]
    return parts or [element("em", "nothing")]


def _fault(text: str) -> Element:
    return element("span", text, class_="fault")


def _made(report: Report) -> Element:
    files_ = _table(cells.provenance(report)) if report.origins else []
    made_with = _pairs(report.made_with) if report.made_with else None
    return element("section", element("h2", _MADE), *files_, made_with, id="made")
