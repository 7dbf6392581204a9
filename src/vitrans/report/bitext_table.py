"""A bitext as a table in a terminal."""

from vitrans.report.bitext_page import ENDONYMS
from vitrans.report.terminal import printed
from vitrans.types import Bitext


def bitext_table(bitext: Bitext) -> str:
    """Return the beads side by side, each with its confidence in percent.

    A bead that has not one sentence on each side shows how many it has.
    """
    from rich.box import SIMPLE_HEAD
    from rich.table import Table

    made = Table(box=SIMPLE_HEAD, pad_edge=False)
    for language in (bitext.source_language, bitext.target_language):
        made.add_column(ENDONYMS[language], ratio=1)
    made.add_column("", justify="right")
    made.add_column("%", justify="right")
    for bead in bitext.beads:
        shape = f"{len(bead.source)}-{len(bead.target)}"
        source, target = (text or "—" for text in bitext.texts(bead))
        percent = f"{100 * bead.confidence:.0f}"
        made.add_row(source, target, "" if shape == "1-1" else shape, percent, end_section=True)
    return printed(made) + "\n"
