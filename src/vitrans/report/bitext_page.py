"""A bitext as a page to read side by side: one self-contained HTML file."""

from html import escape
from importlib.resources import files

from vitrans.types import Bead, Bitext, Language

_NAMES = {
    Language.ENGLISH: "English",
    Language.VIETNAMESE: "Tiếng Việt",
    Language.UNACCENTED: "Tieng Viet",
}
# What is less sure than this is marked.
_UNSURE = 0.8


def page(bitext: Bitext) -> str:
    """Return the beads side by side as an HTML page that needs nothing else."""
    style = files("vitrans.exchange").joinpath("page.css").read_text(encoding="utf-8")
    rows = "".join(_row(bitext, bead) for bead in bitext.beads)
    languages = (bitext.source_language, bitext.target_language)
    heads = "".join(f"<th scope='col'>{_NAMES[language]}</th>" for language in languages)
    title = " – ".join(_NAMES[language] for language in languages)
    return f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
{style}</style>
</head>
<body>
<h1>{title}</h1>
<p>{_summary(bitext)}</p>
<table>
<thead><tr>{heads}<th scope="col">Sure, %</th></tr></thead>
<tbody>
{rows}</tbody>
</table>
</body>
</html>
"""


def _summary(bitext: Bitext) -> str:
    """Return how many sentences there are, and how many have no counterpart or an unsure one."""
    alone = sum(not (bead.source and bead.target) for bead in bitext.beads)
    unsure = sum(bead.confidence < _UNSURE for bead in bitext.beads)
    counts = (
        f"{len(bitext.source)} and {len(bitext.target)} sentences",
        f"{len(bitext.beads) - alone} pairs",
        f"{alone} without counterpart",
        f"{unsure} unsure, marked with a line",
    )
    return " · ".join(counts)


def _row(bitext: Bitext, bead: Bead) -> str:
    """Return a bead as a row of the table."""
    kind = "alone" if not (bead.source and bead.target) else ""
    kind += " unsure" if bead.confidence < _UNSURE else ""
    cells = (
        _cell([bitext.source[i] for i in bead.source], bitext.source_language),
        _cell([bitext.target[j] for j in bead.target], bitext.target_language),
        f"<td class='sure'>{100 * bead.confidence:.0f}</td>",
    )
    return f"<tr class='{kind.strip()}'>{''.join(cells)}</tr>\n"


def _cell(sentences: list[str], language: Language) -> str:
    """Return the sentences of one side of a bead; where there are several, each is seen."""
    code = "en" if language is Language.ENGLISH else "vi"
    inside = " ".join(f"<span>{escape(sentence)}</span>" for sentence in sentences)
    kind = "" if sentences else " class='none'"
    return f"<td lang='{code}'{kind}>{inside or '—'}</td>"
