"""Lines by places in a text."""


class Lines:
    """The numbers of lines, asked for in the order of a text."""

    def __init__(self, text: str) -> None:
        self._text, self._done, self._line = text, 0, 1

    def at(self, place: int) -> int:
        """Return the line (from 1) of a place."""
        if place < self._done:
            self._done, self._line = 0, 1
        self._line += self._text.count("\n", self._done, place)
        self._done = place
        return self._line
