"""Glossaries of the store, obeyed by translations."""

from collections.abc import Sequence

from vitrans.server.glossaries import Entries, Glossaries
from vitrans.server.problems import RefusedError
from vitrans.server.serving import ServingToolkit


class Terms:
    """What glossaries ask of a translation."""

    def __init__(self, glossaries: Glossaries) -> None:
        self._glossaries = glossaries

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
        """Return the toolkit that obeys glossaries."""
        if self.check(owner, ids, source, target):
            raise RefusedError(400, "glossaries are not obeyed yet")
        return tools
