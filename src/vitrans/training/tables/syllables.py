"""Make the tables of `vitrans.repair`: which syllables exist, which words look like keystrokes.

    python -m vitrans.training.tables.syllables CORPORA FOLDER [WORDS...]

CORPORA holds parallel/*.tsv, mono/*.vi and names/*.tsv or .txt, plain or xz; WORDS are further
lists of foreign words, one a line: the bundled table was made with that of Webster's Second
International (web2, in the public domain). The tables go to FOLDER,
for `vitrans models bundle FOLDER syllables`.
"""

import logging
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from vitrans.repair.keystrokes import telex
from vitrans.repair.syllables import Syllables
from vitrans.text import words
from vitrans.text.syllables import parts, split_tone, with_tone
from vitrans.training.core.corpora import read_lines

log = logging.getLogger(__name__)

# The rhymes of Vietnamese without their tones (Đoàn Thiện Thuật, Ngữ âm tiếng Việt, 1977), and
# those of the loans and place names xoong, moóc, Đắk Lắk.
_RHYMES = (
    "a ai ao au ay ac ach am an ang anh ap at ăc ăm ăn ăng ăp ăt ăk âc âm ân âng âp ât âu ây "
    "e eo ec em en eng ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu "
    "iêc iêm iên iêng iêp iêt iêu yêm yên yêng yêt yêu o oi oc om on ong op ot oong ooc "
    "oa oai oac oach oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oe oen oeo oet "
    "ô ôi ôc ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua ui uc um un ung up ut "
    "uân uâng uât uây uê uênh uêch uy uya uyên uyêt uynh uych uyt uyp uyu uyn uơ "
    "uôc uôi uôm uôn uông uôt ư ưa ưi ưu ưc ưng ưt ưm ươc ươi ươm ươn ương ươp ươt ươu y"
)
_FRONT = "eêiy"
# Names that are written with k before a back vowel.
_NAMES = ("ông", "an")
_STOPPED = ("c", "ch", "p", "t", "k")
_LEAST = 3
# A word that is in Vietnamese text only is a slip of the keys where its syllable is so much more
# frequent.
_SLIP = 1000
# English as well, though no corpus has it.
_MORE = ("soos",)


def is_valid(word: str) -> bool:
    """Say whether a word (NFC, small letters) is a syllable by the rules, in older placement."""
    toneless, tone = split_tone(word)
    found = parts(toneless)
    if found is None or len(tone) > 1 or with_tone(toneless, tone) != word:
        return False
    onset, rhyme = found.onset, found.nucleus + found.coda
    if found.coda in _STOPPED and tone not in ("1", "5"):
        return False
    if onset == "qu":
        return _is_rhyme(rhyme) or _is_rhyme(f"u{rhyme}")
    if onset == "gi":  # the i of giêng belongs to both
        return _is_rhyme(rhyme) or _is_rhyme(f"i{rhyme}")
    return _is_rhyme(rhyme) and _is_spelled(onset, rhyme)


def _is_rhyme(rhyme: str) -> bool:
    """Say whether a rhyme exists."""
    return rhyme in _RHYMES.split(" ")


def _is_spelled(onset: str, rhyme: str) -> bool:
    """Say whether an onset is written so before a rhyme."""
    front = rhyme[0] in _FRONT
    if onset in ("c", "ng") or (onset == "g" and rhyme[0] != "i"):
        return not front
    if onset in ("k", "gh", "ngh"):
        return front or (onset == "k" and rhyme in _NAMES)
    if rhyme.startswith(("iê", "yê")):
        return bool(onset) == rhyme.startswith("iê")
    return rhyme[0] != "y" or onset in ("", "h", "l", "m", "s", "t", "v")


def syllables(vietnamese: Counter[str]) -> list[str]:
    """Return the valid syllables among counted words, in older placement, most frequent first."""
    counts: Counter[str] = Counter()
    for word, count in vietnamese.items():
        toneless, tone = split_tone(word.lower())
        older = with_tone(toneless, tone) if len(tone) < 2 else None
        if older and with_tone(toneless, tone, newer=True) == word.lower():
            counts[older] += count
        else:
            counts[word.lower()] += count
    return [word for word, count in counts.most_common() if count >= _LEAST and is_valid(word)]


def foreign(
    vietnamese: Counter[str], english: Counter[str], more: Iterable[str], known: Syllables
) -> list[str]:
    """Return the words that read as keystrokes and are none, in the order of the alphabet.

    Args:
        vietnamese: words of Vietnamese text, names among them.
        english: words of English text.
        more: further foreign words.
        known: the syllables that exist.
    """
    own, counts = _bare(vietnamese), Counter({w.lower(): c for w, c in vietnamese.items()})
    found = {word.lower() for word in (*english, *more, *_MORE) if telex(word, known)}
    for word, count in own.items():
        made = telex(word, known)
        if made and count >= _LEAST and count * _SLIP > counts[made]:
            found.add(word)
    return sorted(word for word in found if word not in known.rank)


def _bare(counts: Counter[str]) -> Counter[str]:
    """Count ASCII words in small letters."""
    found: Counter[str] = Counter()
    for word, count in counts.items():
        if word.isascii():
            found[word.lower()] += count
    return found


def count(corpora: Path) -> tuple[Counter[str], Counter[str]]:
    """Count the words of the Vietnamese and of the English text in a folder of corpora."""
    vietnamese, english = Counter[str](), Counter[str]()
    for path in sorted(set(corpora.glob("parallel/*.tsv*")) - set(corpora.glob("*/headwords.*"))):
        for line in read_lines(path):
            one, _, other = line.partition("\t")
            english.update(words(one))
            vietnamese.update(words(other))
    for path in sorted(corpora.glob("mono/*.vi*")):
        for line in read_lines(path):
            vietnamese.update(words(line))
    return vietnamese, english


def _names(corpora: Path) -> Iterator[str]:
    """Yield the words of names."""
    for path in sorted(corpora.glob("names/*")):
        for line in read_lines(path):
            yield from words(line.partition("\t")[0])


def write(path: Path, about: str, found: list[str]) -> None:
    """Write a table, twelve words a line."""
    rows = (" ".join(found[i : i + 12]) for i in range(0, len(found), 12))
    text = "\n".join((f"# {about}", *rows, ""))
    path.write_text(text, encoding="utf-8", newline="\n")
    log.info("%s: %d words", path.name, len(found))


def main(corpora: Path, output: Path, lists: list[Path]) -> None:
    """Make both tables."""
    vietnamese, english = count(corpora)
    more = [*_names(corpora), *(word for path in lists for word in read_lines(path))]
    make(vietnamese, english, more, output)


def make(vietnamese: Counter[str], english: Counter[str], more: list[str], output: Path) -> None:
    """Write both tables from counted words into a folder."""
    output.mkdir(parents=True, exist_ok=True)
    found = syllables(vietnamese)
    write(output / "syllables.txt", "Vietnamese syllables, frequent first", found)
    known = Syllables(found, ())
    listed = foreign(vietnamese, english, [word for word in more if word.isascii()], known)
    write(output / "foreign.txt", "Words that read as keystrokes in Telex and are none", listed)


if __name__ == "__main__":
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    main(Path(sys.argv[1]), Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
