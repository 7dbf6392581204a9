"""A report's tables as LaTeX: for `booktabs`, and fonts that have Vietnamese (XeLaTeX)."""

import re

from vitrans.report import cells
from vitrans.report.model import Chart, Report, Table

_ESCAPES = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "±": r"$\pm$",
    "–": "--",
    "<": "$<$",
    ">": "$>$",
    "|": r"\textbar{}",
    **{sign: "\\" + sign for sign in "&%$#_{}"},
}
# At the start of a row these would belong to the break of the row above.
_BREAK = re.compile(r"^[\[*]")
_SPECIAL = re.compile("|".join(map(re.escape, _ESCAPES)))


def render(report: Report) -> str:
    """Return the tables and charts of a report as tables of LaTeX; needs `booktabs`."""
    tables = [cells.as_table(s) if isinstance(s, Chart) else s for s in report.sections]
    made_with = "".join(f"% {name}: {' '.join(v.split())}\n" for name, v in report.made_with)
    return made_with + "\n".join(_table(t) for t in tables if isinstance(t, Table))


def escaped(text: str) -> str:
    """Return a text with nothing that LaTeX would read."""
    return _SPECIAL.sub(lambda sign: _ESCAPES[sign.group()], " ".join(text.split()))


def _table(table: Table) -> str:
    top = cells.best(table)
    lines = [" & ".join(map(escaped, table.columns)) + r" \\", r"\midrule"]
    for number, row in enumerate(table.rows):
        shown = [escaped(cells.text(cell)) for cell in row]
        marked = [rf"\textbf{{{t}}}" if (number, i) in top else t for i, t in enumerate(shown)]
        lines.append(_BREAK.sub(r"{}\g<0>", " & ".join(marked)) + r" \\")
    body = "\n".join(f"    {line}" for line in ("\\toprule", *lines, "\\bottomrule"))
    return (
        "\\begin{table}\n  \\centering\n"
        f"  \\caption{{{_caption(table)}}}\n"
        f"  \\begin{{tabular}}{{l{'r' * (len(table.columns) - 1)}}}\n{body}\n"
        "  \\end{tabular}\n\\end{table}\n"
    )


def _caption(table: Table) -> str:
    signatures = [f"{column}: {signature}" for column, signature in cells.signatures(table)]
    parts = [table.title + ".", table.note, cells.legend(table), "; ".join(signatures)]
    return escaped(" ".join(part for part in parts if part))
