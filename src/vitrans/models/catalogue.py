"""The translation models that are known: those of models.toml here, and those of the user's own."""

import difflib
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from importlib.resources import files
from typing import Any

from vitrans import places
from vitrans.errors import InputError, ModelError
from vitrans.models.description import directions
from vitrans.models.families import FAMILIES, PLAIN, Driving

FILE = "models.toml"
_PROGRAM_MB = 200
_LANGUAGES = {"en", "vi"}
_NUMBERS = {"beam", "max_input", "size_mb"}
_TRUTHS = {"estimate", "best", "spelled"}
_BY_TARGET = {"prefixes", "starts", "echoes"}


@dataclass(frozen=True, slots=True)
class Figure:
    """A published score: whose, on what, and where it stands."""

    set: str
    direction: str
    metric: str
    value: float
    by: str
    source: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A model that is known; the fields are explained in models.toml."""

    name: str
    repo: str
    architecture: str
    prefixes: Mapping[str, str]
    licence: str
    revision: str = ""
    spelled: bool = False
    starts: Mapping[str, str] = field(default_factory=dict)
    echoes: Mapping[str, str] = field(default_factory=dict)
    beam: int | None = None
    max_input: int | None = None
    limits: str = ""
    size_mb: int | None = None
    estimate: bool = False
    best: bool = False
    notes: str = ""
    why: str = ""
    runs_with: str = ""
    figures: tuple[Figure, ...] = field(default=())

    @property
    def directions(self) -> list[str]:
        """The directions it translates in, such as `en-vi`."""
        return directions(self.prefixes)

    @property
    def memory_mb(self) -> int:
        """The memory that its conversion takes, about: its weights in float32, twice."""
        return 9 * (self.size_mb or 0) + _PROGRAM_MB

    @property
    def driving(self) -> Driving:
        """How it is asked for a language."""
        return Driving(self.prefixes, self.starts, self.echoes, self.spelled)


def catalogue() -> dict[str, Entry]:
    """Return all models that are known, by name; the user's own take the place of others.

    Raises:
        InputError: the user's models.toml is damaged; the message says where.
    """
    found = _read(files("vitrans.models").joinpath(FILE).read_text("utf-8"), FILE)
    own = places.models_folder() / FILE
    if own.is_file():
        found |= _read(own.read_text("utf-8"), str(own))
    return found


def find(name: str) -> Entry | None:
    """Return a model by its name or its repository, None where it is not known."""
    known = catalogue()
    return known.get(name) or next((one for one in known.values() if one.repo == name), None)


def best_for(targets: Sequence[str], memory_mb: float) -> list[Entry]:
    """Return the best models that a plain install runs here, each once, for languages.

    The licence sets no limits, the memory is enough, and the catalogue's own mark counts first,
    then its order.

    Args:
        targets: the languages to translate into, `en` and `vi`.
        memory_mb: the memory that there is.

    Raises:
        ModelError: there is none for a language.
    """
    able = [
        one
        for one in catalogue().values()
        if one.architecture in PLAIN and not (one.why or one.limits)
    ]
    fit = sorted((one for one in able if one.memory_mb <= memory_mb), key=lambda one: not one.best)
    chosen = {}
    for target in targets:
        found = next((one for one in fit if target in one.prefixes), None)
        if found is None:
            least = min((o.memory_mb for o in able if target in o.prefixes), default=0)
            raise ModelError(
                f"no model into {target} fits into {memory_mb:.0f} MB of memory; {least} MB are "
                "needed: close other programs, or name a model: vitrans models pull NAME"
            )
        chosen[found.name] = found
    return list(chosen.values())


def refuse_unless_driven(entry: Entry) -> None:
    """Refuse a model that vitrans cannot run, saying what can.

    Raises:
        ModelError: it is such a model.
    """
    if entry.architecture not in FAMILIES or entry.why:
        raise ModelError(
            f"vitrans does not run {entry.name!r}: {entry.why or 'it is of another kind'}; "
            f"{entry.runs_with or 'another program'} does"
        )


def suggestion(name: str) -> str:
    """Return a hint at names like this one, empty where there are none."""
    close = difflib.get_close_matches(name, catalogue(), 3)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def _read(text: str, path: str) -> dict[str, Entry]:
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path!r} is no TOML: {error}") from error
    return {name: _entry(name, table, path) for name, table in tables.items()}


def _entry(name: str, table: Any, path: str) -> Entry:
    where = f"{path!r}, [{name}]"
    if not isinstance(table, dict):
        raise InputError(f"{where}: a model is a table; write [{name}] and its fields below")
    known = {one.name for one in fields(Entry)} - {"name"}
    if unknown := table.keys() - known:
        raise InputError(
            f"{where}: there is no field {min(unknown)!r}; use {', '.join(sorted(known))}"
        )
    if lacking := {"repo", "architecture", "prefixes", "licence"} - table.keys():
        raise InputError(f"{where}: {min(lacking)} is missing; add it")
    _check(table, where)
    try:
        figures = tuple(Figure(**figure) for figure in table.get("figures", ()))
    except TypeError as error:
        raise InputError(f"{where}: a figure is not complete ({error})") from error
    return Entry(name=name, **{**table, "figures": figures})


def _check(table: dict[str, Any], where: str) -> None:
    """Refuse values of the wrong kind."""
    for name in _BY_TARGET & table.keys():
        value = table[name]
        if not isinstance(value, dict) or not value or value.keys() - _LANGUAGES:
            raise InputError(f'{where}: {name} is like {{ vi = ">>vie<<" }}, with en, vi or both')
    for name, value in table.items():
        if name not in (*_BY_TARGET, "figures") and (wanted := _lacks(name, value)):
            raise InputError(f"{where}: {name} is {value!r}, not {wanted}")


def _lacks(name: str, value: object) -> str:
    """Return what a field must be, empty where it is so."""
    if name in _NUMBERS:
        return "" if type(value) is int and value > 0 else "a whole number from 1"
    if name in _TRUTHS:
        return "" if isinstance(value, bool) else "true or false"
    return "" if isinstance(value, str) else "text"
