"""Documents of other programs (`data/documents`): what they are after a translation."""

import io
import re
import shutil
import subprocess
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import etree

from fakes import ByWords, FakeDetector, FakeRestorer
from office_files import without_words
from vitrans.errors import InputError
from vitrans.formats import named, packaged, render
from vitrans.formats.base import Format
from vitrans.pipeline import translate_document
from vitrans.types import Detection, Document, Kind, Language, Translation

FOLDER = Path(__file__).parent / "data" / "documents"
SUFFIXES = (".docx", ".pptx", ".xlsx", ".odt", ".odp", ".ods")
PACKAGES = sorted(path for path in FOLDER.iterdir() if path.suffix in SUFFIXES)
LONE = re.compile(r"<text:(?:span|s|soft-page-break)\b[^>]*>|</text:span>")


class Capitals(ByWords):
    """Translates into capital letters."""

    def translate(self, texts: Sequence[str], target: Language) -> list[Translation]:
        return [Translation(text, text.upper(), -0.25, "capitals") for text in texts]


class English(FakeDetector):
    """Takes what has letters for English."""

    def detect(self, text: str) -> Detection:
        return super().detect("the film" if re.search("[A-Za-z]", text) else text)


def opened(path: Path) -> tuple[Document, Format]:
    data = path.read_bytes()
    format = packaged(data)
    assert format and path.suffix in format.suffixes
    return format.read(data, path.name), format


def in_capitals(path: Path) -> bytes:
    document, format = opened(path)
    done = translate_document(
        document,
        Language.VIETNAMESE,
        Capitals(),
        FakeRestorer(),
        English(),  # type: ignore[arg-type]
    )
    assert not list(done.warnings()) and not done.notes
    return format.write(done.document)


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def tags(data: bytes) -> list[str]:
    """Return the tags of a part, those that only divide words left out."""
    text = re.sub(r' descr="[^"]*"', "", data.decode("utf-8"))
    if "urn:oasis" in text:
        text = re.sub(r'fo:language="\w+"\s+fo:country="\w+"', "", text)
        return re.findall(r"<[^>]*>", LONE.sub("", text))
    return [without_words(text)]


def spans(data: bytes) -> set[bytes]:
    """Return the spans of OpenDocument that have words."""
    return set(re.findall(rb"<text:span [^>]*[^/]>", data))


def letters(document: Document) -> str:
    """Return the letters of a document; figures are written as the target language has them."""
    text = "\n".join(segment.text for segment in document.segments)
    return "".join(c for c in text.replace("Photo:", "Ảnh:") if c.isalpha() or c == "\n").upper()


def test_every_file_is_told_of() -> None:
    told = re.findall(r"^\| ([\w.-]+\.\w+) \|", (FOLDER / "README.md").read_text(), re.MULTILINE)
    there = [path.name for path in FOLDER.iterdir() if path.name != "README.md"]
    assert sorted(told) == sorted(there)


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.name)
def test_what_is_not_changed_comes_back_byte_for_byte(path: Path) -> None:
    document, format = opened(path)
    assert format.write(document) == path.read_bytes()
    assert document.segments and all(
        s.text in render(document) or s.marks for s in document.segments
    )


@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.name)
def test_nothing_but_words_changes(path: Path) -> None:
    before, after = parts(path.read_bytes()), parts(in_capitals(path))
    assert list(before) == list(after)
    changed = [name for name in before if before[name] != after[name]]
    assert changed and all(name.endswith(".xml") for name in changed)
    for name in changed:
        etree.fromstring(after[name])
        assert tags(before[name]) == tags(after[name]), name
        assert spans(after[name]) <= spans(before[name])
    document, format = opened(path)
    again = format.read(in_capitals(path), path.name)
    assert letters(again) == letters(document)


def test_of_a_flat_text_only_words_and_the_language_change() -> None:
    path = FOLDER / "libreoffice.fodt"
    format = named("fodt")
    document = format.read(path.read_bytes(), path.name)
    assert format.write(document) == path.read_bytes()
    made = format.write(document.with_texts([s.text.upper() for s in document.segments]))
    assert made != path.read_bytes()
    etree.fromstring(made)
    assert tags(made) == tags(path.read_bytes())
    odt, _ = opened(FOLDER / "libreoffice.odt")
    assert {s.text for s in document.segments} == {s.text for s in odt.segments}
    for flat, packed in zip(document.told, odt.told, strict=True):
        assert sorted(re.split(": |, ", flat)) == sorted(re.split(": |, ", packed))
    assert "text taken out in tracked changes 1" in document.told[1]


@pytest.mark.parametrize("text", ["<a/>", "<office:text", "<a><b/>", ""])
def test_what_is_no_flat_text_is_refused(text: str) -> None:
    with pytest.raises(InputError, match=r"'a\.fodt'"):
        named("fodt").read(text.encode(), "a.fodt")


def test_a_caption_in_a_document_is_one() -> None:
    for name in ("libreoffice.docx", "libreoffice.odt", "pandoc.docx", "python-docx.docx"):
        document, _ = opened(FOLDER / name)
        assert [s.kind for s in document.segments].count(Kind.CAPTION) == 1, name


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not installed")
@pytest.mark.parametrize("path", PACKAGES, ids=lambda path: path.name)
def test_libreoffice_reads_the_result_and_shows_as_many_pages(path: Path, tmp_path: Path) -> None:
    made = tmp_path / "after" / path.name
    made.parent.mkdir()
    made.write_bytes(in_capitals(path))
    pages = []
    for source in (path, made):
        folder = tmp_path / f"pdf-{source.parent.name}"
        command = ["soffice", "--headless", f"-env:UserInstallation={tmp_path.as_uri()}/profile"]
        command += ["--convert-to", "pdf", "--outdir", str(folder), str(source)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        pdf = (folder / path.name).with_suffix(".pdf").read_bytes()
        pages.append(len(re.findall(rb"/Type\s*/Page\b", pdf)))
    assert pages[0] == pages[1] > 0
