"""How many of something there are, as a sentence says it: 1 line, 2 lines."""


def counted(count: int, one: str, several: str = "") -> str:
    """Return a count with what is counted.

    Args:
        count: how many there are.
        one: what one of them is called, such as `training file`.
        several: what more of them are called; the same with an `s` if not given.

    >>> counted(1, "file"), counted(1200, "file"), counted(0, "entry", "entries")
    ('1 file', '1,200 files', '0 entries')
    """
    return f"{count:,} {one if count == 1 else several or one + 's'}"
