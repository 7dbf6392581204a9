"""How many characters each key has had translated."""

import threading
import time
from collections import Counter

from vitrans.server.store import Store

_PAUSE = 5.0


class Usage:
    """Counts, written down every few seconds rather than for each request."""

    def __init__(self, store: Store) -> None:
        self._store, self._lock = store, threading.Lock()
        self._new: Counter[str] = Counter()
        self._written = time.monotonic()

    def add(self, owner: str, characters: int) -> None:
        """Count characters."""
        with self._lock:
            self._new[owner] += characters
            due = time.monotonic() - self._written > _PAUSE
        if due:
            self.write()

    def characters(self, owner: str) -> int:
        """Return how many there were."""
        self.write()
        with self._store.reading() as rows:
            row = rows.execute("SELECT characters FROM usage WHERE owner = ?", (owner,)).fetchone()
        return int(row[0]) if row else 0

    def write(self) -> None:
        """Write down what was counted."""
        with self._lock:
            new, self._new = self._new, Counter()
            self._written = time.monotonic()
        if not new:
            return
        with self._store.changing() as rows:
            rows.executemany(
                "INSERT INTO usage VALUES (?, ?, 0) ON CONFLICT (owner) "
                "DO UPDATE SET characters = characters + excluded.characters",
                list(new.items()),
            )
