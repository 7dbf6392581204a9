"""What the page says, in English and in Vietnamese."""

import json
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

LANGUAGES = {"vi": "Tiếng Việt", "en": "English"}


@cache
def messages(language: str) -> Mapping[str, str]:
    """Return all messages of the page in `en` or `vi`, by name."""
    text = files("vitrans.server.page").joinpath("messages.toml").read_text("utf-8")
    return {name: both[language] for name, both in tomllib.loads(text).items()}


def for_scripts(language: str) -> str:
    """Return the messages as JSON that may stand in a page."""
    return json.dumps(dict(messages(language)), ensure_ascii=False).replace("<", "\\u003c")


def preferred(accepted: str) -> str:
    """Return the language that a browser asks for by its `Accept-Language`: `vi`, or else `en`.

    The first of the two in the list counts, as browsers sort it by preference.
    """
    for part in accepted.split(","):
        code = part.strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return "en"
