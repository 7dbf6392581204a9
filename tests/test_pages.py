"""Pages and books made by other programs: nothing but their text changes."""

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import pytest

from fakes import ByWords, FakeRestorer
from vitrans.formats import find_format
from vitrans.pipeline import translate_document
from vitrans.types import Detection, Language, Translation

FOLDER = Path(__file__).parent / "data" / "documents"
SUFFIXES = (".html", ".xhtml", ".epub")
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix in SUFFIXES)
WORDS = {
    "pandoc.html": "Chợ nổi Cái Răng họp từ năm giờ sáng",
    "pandoc-fragment.html": "Chợ nổi Cái Răng họp từ năm giờ sáng",
    "pandoc.epub": "Chợ nổi Cái Răng họp từ năm giờ sáng",
    "pandoc-epub2.epub": "Chợ nổi Cái Răng họp từ năm giờ sáng",
    "libreoffice.html": "Chợ nổi Cái Răng họp từ năm giờ sáng",
    "libreoffice.xhtml": "Chợ nổi Cái Răng họp từ năm giờ sáng",
    "libreoffice.epub": "Chợ nổi Cái Răng họp từ năm giờ sáng",
    "news.html": "Nước từ thượng nguồn đổ về sớm hơn hai tuần so với năm ngoái",
    "windows-1258.html": "Mời các bạn đón xem những bộ phim hay",
    "word.html": "Thư viện nghỉ lễ từ ngày 30 tháng 4, mở cửa lại vào thứ hai.",
}
# A rule of its own translates credits of photos.
CREDIT = (b"Anh: TTXVN", b"Photo: VNA")
TEXT_OF_CREDIT = ("Anh: TTXVN", "Photo: VNA")


class Vietnamese:
    """Takes every text for Vietnamese."""

    def detect(self, text: str) -> Detection:
        return Detection(Language.VIETNAMESE, 0.99)


class Marking(ByWords):
    """Puts words before each sentence, or none."""

    def __init__(self, words: str) -> None:
        self._words = words

    def translate(self, texts: Sequence[str], target: Language) -> list[Translation]:
        return [Translation(text, self._words + text, -0.1, "fake") for text in texts]


def translated(path: Path, words: str) -> bytes:
    data = path.read_bytes()
    format = find_format(path.name, "")
    done = translate_document(
        format.read(data, path.name),
        Language.ENGLISH,
        Marking(words),
        FakeRestorer(),
        Vietnamese(),  # type: ignore[arg-type]
        localise=False,  # a price alone is written as the target writes it
    )
    assert not done.notes
    assert not list(done.warnings())
    return format.write(done.document)


def test_every_file_is_in_the_table() -> None:
    table = (FOLDER / "README.md").read_text("utf-8")
    assert {path.name for path in FILES} == set(WORDS)
    assert all(path.name in table for path in FILES)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_it_is_read_whole_and_comes_back_byte_for_byte(path: Path) -> None:
    data = path.read_bytes()
    format = find_format(path.name, "")
    document = format.read(data, path.name)
    assert any(WORDS[path.name] in segment.text for segment in document.segments)
    assert format.write(document) == data
    assert translated(path, "") == data.replace(*CREDIT)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_translation_changes_its_text_alone(path: Path, tmp_path: Path) -> None:
    data = translated(path, "Well, ")
    made = tmp_path / path.name
    made.write_bytes(data)
    format = find_format(path.name, "")
    before, after = (format.read(p.read_bytes(), p.name) for p in (path, made))
    assert len(before.segments) == len(after.segments)
    for one, other in zip(before.segments, after.segments, strict=True):
        assert other.text.replace("Well, ", "") == one.text.replace(
            CREDIT[0].decode(), CREDIT[1].decode()
        )
    assert sum("Well, " in segment.text for segment in after.segments) > 3
    if path.suffix == ".epub":
        assert data[:60] == path.read_bytes()[:60]  # its type, stored first


@pytest.mark.skipif(not shutil.which("pandoc"), reason="pandoc is not installed")
@pytest.mark.parametrize("name", ["pandoc.epub", "pandoc-epub2.epub", "pandoc.html", "news.html"])
def test_the_program_that_made_it_reads_the_translation(name: str, tmp_path: Path) -> None:
    made = tmp_path / name
    made.write_bytes(translated(FOLDER / name, "Well, "))
    command = ["pandoc", str(made), "-t", "plain", "--wrap=none"]
    before, after = (
        subprocess.run([*command[:1], str(path), *command[2:]], capture_output=True, check=True)
        for path in (FOLDER / name, made)
    )
    assert not after.stderr or before.stderr
    assert after.stdout.decode().count("Well, ") > 5
    assert after.stdout.count(b"\n\n") == before.stdout.count(b"\n\n")
