"""The systems that take part in a benchmark: models that are run, and outputs of others."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from vitrans.errors import InputError, ModelError, UsageError
from vitrans.files import sha256
from vitrans.models import Name, installed, locate, recognise
from vitrans.toolkit import Settings, Toolkit

if TYPE_CHECKING:
    from vitrans.models import Located

BUNDLED = "bundled"
_OUTPUT = re.compile(r"(?P<what>en-vi|vi-en|restored)\.(?P<system>.+)\.(?P<language>en|vi)")


@dataclass(frozen=True)
class System:
    """Models under one name; those that are None are not measured.

    `translator` is what `load_translator` takes, the others are folders.
    """

    name: str
    translator: str | Path | None = None
    restorer: Path | None = None
    detector: Path | None = None

    @cached_property
    def located(self) -> "Located":
        """The translation model."""
        return locate(self.translator)

    @cached_property
    def models(self) -> Toolkit:
        """The models themselves."""
        settings = Settings(
            self.translator, restorer=self.restorer, detector=self.detector, own_lexicon=False
        )
        return Toolkit(settings)

    @cached_property
    def translator_sha256(self) -> str:
        """What tells this translation model from any other."""
        return fingerprint(self.located.directory)

    @cached_property
    def restorer_sha256(self) -> str:
        """What tells this restorer from any other."""
        return fingerprint(self.restorer) if self.restorer else ""

    @cached_property
    def detector_sha256(self) -> str:
        """What tells this language detector from any other."""
        return fingerprint(self.detector) if self.detector else ""


@dataclass(frozen=True, slots=True)
class PeerOutput:
    """A file with what another system made of a set; `what` is a direction or `restored`."""

    what: str
    system: str
    path: Path
    sha256: str = field(default="")


def find_system(given: str) -> System:
    """Return the system that `bundled`, a folder or OWNER/MODEL of a hub stands for.

    A folder's files tell whether it holds a restorer, a language detector or a translator.
    """
    if given == BUNDLED:
        translator = installed("translator")
        return System(BUNDLED, translator, installed("restorer"), installed("language"))
    folder = Path(given).expanduser()
    name = folder.resolve().name if folder.is_dir() else given.replace("/", "--")
    kind = recognise(folder)
    if kind == Name.RESTORER:
        return System(name, restorer=folder)
    if kind == Name.LANGUAGE:
        return System(name, detector=folder)
    if folder.is_dir() or re.fullmatch(r"[\w.-]+/[\w.-]+", given):
        return System(name, translator=given)
    raise ModelError(
        f"there is no system {given!r}: give {BUNDLED!r}, a model's folder, or OWNER/MODEL"
    )


def check_names(systems: Sequence[System]) -> None:
    """Refuse systems that would go by the same name.

    Raises:
        UsageError: two do.
    """
    names = [system.name for system in systems]
    for name in names:
        if names.count(name) > 1:
            raise UsageError(f"two systems are called {name!r}; rename the folder of one")


def find_outputs(folder: Path | None, name: str) -> list[PeerOutput]:
    """Return what other systems made of a set: `FOLDER/SET/DIRECTION.SYSTEM.LANGUAGE`.

    Restored texts are called `restored.SYSTEM.vi`. Other files are passed over.

    Raises:
        InputError: there is no such folder.
    """
    if folder is None:
        return []
    if not folder.is_dir():
        raise InputError(f"there is no folder {str(folder)!r} with outputs; check the name")
    found = []
    for path in sorted((folder / name).glob("*.*.*")):
        if match := _OUTPUT.fullmatch(path.name):
            found.append(PeerOutput(match["what"], match["system"], path, sha256(path)))
    return found


def fingerprint(*directories: Path) -> str:
    """Return one sha256 for the names and the contents of all files of folders."""
    digest = hashlib.sha256()
    for folder in directories:
        for path in sorted(p for p in folder.rglob("*") if p.is_file() and p.suffix != ".pyc"):
            digest.update(f"{path.relative_to(folder).as_posix()} {sha256(path)}\n".encode())
    return digest.hexdigest()
