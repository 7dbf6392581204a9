"""The terms of a translator: read, found in texts, proposed from files; what is to be kept too."""

from vitrans.terms.finder import Finder, Found
from vitrans.terms.glossary import Glossary, Term
from vitrans.terms.reading import glossary_in, load_glossary, read_glossary, read_keep

__all__ = [
    "Finder",
    "Found",
    "Glossary",
    "Term",
    "glossary_in",
    "load_glossary",
    "read_glossary",
    "read_keep",
]
