"""A report of translations as a page: what a manager wants to know first, then every sentence."""

from collections.abc import Iterable, Sequence
from xml.etree.ElementTree import Element

from vitrans.exchange.bilingual.sheet import DOUBTFUL, Row, percent
from vitrans.report.elements import Child, element, html_page
from vitrans.report.sheet_table import NAMES, sheet_parts
from vitrans.report.translation import (
    SURE,
    Summary,
    TranslationReport,
    flag_counts,
    left_counts,
    summary_of,
    term_counts,
)
from vitrans.text.counts import counted

_NAMED = 5  # files that a line lists


def render(report: TranslationReport) -> str:
    """Return a report as one HTML page that needs nothing else."""
    summary = summary_of(report.rows)
    title = _title(report)
    parts: list[Child] = [
        element("h1", title),
        element("p", _verdict(summary, report), class_="verdict"),
        element("div", _shares(summary), _sureness(report.rows), class_="bars"),
        *_failures(report),
        *_skipped(report),
        *_counts("Warnings", flag_counts(report.rows).most_common()),
        *_terms(report.rows),
        *_files(report),
        element("h2", "Sentences"),
        *sheet_parts(report.sheets),
        *_left(report),
        *_made(report),
    ]
    return html_page(title, "sheet.css", parts)


def _title(report: TranslationReport) -> str:
    """Return what was translated into what."""
    names = [sheet.name for sheet in report.sheets] + [name for name, _ in report.failed]
    what = names[0] if len(names) == 1 else f"{len(names)} files"
    if not report.sheets:
        return f"{what}: not translated"
    first = report.sheets[0]
    return f"{what}: {NAMES[first.source]} to {NAMES[first.target]}"


def _verdict(summary: Summary, report: TranslationReport) -> str:
    """Return what there is and what there is to do, in two sentences."""
    files = f"{counted(len(report.documents), 'file')}, " if len(report.documents) > 1 else ""
    size = f"{files}{counted(summary.sentences, 'sentence')}, {counted(summary.words, 'word')}."
    if not summary.to_read:
        return f"{size} Nothing was flagged."
    reasons = (
        (summary.flagged, "with a warning"),
        (summary.doubtful, f"below {100 * DOUBTFUL:.0f} % confidence"),
    )
    said = ", ".join(f"{count:,} {what}" for count, what in reasons if count)
    return f"{size} Read {summary.to_read:,} first: {said}."


def _shares(summary: Summary) -> Element:
    """Return a bar of where the translations come from."""
    return _bar(
        "Where it comes from",
        (
            ("a model", summary.translated, "c0"),
            ("a translation memory", summary.memory, "c1"),
            ("a rule, or restored", summary.other, "c2"),
            ("left as it was", summary.left_alone, "c3"),
        ),
    )


def _sureness(rows: Sequence[Row]) -> Element:
    """Return a bar of how sure the translations are."""
    known = [row.confidence for row in rows if row.confidence is not None]
    low, high = round(100 * DOUBTFUL), round(100 * SURE)
    mean = f", {percent(sum(known) / len(known))} % on average" if known else ""
    return _bar(
        f"How sure it is{mean}",
        (
            (f"{high} % and more", sum(one >= SURE for one in known), "sure-high"),
            (f"{low} to {high} %", sum(DOUBTFUL <= one < SURE for one in known), "sure-fair"),
            (f"below {low} %", sum(one < DOUBTFUL for one in known), "sure-low"),
        ),
    )


def _bar(title: str, parts: Iterable[tuple[str, int, str]]) -> Element:
    """Return a bar of parts with its legend."""
    present = [(name, count, colour) for name, count, colour in parts if count]
    pieces = (
        element("span", class_=colour, style=f"flex-grow: {count}") for _, count, colour in present
    )
    items = (
        element("li", element("span", class_=f"dot {colour}"), f"{name}: {count:,}")
        for name, count, colour in present
    )
    return element(
        "figure",
        element("figcaption", title),
        element("div", *pieces, class_="bar", aria_hidden="true"),
        element("ul", *items) if present else element("p", "Nothing", class_="why"),
    )


def _failures(report: TranslationReport) -> list[Child]:
    """Return the files that were not translated, and what is wrong with documents as a whole."""
    said = [(name, why) for name, why in report.failed]
    said += [(one.sheet.name, note) for one in report.documents for note in one.notes]
    items = (element("li", element("strong", name), f": {text}") for name, text in said)
    return [element("ul", *items, class_="failures")] if said else []


def _skipped(report: TranslationReport) -> list[Child]:
    """Return how many files of the run are not in the report because they were left alone."""
    if not report.skipped:
        return []
    names = [name for name, _ in report.skipped]
    shown = ", ".join(names[:_NAMED]) + (", …" if len(names) > _NAMED else "")
    those = counted(len(names), "file is", "files are")
    said = f"{those} not in this report, as nothing was to be done: "
    return [element("p", said + shown, class_="why")]


def _counts(title: str, counts: Sequence[tuple[str, int]]) -> list[Child]:
    """Return things with how many there are of each."""
    if not counts:
        return []
    items = (element("li", element("b", f"{number:,}"), f" {name}") for name, number in counts)
    return [element("h2", title), element("ul", *items, class_="counts")]


def _terms(rows: Sequence[Row]) -> list[Child]:
    """Return the glossary's terms and how often the translations have them."""
    counts = term_counts(rows)
    if not counts:
        return []
    lines = [
        (f"{source} → {target}", f"{hit:,}", f"{miss:,}") for source, target, hit, miss in counts
    ]
    return [element("h2", "Terms"), _grid(("Term", "As wanted", "Missing"), lines)]


def _grid(names: Sequence[str], lines: Iterable[Sequence[str]]) -> Element:
    """Return a table of numbers; the first cell of a line says what they are of."""
    head = element("tr", *(element("th", name, scope="col") for name in names))
    body = [
        element("tr", element("th", first, scope="row"), *(element("td", cell) for cell in cells))
        for first, *cells in lines
    ]
    table = element("table", element("thead", head), element("tbody", *body), class_="files")
    return element("div", table, class_="scroll")


def _files(report: TranslationReport) -> list[Child]:
    """Return a line for each file, where there are several."""
    if len(report.documents) < 2:
        return []
    lines = []
    for one in report.documents:
        counts = summary_of(one.sheet.rows)
        sure = f"{percent(counts.confidence)} %" if counts.confidence is not None else "–"
        numbers = (counts.sentences, counts.words, counts.to_read, counts.left_alone)
        shown = (f"{number:,}" for number in numbers)
        lines.append((one.sheet.name, *shown, sure, f"{one.seconds:.1f}"))
    names = ("File", "Sentences", "Words", "To read", "Left alone", "Sure", "Seconds")
    return [element("h2", "Files"), _grid(names, lines)]


def _left(report: TranslationReport) -> list[Child]:
    counts = list(left_counts(report).most_common())
    if outside := sum(one.outside for one in report.documents):
        counts.append(("words outside the text: code, front matter, timings", outside))
    return _counts("Left alone, and why", counts)


def _made(report: TranslationReport) -> list[Child]:
    pairs = (
        element("div", element("dt", name), element("dd", value))
        for name, value in report.made_with
    )
    return [element("h2", "Made with"), element("dl", *pairs)] if report.made_with else []
