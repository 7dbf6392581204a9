"""How a server is set up: where it listens, what it asks for, and what it bears."""

import json
import secrets
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from vitrans import places

DEFAULT_PORT = 5000
"""LibreTranslate's."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What a server bears.

    Attributes:
        queue: requests that wait or are worked on at once; more are answered with 429.
        characters: in the texts of one request.
        texts: in one request.
        upload: bytes of a file.
        unpacked: bytes of all that is in a packed file, such as DOCX.
        seconds: that a request may take, documents apart.
        rate: requests a minute by one key or address; 0 for any number.
        documents: that wait or are worked on at once.
    """

    queue: int = 256
    characters: int = 200_000
    texts: int = 1_000
    upload: int = 50_000_000
    unpacked: int = 500_000_000
    seconds: float = 120.0
    rate: int = 600
    documents: int = 64


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """How a server is set up.

    Attributes:
        host: the address that it listens at.
        port: the port; 0 for any free one.
        data_dir: where glossaries and documents lie.
        keys: the file of API keys; none are asked for if None.
        allow_hosts: names that it may be called by, besides addresses and `localhost`.
        allow_origins: origins of pages that may call it.
        workers: processes.
        model: a translation model's name or folder, or names by target; the bundled one if empty.
        threads: processor cores to use by each process; all that are allowed if None.
        limits: what it bears.
        quiet: whether requests are not logged.
        memory: the file of a translation memory, `default` for the user's own; none if None.
        glossaries: files of terms that all translations have.
        keep: files of strings that stay as they are.
        run: tells this start of the server from earlier ones.
    """

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    data_dir: Path = field(default_factory=lambda: places.data("server"))
    keys: Path | None = None
    allow_hosts: tuple[str, ...] = ()
    allow_origins: tuple[str, ...] = ()
    workers: int = 1
    model: tuple[str, ...] = ()
    threads: int | None = None
    limits: Limits = Limits()
    quiet: bool = False
    memory: Path | None = None
    glossaries: tuple[Path, ...] = ()
    keep: tuple[Path, ...] = ()
    run: str = field(default_factory=lambda: secrets.token_hex(8))

    def dumped(self) -> str:
        """Return the settings as JSON, to hand to other processes."""
        return json.dumps(asdict(self), default=str)

    @classmethod
    def loaded(cls, text: str) -> "ServerSettings":
        """Return the settings that `dumped` gave."""
        value: dict[str, Any] = json.loads(text)
        paths = {n: Path(value[n]) for n in ("data_dir", "keys", "memory") if value[n] is not None}
        lists = {n: tuple(value[n]) for n in ("allow_hosts", "allow_origins", "model")}
        files = {n: tuple(map(Path, value[n])) for n in ("glossaries", "keep")}
        return cls(**{**value, **paths, **lists, **files, "limits": Limits(**value["limits"])})
