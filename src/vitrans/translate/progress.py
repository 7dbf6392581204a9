"""Progress in texts, where the work is done in other units."""

from vitrans.engines import Progress


class Share:
    """Reports texts done, where what is counted are the parts that the engine gets."""

    def __init__(self, report: Progress | None, texts: int) -> None:
        self._report = report
        self._texts = texts
        self._told = 0

    def of(self, parts: int) -> Progress:
        """Return what the engine is to call with the number of parts it has done."""
        done = 0

        def add(number: int) -> None:
            nonlocal done
            done += number
            self._tell(self._texts * done // parts)

        return add

    def finish(self) -> None:
        """Report whatever has not been reported."""
        self._tell(self._texts)

    def _tell(self, total: int) -> None:
        if self._report and total > self._told:
            self._report(total - self._told)
            self._told = total
