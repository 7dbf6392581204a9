"""Lists of phrases that come with vitrans as text files."""

from functools import cache
from importlib.resources import files


@cache
def phrases_of(package: str, name: str) -> tuple[str, ...]:
    """Return the phrases of a list within a package, parted by semicolons, in order."""
    text = (files(package) / name).read_text("utf-8")
    rows = (line for line in text.split("\n") if line[:1] != "#")
    return tuple(phrase.strip() for row in rows for phrase in row.split(";") if phrase.strip())


@cache
def places(translated: bool) -> tuple[str, ...]:
    """Return the names of places that Vietnamese text has often, with their marks.

    Args:
        translated: whether those that English calls otherwise are meant, or those that it calls
            the same. A star behind a name says that its letters are of another one, too.
    """
    return phrases_of("vitrans.text", "places-translated.txt" if translated else "places.txt")
