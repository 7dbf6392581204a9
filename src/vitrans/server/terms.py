"""Glossaries of the store, obeyed by translations."""

from collections.abc import Sequence
from functools import lru_cache

from vitrans.server.glossaries import Entries, Glossaries
from vitrans.server.problems import RefusedError
from vitrans.server.serving import ServingToolkit
from vitrans.terms import Glossary

# Glossaries whose terms are kept ready to be found.
_READY = 32


class Terms:
    """What glossaries ask of a translation."""

    def __init__(self, glossaries: Glossaries) -> None:
        self._glossaries = glossaries
        self._ready = lru_cache(_READY)(_glossary)

    def check(self, owner: str, ids: Sequence[str], source: str, target: str) -> list[Entries]:
        """Return the terms that glossaries have for a direction.

        Raises:
            RefusedError: one is missing or has none, or the source's language was not named.
        """
        if ids and not source:
            raise RefusedError(400, "Value for 'source_lang' is required with a glossary")
        found = []
        for id in ids:
            entries = self._glossaries.get(owner, id).of(source, target)
            if not entries:
                raise RefusedError(400, "No dictionary found for language pair", detail=id)
            found.append(entries)
        return found

    def obeyed(
        self, tools: ServingToolkit, owner: str, ids: Sequence[str], source: str, target: str
    ) -> ServingToolkit:
        """Return the toolkit that obeys glossaries; of two that differ the earlier one counts."""
        found = self.check(owner, ids, source, target)
        if not found:
            return tools
        return tools.obeying(self._ready(tools.glossary, tuple(reversed(found))))


def _glossary(own: Glossary, found: tuple[Entries, ...]) -> Glossary:
    """Return the terms of the server, and those of a request behind them, which count."""
    more = Glossary.of([pair for entries in found for pair in entries.pairs])
    return Glossary((*own.entries, *more.entries), own.keep, own.ignore_accents)
