"""What DeepL's endpoints share: languages, forms of answers, what is given."""

from typing import Annotated, Any

from fastapi import Depends
from pydantic import BaseModel, ConfigDict, Field

from vitrans.server.given import read_given
from vitrans.server.problems import RefusedError

ENGLISH = ("EN", "EN-US", "EN-GB")
SOURCES = {"EN": "English", "VI": "Vietnamese"}
TARGETS = {"EN-GB": "English (British)", "EN-US": "English (American)", "VI": "Vietnamese"}

GivenBody = Annotated[dict[str, Any], Depends(read_given)]


class Asked(BaseModel):
    """What a request gives; members that are not known are passed over."""

    model_config = ConfigDict(extra="ignore")


class Message(BaseModel):
    """Why a request is not carried out."""

    message: str


FAULTS: dict[int | str, dict[str, Any]] = {
    status: {"model": Message} for status in (400, 403, 404, 413, 429)
}

SourceLanguage = Annotated[str, Field(max_length=20)]


def source_of(code: str) -> str:
    """Return `en` or `vi` for a source language, empty where none is named.

    Raises:
        RefusedError: it is another one.
    """
    if not code:
        return ""
    if code.upper() not in SOURCES:
        raise RefusedError(400, "Value for 'source_lang' not supported.")
    return code.lower()


def target_of(code: str) -> str:
    """Return `en` or `vi` for a target language.

    Raises:
        RefusedError: it is another one.
    """
    if code.upper() not in (*ENGLISH, *TARGETS):
        raise RefusedError(400, "Value for 'target_lang' not supported.")
    return code.lower().partition("-")[0]


def check_formality(value: str) -> None:
    """Refuse a formality, which no language has here; preferences are passed over.

    Raises:
        RefusedError: one is asked for, or it is none.
    """
    if value in ("more", "less"):
        raise RefusedError(400, "'formality' is not supported for given 'target_lang'.")
    if value not in ("default", "prefer_more", "prefer_less"):
        raise RefusedError(400, "Value for 'formality' not supported.")


def check_absent(given: dict[str, Any], *names: str) -> None:
    """Refuse parameters of what is not offered here.

    Raises:
        RefusedError: one is given.
    """
    for name in names:
        if given.get(name) not in (None, "", []):
            raise RefusedError(400, f"'{name}' is not offered by this server.")


def listed(value: Any) -> list[str]:
    """Return a list of words that was given as one, or parted by commas."""
    parts = value if isinstance(value, list) else [value] if value else []
    return [word.strip() for part in parts for word in str(part).split(",") if word.strip()]
