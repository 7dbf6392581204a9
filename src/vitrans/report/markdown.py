"""A report as Markdown: tables, charts as tables, segments with their differences in bold."""

import re
from collections.abc import Iterator

from vitrans.report import cells
from vitrans.report.differences import WordRun, WordSign, compare, nearest
from vitrans.report.model import Chart, Report, Section, ShownSegment, ShownSegments, Table

_SPECIAL = re.compile(r"[\\`*_{}\[\]<>#|~&]")


def render(report: Report) -> str:
    """Return a report as Markdown (GitHub's, for its tables)."""
    return "\n\n".join(_blocks(report)) + "\n"


def _blocks(report: Report) -> Iterator[str]:
    yield f"# {escaped(report.title)}"
    if report.warnings:
        yield "\n".join(f"- **Warning:** {escaped(warning)}" for warning in report.warnings)
    for section in report.sections:
        yield f"## {escaped(section.title)}"
        yield from _section(section)
    yield "## Made from"
    if report.origins:
        yield _table(cells.provenance(report))
    yield "\n".join(f"- {escaped(name)}: `{_code(value)}`" for name, value in report.made_with)


def escaped(text: str) -> str:
    """Return a text on one line, with nothing that Markdown would read."""
    return _SPECIAL.sub(lambda sign: "\\" + sign.group(), " ".join(text.split()))


def _section(section: Section) -> Iterator[str]:
    if isinstance(section, ShownSegments):
        yield from (_example(example, section.unit) for example in section.examples)
    else:
        table = cells.as_table(section) if isinstance(section, Chart) else section
        yield _table(table)
        notes = [table.note, cells.legend(table)]
        yield from (escaped(note) for note in notes if note)
        if p_values := cells.probabilities(table):
            yield f"{escaped(p_values.title)}:"
            yield _table(p_values)
        if signatures := cells.signatures(table):
            yield "\n".join(f"- {escaped(c)}: `{_code(s)}`" for c, s in signatures)
    if isinstance(section, ShownSegments) and section.note:
        yield escaped(section.note)


def _table(table: Table) -> str:
    top = cells.best(table)
    columns = range(len(table.columns))
    right = [i and all(cells.is_number(row[i]) for row in table.rows) for i in columns]
    rows = [[escaped(column) or " " for column in table.columns]]
    rows.append(["--:" if is_right else "---" for is_right in right])
    for number, row in enumerate(table.rows):
        shown = [escaped(cells.text(cell)) for cell in row]
        rows.append([f"**{t}**" if (number, i) in top else t for i, t in enumerate(shown)])
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def _example(example: ShownSegment, unit: str) -> str:
    lines = [f"**Segment {example.number}**"]
    if example.source:
        lines.append(f"source: {escaped(example.source)}")
    lines += [f"reference: {escaped(text)}" for text in example.references]
    for output in example.outputs:
        value = "" if output.value is None else f" ({escaped(unit)} {output.value:.1f})"
        faults = f" — {escaped('; '.join(output.faults))}" if output.faults else ""
        pieces = compare(output.text, nearest(output.text, example.references))
        lines.append(f"{escaped(output.system)}{value}: {_marked(pieces)}{faults}")
    return "  \n".join(lines)


def _marked(pieces: list[WordRun]) -> str:
    """Return a text with what its reference does not have in bold."""
    made = [piece for piece in pieces if piece.sign is not WordSign.MISSING]
    return " ".join(
        escaped(p.text) if p.sign is WordSign.SAME else f"**{escaped(p.text)}**" for p in made
    )


def _code(text: str) -> str:
    return " ".join(text.replace("`", "'").split())
