"""The published test sets that vitrans knows by name."""

from dataclasses import dataclass

from vitrans.errors import UsageError

LANGUAGES = ("en", "vi")


@dataclass(frozen=True, slots=True)
class Download:
    """A file at its publisher's. An empty `sha256` is one that the publisher has not stated."""

    name: str
    url: str
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """A test set of a collection: how many sentences, and which files have them.

    `english` and `vietnamese` are the names a file may go by, the better form first; it may lie
    in any folder.
    """

    name: str
    sentences: int
    english: tuple[str, ...]
    vietnamese: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """Test sets that are published together; a set's name is `COLLECTION-SPLIT`."""

    name: str
    title: str
    licence: str
    citation: str
    downloads: tuple[Download, ...]
    splits: tuple[Split, ...]
    note: str = ""

    def names(self) -> tuple[str, ...]:
        """Return the names of the sets."""
        return tuple(f"{self.name}-{split.name}" for split in self.splits)


_FLORES = Collection(
    "flores200",
    "FLORES-200",
    "CC BY-SA 4.0",
    "NLLB Team et al. 2022, No Language Left Behind, arXiv:2207.04672; "
    "Goyal et al. 2022, The FLORES-101 Evaluation Benchmark, TACL 10",
    (
        Download(
            "flores200_dataset.tar.gz",
            "https://dl.fbaipublicfiles.com/nllb/flores200_dataset.tar.gz",
            "b8b0b76783024b85797e5cc75064eb83fc5288b41e9654dabc7be6ae944011f6",
        ),
    ),
    (
        Split("dev", 997, ("eng_Latn.dev",), ("vie_Latn.dev",)),
        Split("devtest", 1012, ("eng_Latn.devtest",), ("vie_Latn.devtest",)),
    ),
    "Wikinews, Wikijunior and Wikivoyage; not to be trained on.",
)

_NTREX_FOLDER = "https://raw.githubusercontent.com/MicrosoftTranslator/NTREX/main/NTREX-128/"
_NTREX = Collection(
    "ntrex",
    "NTREX-128, newstest2019",
    "CC BY-SA 4.0",
    "Federmann, Kocmi and Xin 2022, NTREX-128 – News Test References for MT Evaluation of 128 "
    "Languages, SUMEval 2022",
    tuple(
        Download(name, _NTREX_FOLDER + name)
        for name in ("newstest2019-src.eng.txt", "newstest2019-ref.vie.txt")
    ),
    (Split("test", 1997, ("newstest2019-src.eng.txt",), ("newstest2019-ref.vie.txt",)),),
    "English news, translated into Vietnamese; into English it is a test on translated text.",
)

_IWSLT_FOLDER = "https://nlp.stanford.edu/projects/nmt/data/iwslt15.en-vi/"


def _iwslt(split: str, sentences: int) -> Split:
    official = f"IWSLT15.TED.{split}.en-vi"
    return Split(
        split,
        sentences,
        (f"{official}.en.xml", f"{split}.en"),
        (f"{official}.vi.xml", f"{split}.vi"),
    )


_IWSLT = Collection(
    "iwslt15",
    "IWSLT 2015, TED talks",
    "TED talks, CC BY-NC-ND; the page they are fetched from states no licence",
    "Cettolo et al. 2015, The IWSLT 2015 Evaluation Campaign; "
    "Luong and Manning 2015, Stanford NMT Systems for Spoken Language Domains",
    tuple(
        Download(f"{split}.{language}", f"{_IWSLT_FOLDER}{split}.{language}")
        for split in ("tst2012", "tst2013")
        for language in LANGUAGES
    ),
    (_iwslt("tst2012", 1553), _iwslt("tst2013", 1268)),
    "What is fetched is Stanford's copy, which is tokenised (`it &apos;s late .`): BLEU on it "
    "compares with papers that used it, not with BLEU on plain text. The organisers' own XML "
    "files are plain: give their folder or archive with --from.",
)

COLLECTIONS = {collection.name: collection for collection in (_FLORES, _NTREX, _IWSLT)}


def set_names() -> tuple[str, ...]:
    """Return the names of all sets."""
    return tuple(name for collection in COLLECTIONS.values() for name in collection.names())


def find_set(name: str) -> tuple[Collection, Split]:
    """Return the collection and the split that a set's name stands for.

    Raises:
        UsageError: no set is called so.
    """
    for collection in COLLECTIONS.values():
        for full, split in zip(collection.names(), collection.splits, strict=True):
            if name == full:
                return collection, split
    raise UsageError(f"no test set is called {name!r}; there are {', '.join(set_names())}")
