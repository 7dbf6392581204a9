"""A bitext as a page to read side by side: one self-contained HTML file."""

from xml.etree.ElementTree import Element

from vitrans.report.elements import element, html_page
from vitrans.text.counts import counted
from vitrans.types import Bead, Bitext, Language

ENDONYMS = {
    Language.ENGLISH: "English",
    Language.VIETNAMESE: "Tiếng Việt",
    Language.UNACCENTED: "Tieng Viet",
}
# What is less sure than this is marked.
_UNSURE = 0.8


def bitext_page(bitext: Bitext) -> str:
    """Return the beads side by side as an HTML page that needs nothing else."""
    names = [ENDONYMS[one] for one in (bitext.source_language, bitext.target_language)]
    title = " – ".join(names)
    head = element("tr", *(element("th", name, scope="col") for name in (*names, "Sure, %")))
    body = element("tbody", *(_row(bitext, bead) for bead in bitext.beads))
    parts = (
        element("h1", title),
        element("p", _summary(bitext)),
        element("table", element("thead", head), body),
    )
    return html_page(title, "bitext_page.css", parts)


def _summary(bitext: Bitext) -> str:
    """Return how many sentences there are, and how many have no counterpart or an unsure one."""
    alone = sum(not (bead.source and bead.target) for bead in bitext.beads)
    unsure = sum(bead.confidence < _UNSURE for bead in bitext.beads)
    counts = (
        f"{len(bitext.source)} and {counted(len(bitext.target), 'sentence')}",
        counted(len(bitext.beads) - alone, "pair"),
        f"{alone} without counterpart",
        f"{unsure} unsure, marked with a line",
    )
    return " · ".join(counts)


def _row(bitext: Bitext, bead: Bead) -> Element:
    """Return a bead as a row of the table."""
    kinds = ["alone"] if not (bead.source and bead.target) else []
    kinds += ["unsure"] if bead.confidence < _UNSURE else []
    return element(
        "tr",
        _cell([bitext.source[i] for i in bead.source], bitext.source_language),
        _cell([bitext.target[j] for j in bead.target], bitext.target_language),
        element("td", f"{100 * bead.confidence:.0f}", class_="sure"),
        class_=" ".join(kinds),
    )


def _cell(sentences: list[str], language: Language) -> Element:
    """Return the sentences of one side of a bead; where there are several, each is seen."""
    code = "en" if language is Language.ENGLISH else "vi"
    inside = [part for text in sentences for part in (" ", element("span", text))][1:]
    if not inside:
        return element("td", "—", lang=code, class_="none")
    return element("td", *inside, lang=code)
