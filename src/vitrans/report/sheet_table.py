"""The rows of a sheet as a table of HTML that is filtered and sorted without a script."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from vitrans.exchange.bilingual import Coded, Row, Sheet, digest, shown
from vitrans.exchange.bilingual.sheet import DOUBTFUL, percent
from vitrans.report.elements import Child, element
from vitrans.report.translation import flag_counts, kind_of

KINDS = 12
"""How many kinds of flags can be filtered by: as many as the style sheet has rules for."""
NAMES = {"en": "English", "vi": "Tiếng Việt"}


def sheet_parts(sheets: Sequence[Sheet], editable: bool = False) -> list[Child]:
    """Return what chooses among the rows of sheets, and the rows, a table for each sheet.

    Args:
        sheets: the sheets.
        editable: whether translations can be corrected in the browser, and rows have a check.
    """
    rows = [row for sheet in sheets for row in sheet.rows]
    kinds = [kind for kind, _ in flag_counts(rows).most_common(KINDS)]
    tables = (_table(sheet, kinds, len(sheets) > 1, editable) for sheet in sheets)
    return [_choices(rows, kinds), *tables]


def _choices(rows: Sequence[Row], kinds: Sequence[str]) -> Element:
    """Return the buttons that filter and sort; the style sheet does what they say."""
    counts = flag_counts(rows)
    choices = {
        "all": ("All", len(rows)),
        "flagged": ("With a warning", sum(bool(row.flags) for row in rows)),
        "doubtful": (f"Below {100 * DOUBTFUL:.0f} %", sum(row.is_doubtful for row in rows)),
        "left": ("Left alone", sum(bool(row.left) for row in rows)),
    }
    choices |= {f"f{number}": (kind, counts[kind]) for number, kind in enumerate(kinds)}
    filters = [
        _button("show", name, f"{label} ({count})", name == "all")
        for name, (label, count) in choices.items()
        if count or name == "all"
    ]
    orders = [
        _button("order", "by-place", "As in the document", True),
        _button("order", "by-sure", "Least sure first", False),
    ]
    return element(
        "form",
        element("fieldset", element("legend", "Show"), *filters),
        element("fieldset", element("legend", "Order"), *orders),
        class_="choices",
    )


def _button(group: str, name: str, label: str, chosen: bool) -> Element:
    state = {"checked": "checked"} if chosen else {}
    knob = element("input", type="radio", name=group, id=name, **state)
    return element("label", knob, " ", label)


def _table(sheet: Sheet, kinds: Sequence[str], with_name: bool, editable: bool) -> Element:
    names = ("No.", NAMES[sheet.source], NAMES[sheet.target], "Sure")
    head = element("tr", *(element("th", name, scope="col") for name in names))
    ranks = {row.id: rank for rank, row in enumerate(sorted(sheet.rows, key=_doubt), 1)}
    body = (_row(sheet, row, ranks[row.id], kinds, editable) for row in sheet.rows)
    return element(
        "table",
        element("caption", sheet.name) if with_name else None,
        element("thead", head),
        element("tbody", *body),
        class_="sheet",
    )


def _doubt(row: Row) -> tuple[bool, float, int]:
    """Return by what rows are sorted, the least sure first; what was left alone comes last."""
    nothing = row.confidence is None and not row.flags
    return nothing, 0.0 if row.confidence is None else row.confidence, row.id


def _row(sheet: Sheet, row: Row, rank: int, kinds: Sequence[str], editable: bool) -> Element:
    found = {kind_of(flag) for flag in row.flags}
    names = [f"f{number}" for number, kind in enumerate(kinds) if kind in found]
    names += [
        name
        for name, is_so in (
            ("flagged", row.flags),
            ("doubtful", row.is_doubtful),
            ("left", row.left),
        )
        if is_so
    ]
    return element(
        "tr",
        element("th", str(row.id), scope="row", title=f"line {row.line}"),
        element("td", *_words(row.source), lang=sheet.source, class_="source"),
        element("td", *_target(sheet, row, editable), class_="target"),
        element("td", _sure(row), class_="sure"),
        class_=" ".join(names),
        style=f"order: {rank}",
        **({"data_check": digest(shown(row.target))} if editable else {}),
    )


def _words(text: Coded) -> list[Child]:
    """Return a text in which what stands for words is a small number."""
    return [
        piece if isinstance(piece, str) else element("code", f"{{{piece.id}}}", title=piece.raw)
        for piece in text
        if isinstance(piece, str) or piece.is_object
    ]


def _target(sheet: Sheet, row: Row, editable: bool) -> list[Child]:
    """Return a translation, and below it what there is to say of it."""
    edited = {"contenteditable": "true"} if editable else {}
    parts: list[Child] = [element("span", *_words(row.target), lang=sheet.target, **edited)]
    parts += [element("p", flag, class_="flag") for flag in row.flags]
    if row.left:
        parts.append(element("p", f"Left alone: {row.left}.", class_="why"))
    for match in row.matches[:1]:
        said = f"Memory, {match.score} %: {match.target}"
        if row.memory and match.target == shown(row.target):
            known = ", ".join(one for one in (match.origin, match.by, match.when[:10]) if one)
            said = f"From the memory, {match.score} %" + (f": {known}" if known else "")
        parts.append(element("p", said, class_="why"))
    for term in row.terms:
        if not term.found:
            why = f": {term.reason}" if term.reason else ""
            wanted = f"Term {term.source}: “{term.target}” is wanted{why}."
            parts.append(element("p", wanted, class_="why"))
    if row.alternatives:
        items = [element("li", text, lang=sheet.target) for text in row.alternatives]
        parts.append(element("ol", *items, class_="others", aria_label="Other translations"))
    return parts


def _sure(row: Row) -> str:
    return f"{percent(row.confidence)} %" if row.confidence is not None else "–"
