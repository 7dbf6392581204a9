"""Reading training corpora: one pair or one sentence a line, plain or compressed with xz."""

import lzma
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from vitrans.errors import InputError
from vitrans.text import has_accents, lines, nfc, words

Pair = tuple[str, str]
"""English, Vietnamese."""

# How many times an epoch sees each parallel source; below one, the share that it samples.
WEIGHTS = {
    "news": 4.0,
    "captions-spoken": 1.0,
    "everyday": 1.0,
    "docs": 0.7,
    "subtitles": 0.5,
    "headwords": 0.3,
}

_NUMBER = re.compile(r"\d+")
_VIETNAMESE_ONLY = re.compile("[ăâđêôơưĂÂĐÊÔƠƯạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹ]")


def open_text(path: Path) -> IO[str]:
    """Open a text file, `.xz` or plain, as UTF-8 with lines that end at a line feed alone."""
    if path.suffix == ".xz":
        return lzma.open(path, "rt", encoding="utf-8", newline="\n")
    return path.open(encoding="utf-8", newline="\n")


def find(folder: Path, stem: str, kind: str) -> Path:
    """Return `folder/stem.kind` or `folder/stem.kind.xz`, whichever exists.

    Raises:
        InputError: neither exists.
    """
    for path in (folder / f"{stem}.{kind}.xz", folder / f"{stem}.{kind}"):
        if path.is_file():
            return path
    raise InputError(
        f"no {stem}.{kind} or {stem}.{kind}.xz in {str(folder)!r}; corpora are a folder with "
        "parallel/NAME.tsv (English, a tab, Vietnamese) and mono/NAME.vi, and --weight NAME=N "
        "says which of them are used"
    )


def unprepared(folder: Path) -> str:
    """Return what to say where a run's prepared examples are missing."""
    return f"{str(folder)!r} was not prepared to the end; give --corpora to prepare it again"


def read_lines(path: Path) -> Iterator[str]:
    """Yield the lines of a file in NFC, without their ends."""
    with open_text(path) as file:
        for line in file:
            yield nfc(line.rstrip("\r\n"))


def read_pairs(path: Path) -> Iterator[Pair]:
    """Yield the pairs of a file of `English<TAB>Vietnamese` lines.

    Raises:
        InputError: a line has not exactly one tab.
    """
    for number, line in enumerate(read_lines(path), 1):
        parts = line.split("\t")
        if len(parts) != 2:
            raise InputError(f"{str(path)!r}, line {number}: not `English<TAB>Vietnamese`")
        yield parts[0].strip(), parts[1].strip()


def usable(pair: Pair) -> bool:
    """Say whether a pair is worth learning from: lengths, language and numbers agree."""
    english, vietnamese = pair
    if not (1 < len(english) <= 700 and 1 < len(vietnamese) <= 700) or english == vietnamese:
        return False
    ratio = (len(vietnamese) + 8) / (len(english) + 8)
    if not 0.55 <= ratio <= 1.9:
        return False
    if len(words(vietnamese)) > 5 and not has_accents(vietnamese):
        return False
    if len(_VIETNAMESE_ONLY.findall(english)) > len(english) // 12:
        return False
    return _numbers_agree(english, vietnamese)


def _numbers_agree(english: str, vietnamese: str) -> bool:
    """Say whether most long digit runs of either side stand in the other too."""
    one = {n.lstrip("0") for n in _NUMBER.findall(english) if len(n) > 1}
    two = {n.lstrip("0") for n in _NUMBER.findall(vietnamese) if len(n) > 1}
    return len(one & two) * 2 >= min(len(one), len(two))


def load_parallel(folder: Path, names: list[str]) -> dict[str, list[Pair]]:
    """Return the usable pairs of each source in file order, without exact repetitions."""
    sources = {}
    for name in names:
        pairs = dict.fromkeys(filter(usable, read_pairs(find(folder, name, "tsv"))))
        sources[name] = list(pairs)
    return sources


def read_valid(path: Path, limit: int | None = None) -> tuple[list[str], list[str]]:
    """Return the English and the Vietnamese side of a validation file, the first `limit` pairs."""
    with open_text(path) as file:
        pairs = [nfc(line.rstrip("\r\n")).split("\t") for line in lines(file.read())]
    pairs = pairs[:limit]
    return [p[0] for p in pairs], [p[1] for p in pairs]
