"""The bundled word table: what a Vietnamese token may be in English, and the other way round."""

import lzma
from collections.abc import Mapping
from functools import cache

from vitrans.models import read_table

# Vietnamese token → English token → probability of the English one, of the Vietnamese one.
Lexicon = Mapping[str, Mapping[str, tuple[float, float]]]


@cache
def lexicon() -> Lexicon:
    """Return the table; Vietnamese is without accents, English words without endings."""
    data = read_table("words", "lexicon.tsv.xz")
    table: dict[str, dict[str, tuple[float, float]]] = {}
    for line in lzma.decompress(data).decode("utf-8").splitlines():
        token, english, forth, back = line.split("\t")
        table.setdefault(token, {})[english] = (int(forth) / 100, int(back) / 100)
    return table
