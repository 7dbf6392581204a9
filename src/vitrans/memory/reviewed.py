"""What a reviewer has said of a document's translations, put into a memory."""

import time
from collections.abc import Sequence
from dataclasses import replace

from vitrans.memory.adding import Added, add
from vitrans.memory.keys import normal
from vitrans.memory.store import Memory
from vitrans.memory.units import Provenance, Unit, unit_of_pair
from vitrans.types import Target, target_of


def learn(
    memory: Memory, pairs: Sequence[tuple[str, str]], target: Target, origin: str, author: str = ""
) -> Added:
    """Put a document's reviewed sentences into a memory, in the place of what it had for them.

    Args:
        memory: open to write.
        pairs: sources and targets, as they stand in the document one after another.
        target: the language of the targets.
        origin: the name of the document.
        author: who reviewed it.

    Raises:
        OutputError: nothing was put in: the disk is full, say.
    """
    made = _in_its_regions(
        memory, Provenance(origin, "vitrans", author, source=target_of(target.other))
    )
    now = int(time.time())
    around = ["", *(normal(source) for source, _ in pairs), ""]
    units = (
        Unit(unit.vi, unit.en, made, now, now, (around[number], around[number + 2]))
        for number, pair in enumerate(pairs)
        for unit in unit_of_pair(*pair, made)
    )
    return add(memory, units, replace=True)


def _in_its_regions(memory: Memory, made: Provenance) -> Provenance:
    """Return a provenance with the tags of the latest unit: a client's English is its own."""
    with memory.reads() as connection:
        latest = connection.execute(
            "SELECT vi_tag, en_tag FROM units JOIN provenance ON provenance.id = units.provenance"
            " ORDER BY units.id DESC LIMIT 1"
        ).fetchone()
    return replace(made, vi_tag=latest[0], en_tag=latest[1]) if latest else made
