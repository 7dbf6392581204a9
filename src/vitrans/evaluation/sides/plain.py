"""Plain text, a segment a line."""

from vitrans.text import lines


def read(text: str, part: str = "") -> dict[str, list[str]]:
    """Return the only side of a text, which has no name and no parts."""
    return {"": read_lines(text.removeprefix("\ufeff"))}


def read_lines(text: str) -> list[str]:
    """Return the lines of a corpus, at line feeds only, without white space at their ends."""
    return [line.rstrip() for line in lines(text)]
