"""Names of encodings, as people write them in options."""

import re

from vitrans.encodings.tables import VIETNAMESE, WINDOWS_1252
from vitrans.encodings.wide import WIDE
from vitrans.errors import UsageError

UTF8 = "UTF-8"
OLD = {encoding.name: encoding for encoding in (*VIETNAMESE, WINDOWS_1252)}
"""The encodings of one or two bytes a letter, by their names."""

NAMES = (UTF8, "UTF-16", *WIDE, *OLD)
"""The names of all encodings that can be read and written."""

_ALSO = {
    "utf32": "UTF-32LE",
    "tcvn3": "TCVN3 (ABC)",
    "tcvn": "TCVN3 (ABC)",
    "abc": "TCVN3 (ABC)",
    "vni": "VNI-Windows",
    "1258": "Windows-1258",
    "cp1258": "Windows-1258",
    "1252": "Windows-1252",
    "cp1252": "Windows-1252",
    "latin1": "Windows-1252",
    "iso88591": "Windows-1252",
    "vn1": "TCVN 5712",
}


def canonical(name: str) -> str:
    """Return the name of an encoding, however it is written (`vni`, `CP1258`, `utf16`).

    Raises:
        UsageError: there is no such encoding here.
    """
    plain = _plain(name)
    known = {_plain(one): one for one in NAMES} | _ALSO
    if plain not in known:
        raise UsageError(f"there is no encoding {name!r}; give one of {', '.join(NAMES)}")
    return known[plain]


def _plain(name: str) -> str:
    return re.sub("[^a-z0-9]", "", name.lower())
