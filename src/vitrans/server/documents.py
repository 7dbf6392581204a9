"""Documents that are worked on while their senders wait elsewhere.

What was sent lies in the data folder until it was fetched, or a day has passed, so that a restart
takes up what it finds unfinished.
"""

import contextlib
import json
import logging
import secrets
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Literal

from pydantic import TypeAdapter

from vitrans.errors import VitransError
from vitrans.exchange.bilingual import Sheet
from vitrans.files import write_bytes
from vitrans.pipeline import translate_document
from vitrans.pipeline.review import sheet_of
from vitrans.server.problems import RefusedError
from vitrans.server.serving import ServingToolkit
from vitrans.server.settings import Limits
from vitrans.server.sources import detector_for
from vitrans.server.store import Store
from vitrans.server.terms import Terms
from vitrans.server.uploads import named_by_content
from vitrans.toolkit import format_of
from vitrans.types import Document, target_of

_LOG = logging.getLogger(__name__)
_AT_ONCE = 2
_KEPT = 24 * 3600.0
_TOLD = 0.5  # seconds between two notes of progress
_SHEET = TypeAdapter(Sheet)

Task = Literal["translate", "restore"]
State = Literal["queued", "translating", "done", "error", "fetched"]


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be done with a document.

    Attributes:
        name: of the file, by what it holds.
        task: `translate` or `restore`.
        target: `en` or `vi`, to translate.
        source: the same, or empty to find out.
        format: the name of its format, or empty to find out.
        glossaries: the identifiers of glossaries to obey.
        memory: whether the server's memory is asked.
    """

    name: str
    task: Task = "translate"
    target: str = ""
    source: str = ""
    format: str = ""
    glossaries: tuple[str, ...] = ()
    memory: bool = True

    @property
    def result_name(self) -> str:
        """The name of the result: `story.en.txt` for `story.txt`."""
        path = PurePosixPath(self.name)
        part = self.target if self.task == "translate" else "restored"
        return f"{path.stem}.{part}{path.suffix}"

    @property
    def direction(self) -> str:
        """The language that the terms of glossaries are in: the one that was named, or the other.

        It is empty where a document is restored.
        """
        return self.source or (str(target_of(self.target).other) if self.target else "")


@dataclass(frozen=True, slots=True)
class Status:
    """How far a document is; `done` and `total` count sentences."""

    id: str
    job: Job
    state: State
    error: str
    characters: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the sender of a document gets to ask for it."""

    id: str
    secret: str


class Documents:
    """The documents of a server."""

    def __init__(
        self,
        store: Store,
        folder: Path,
        tools: ServingToolkit,
        terms: Terms,
        limits: Limits,
        run: str,
    ) -> None:
        """Keep documents in a folder; `run` tells this start of the server from earlier ones."""
        self._store, self._folder, self._tools = store, folder, tools
        self._terms, self._limits, self._run = terms, limits, run
        self._threads = ThreadPoolExecutor(_AT_ONCE, "document")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def add(self, owner: str, data: bytes, job: Job) -> Receipt:
        """Take a document.

        Raises:
            RefusedError: it cannot be what it is said to be, is too large, or too many wait.
        """
        if len(data) > self._limits.upload:
            raise RefusedError(413, f"too large; at most {self._limits.upload} bytes")
        job = replace(job, name=named_by_content(data, job.name, self._limits.unpacked))
        self._terms.check(owner, job.glossaries, job.direction, job.target)
        receipt = Receipt(secrets.token_hex(16).upper(), secrets.token_hex(32).upper())
        self.forget_old()
        write_bytes(self._place(receipt.id), data)
        try:
            self._insert(owner, receipt, job)
        except RefusedError:
            self._unlink(receipt.id)
            raise
        self._threads.submit(self._work, owner, receipt.id)
        return receipt

    def _insert(self, owner: str, receipt: Receipt, job: Job) -> None:
        with self._store.changing() as rows:
            [waiting] = rows.execute(
                "SELECT COUNT(*) FROM document WHERE state IN ('queued', 'translating')"
            ).fetchone()
            if waiting >= self._limits.documents:
                headers = {"Retry-After": "10"}
                raise RefusedError(429, "too many documents wait; try again in a moment", headers)
            told = json.dumps(asdict(job))
            row = (receipt.id, receipt.secret, owner, told, self._run, time.time())
            rows.execute(
                "INSERT INTO document VALUES (?, ?, ?, ?, 'queued', '', ?, ?, 0, 0, 0)", row
            )

    def status(self, owner: str, id: str, secret: str | None = None) -> Status:
        """Return how far a document is.

        Raises:
            RefusedError: the owner has none of this name, or the key is not that of it.
        """
        with self._store.reading() as rows:
            row = rows.execute(
                "SELECT job, state, error, characters, done, total, secret FROM document "
                "WHERE id = ? AND owner = ?",
                (id.upper(), owner),
            ).fetchone()
        if not row or not _is_same(row[6] if secret is None else secret, row[6]):
            raise RefusedError(404, "Document not found")
        job = json.loads(row[0])
        job = Job(**{**job, "glossaries": tuple(job["glossaries"])})
        return Status(id.upper(), job, *row[1:6])

    def owner(self, id: str, ticket: str) -> str:
        """Return whose a document is, to one who has its ticket.

        Raises:
            RefusedError: there is no such document, or it is not the ticket.
        """
        with self._store.reading() as rows:
            row = rows.execute(
                "SELECT owner, secret FROM document WHERE id = ?", (id.upper(),)
            ).fetchone()
        if not row or not _is_same(ticket, row[1]):
            raise RefusedError(404, "Document not found")
        return str(row[0])

    def result(self, status: Status) -> bytes:
        """Return the result of a document that is done."""
        return self._place(status.id, "result").read_bytes()

    def sheet(self, status: Status) -> Sheet:
        """Return the sentences of a translated document beside their translations.

        Raises:
            RefusedError: it was not translated, or is not done.
        """
        if status.job.task != "translate" or status.state != "done":
            raise RefusedError(409, "there are no translations of this document")
        return _SHEET.validate_json(self._place(status.id, "sheet").read_bytes())

    def fetched(self, status: Status) -> None:
        """Let go of a document that was fetched once and for all."""
        self._set(status.id, state="fetched")
        self._unlink(status.id)

    def remove(self, status: Status) -> None:
        """Let go of a document."""
        with self._store.changing() as rows:
            rows.execute("DELETE FROM document WHERE id = ?", (status.id,))
        self._unlink(status.id)

    def forget_old(self) -> None:
        """Let go of what nobody fetched in time."""
        with self._store.changing() as rows:
            old = rows.execute(
                "DELETE FROM document WHERE created < ? RETURNING id", (time.time() - _KEPT,)
            ).fetchall()
        for (id,) in old:
            self._unlink(id)

    def resume(self) -> None:
        """Take up what an earlier start of the server has left unfinished."""
        with self._store.changing() as rows:
            found = rows.execute(
                "UPDATE document SET run = ?, state = 'queued' "
                "WHERE state IN ('queued', 'translating') AND run != ? RETURNING owner, id",
                (self._run, self._run),
            ).fetchall()
        for owner, id in found:
            self._threads.submit(self._work, owner, id)

    def close(self) -> None:
        """Finish what runs; what waits is taken up by the next start."""
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _work(self, owner: str, id: str) -> None:
        """Work on a document, whatever comes of it."""
        try:
            status = self.status(owner, id)
            self._set(id, state="translating")
            data = self._place(id).read_bytes()
            made, characters = self._made(owner, status, data)
            write_bytes(self._place(id, "result"), made)
            self._set(id, state="done", characters=characters)
        except RefusedError as error:
            self._set(id, state="error", error=error.message)
        except VitransError as error:
            self._set(id, state="error", error=str(error))
        except Exception as error:
            _LOG.error("document failed", exc_info=error, extra={"document": id})
            self._set(id, state="error", error="something went wrong here; the log says what")

    def _made(self, owner: str, status: Status, data: bytes) -> tuple[bytes, int]:
        """Return the result of a document and how many characters were worked on."""
        job = status.job
        form = format_of(data, job.name, job.format or None)
        document = form.read(data, job.name)
        characters = sum(len(segment.text) for segment in document.segments)
        return form.write(self._worked(owner, job, document, status.id)), characters

    def _worked(self, owner: str, job: Job, document: Document, id: str) -> Document:
        """Return a document worked on; of a translated one the sentences are kept too."""
        tools = replace(self._tools, progress=_Progress(lambda **told: self._set(id, **told)).show)
        if job.task == "restore":
            return tools.restored(document).document
        tools = tools.asking_memory(job.memory)
        tools = self._terms.obeyed(tools, owner, job.glossaries, job.direction, job.target)
        target = target_of(job.target)
        done = translate_document(
            document,
            target,
            tools.translator,
            tools.restorer,
            detector_for(job.source, tools.detector),
            tools.english_captions,
        )
        sheet = _SHEET.dump_json(sheet_of(done, job.name, target))
        write_bytes(self._place(id, "sheet"), sheet)
        return done.document

    def _set(self, id: str, **values: str | int) -> None:
        names = ", ".join(f"{name} = ?" for name in values)
        with self._store.changing() as rows:
            rows.execute(f"UPDATE document SET {names} WHERE id = ?", (*values.values(), id))

    def _place(self, id: str, part: str = "given") -> Path:
        """Return the place of a document's file; its name is made here, of hexadecimal digits."""
        return self._folder / f"{int(id, 16):032X}.{part}"

    def _unlink(self, id: str) -> None:
        for part in ("given", "result", "sheet"):
            with contextlib.suppress(FileNotFoundError):
                self._place(id, part).unlink()


class _Progress:
    """Notes how far a document is, now and then."""

    def __init__(self, tell: Callable[..., None]) -> None:
        self._tell, self._last = tell, 0.0

    @contextmanager
    def show(self, total: int, what: str) -> Iterator[Callable[[int], None]]:
        """Note a piece of work; yield what takes how many more are done."""
        done = 0
        self._tell(done=0, total=total)

        def advance(count: int) -> None:
            nonlocal done
            done += count
            now = time.monotonic()
            if now - self._last > _TOLD:
                self._last = now
                self._tell(done=done, total=total)

        yield advance
        self._tell(done=done, total=total)


def _is_same(given: str, secret: str) -> bool:
    """Say whether a secret was given, in a time that does not tell how much of it is right."""
    one, other = (text.encode("utf-8", "surrogatepass") for text in (given, secret))
    return secrets.compare_digest(one, other)
