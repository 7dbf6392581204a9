"""What of a file is to be translated, and where translations go: mostly into its own places.

A bilingual file gives its open sources as a document of their own and takes their translations
back beside them (`formats/bilingual.py`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from vitrans.formats import named, render
from vitrans.formats.bilingual import BilingualFormat, results
from vitrans.types import Document, Target, Translation


def opened(
    document: Document, target: Target, again: bool = False
) -> tuple[Document, Mapping[str, int]]:
    """Return what of a document is to be translated, and how much is left as it is, by why.

    Drafts are left too, unless they are to be translated `again`.

    Raises:
        InputError: the file is to be translated into another language.
    """
    form = named(document.format)
    if not isinstance(form, BilingualFormat):
        return document, {}
    found = form.opened(render(document), target, again)
    return found.document(form.name), found.left


def filled(
    document: Document,
    target: Target,
    done: Document,
    made: Sequence[Translation],
    again: bool = False,
) -> Document:
    """Return a document with translations in their places.

    Args:
        document: as a format has read it.
        target: the language of the translations.
        done: what was to be translated, with translations for segments.
        made: how each segment was made.
        again: whether drafts were translated again.
    """
    form = named(document.format)
    if not isinstance(form, BilingualFormat):
        return done
    text = form.filled(render(document), target, results(done, made), again)
    return replace(document, segments=(), glue=(text,))


def over_length(before: Document, after: Document) -> Iterator[str]:
    """Yield which translations of a filled file are longer than the file allows."""
    form = named(before.format)
    if isinstance(form, BilingualFormat):
        yield from form.over_length(render(before), render(after))
