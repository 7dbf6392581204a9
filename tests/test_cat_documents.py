"""Files of CAT tools and catalogues (`data/documents`): what they are after a translation."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import pytest
from lxml import etree
from typer.testing import CliRunner

from fakes import ByWords, FakeDetector, FakeRestorer
from vitrans.cli import app
from vitrans.exchange.tmx import read_tmx
from vitrans.formats import named, render
from vitrans.formats.base import Format
from vitrans.formats.bilingual import AGAIN
from vitrans.language import Detector
from vitrans.pipeline import Translated, restore_document, translate_document
from vitrans.toolkit import read_document
from vitrans.types import Detection, Document, Language, Target, Translation

FOLDER = Path(__file__).parent / "data" / "documents"
XLIFF = [
    *("okapi.xlf", "okapi-2.xlf", "trados.sdlxliff", "memoq.mqxliff", "phrase.mxliff"),
    "translate-toolkit.xlf",
]
CATALOGUES = ["gettext.po", "gettext.pot", "omegat.po", "translate-toolkit.pot"]
TEXTS = ["aegisub.ass", "youtube.vtt", "pandoc.md"]
OTHERS = [
    "omegat.tmx",
    "translate-toolkit.tmx",
    "translate-toolkit.csv#target",
    "python.json#items.title,items.body",
]
FILES = [*XLIFF, *CATALOGUES, *OTHERS, *TEXTS]
PROJECT = """\
<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir>
<target_dir>__DEFAULT__</target_dir><tm_dir>__DEFAULT__</tm_dir>
<glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>EN-US</source_lang><target_lang>VI</target_lang>
<sentence_seg>true</sentence_seg></project></omegat>
"""


class Words(ByWords):
    """Translates a sentence into as many words of the other language, in capitals."""

    def translate(self, texts: Sequence[str], target: Target) -> list[Translation]:
        return [Translation(text, self._made(text), -0.25, "words") for text in texts]

    def _made(self, text: str) -> str:
        parts = re.split(r"(%\w|\{\w+\}|[\ue000-\uf8ff])", text)
        return "".join(part if number % 2 else part.upper() for number, part in enumerate(parts))


class English:
    """Takes every text for English that has no accents."""

    def detect(self, text: str) -> Detection:
        if text.isascii():
            return Detection(Language.ENGLISH, 0.5)
        return FakeDetector().detect(text)


def opened(name: str) -> tuple[Document, Format]:
    data = (FOLDER / name.partition("#")[0]).read_bytes()
    document = read_document(data, str(FOLDER / name))
    return document, named(document.format)


def translated(document: Document, name: str) -> Translated:
    to: Target = Language.ENGLISH if name == "memoq.mqxliff" else Language.VIETNAMESE
    return translate_document(document, to, Words(), FakeRestorer(), cast(Detector, English()))


@pytest.mark.parametrize("name", FILES)
def test_a_file_comes_back_byte_for_byte(name: str) -> None:
    document, form = opened(name)
    assert form.write(document) == (FOLDER / name.partition("#")[0]).read_bytes()


@pytest.mark.parametrize("name", [*XLIFF, *CATALOGUES, "omegat.tmx", "translate-toolkit.tmx"])
def test_a_translated_file_has_nothing_to_do(name: str) -> None:
    document, form = opened(name)
    data = form.write(translated(document, name).document)
    again = form.read(data, name)
    assert form.write(translated(again, name).document) == data


@pytest.mark.parametrize(
    ("name", "units", "left"),
    [
        ("okapi.xlf", 3, {"approved": 1}),
        ("okapi-2.xlf", 3, {"not to be translated": 1, "translated already": 1}),
        ("trados.sdlxliff", 4, {"locked": 1, "not to be translated": 1}),
        ("memoq.mqxliff", 2, {"translated already": 1, "locked": 1}),
        ("translate-toolkit.xlf", 6, {"approved": 2, "translated already": 1, AGAIN: 1}),
        ("gettext.po", 5, {AGAIN: 1, "translated already": 1}),
        ("omegat.tmx", 0, {"translated already": 1}),
        ("phrase.mxliff", 2, {"translated already": 1, "locked": 1}),
    ],
)
def test_what_is_done_and_what_is_left(name: str, units: int, left: dict[str, int]) -> None:
    done = translated(opened(name)[0], name)
    assert len(done.units) == units
    assert done.left == left
    assert not list(done.warnings())
    assert not done.notes


@pytest.mark.parametrize("name", XLIFF)
def test_sources_notes_and_codes_of_xliff_stay(name: str) -> None:
    document, form = opened(name)
    before = (FOLDER / name).read_bytes()
    after = form.write(translated(document, name).document)
    roots = etree.fromstring(before), etree.fromstring(after)
    for kind in ("source", "seg-source", "note", "header", "bin-unit", "originalData", "value"):
        one, other = ([etree.tostring(e) for e in root.iter(f"{{*}}{kind}")] for root in roots)
        assert one == other
    for unit in roots[1].iter("{*}trans-unit", "{*}segment"):
        source, target = unit.find("{*}source"), unit.find("{*}target")
        if target is not None and len(target):
            codes = [
                sorted(e.get("id", "") for e in side.iter("{*}g", "{*}x", "{*}ph", "{*}pc"))
                for side in (source, target)
            ]
            assert codes[0] == codes[1]


def test_of_subtitles_only_what_is_said_changes() -> None:
    document, _ = opened("aegisub.ass")
    before = (FOLDER / "aegisub.ass").read_bytes().decode("utf-8-sig")
    done = translated(document, "aegisub.ass")
    after = render(done.document).removeprefix("\ufeff")
    lines = zip(before.split("\r\n"), after.split("\r\n"), strict=True)
    said = [other for one, other in lines if one != other]
    assert len(said) == 3
    assert "{\\i1}CHILDREN{\\i0}" in said[0]
    assert said[2].endswith("{\\an8\\pos(640,40)\\fad(200,200)}THE OLD HARBOUR")
    assert any("timed for singing" in warning for _, warning, _ in done.warnings())


def test_vietnamese_sides_are_restored() -> None:
    document, _ = opened("memoq.mqxliff")
    bare = render(document).replace("Khu vuon nho ben dong song.", "Phim rat hay.")
    again = named("xliff").read(bare.encode(), "a.mqxliff")
    restored = restore_document(again, FakeRestorer(), cast(Detector, FakeDetector()))
    assert render(restored) == bare.replace("Phim rat hay.", "Phim rất hay.")


def test_a_file_with_both_languages_is_nothing_to_align(tmp_path: Path) -> None:
    document, form = opened("okapi.xlf")
    (tmp_path / "a.xlf").write_bytes(form.write(translated(document, "okapi.xlf").document))
    (tmp_path / "b.txt").write_text("The house\n", "utf-8")
    command = ["align", str(tmp_path / "a.xlf"), str(tmp_path / "b.txt")]
    done = CliRunner().invoke(app, command)
    assert done.exit_code == 1
    assert "both languages side by side" in done.stderr


@pytest.mark.skipif(not shutil.which("msgfmt"), reason="needs gettext")
@pytest.mark.parametrize("name", CATALOGUES)
def test_gettext_takes_a_filled_catalogue(name: str, tmp_path: Path) -> None:
    document, form = opened(name)
    filled = form.write(translated(document, name).document)
    (tmp_path / "a.po").write_bytes(filled)
    check = ["msgfmt", "--check", "--use-fuzzy", "-o", "/dev/null", "a.po"]
    said = subprocess.run(check, cwd=tmp_path, capture_output=True, check=True, text=True).stderr
    assert not said.replace("still has the initial default value", "") or name.endswith(".pot")
    if name == "gettext.po":  # which wraps as gettext does
        again = subprocess.run(["msgcat", "a.po"], cwd=tmp_path, capture_output=True, check=True)
        assert again.stdout == filled


@pytest.mark.slow
@pytest.mark.skipif(not shutil.which("omegat"), reason="needs OmegaT")
def test_omegat_takes_filled_files(tmp_path: Path) -> None:
    for folder in ("source", "target", "tm/auto", "omegat", "glossary", "dictionary"):
        (tmp_path / folder).mkdir(parents=True)
    (tmp_path / "omegat.project").write_text(PROJECT, "utf-8")
    for name in ("okapi.xlf", "gettext.po"):
        document, form = opened(name)
        (tmp_path / "source" / name).write_bytes(form.write(translated(document, name).document))
    (tmp_path / "source" / "a.txt").write_text("The red house.\n", "utf-8")
    memory = (
        '<tmx version="1.4"><header srclang="EN-US" segtype="sentence"/><body><tu>'
        '<tuv xml:lang="EN-US"><seg>The red house.</seg></tuv></tu></body></tmx>'
    )
    document = named("tmx").read(memory.encode(), "a.tmx")
    filled = named("tmx").write(translated(document, "a.tmx").document)
    (tmp_path / "tm" / "auto" / "a.tmx").write_bytes(filled)
    command = ["omegat", str(tmp_path), "--mode=console-translate"]
    subprocess.run(command, capture_output=True, check=True, timeout=300)
    assert (tmp_path / "target" / "a.txt").read_text("utf-8") == "THE RED HOUSE.\n"
    assert "HOUSE" in (tmp_path / "target" / "okapi.xlf").read_text("utf-8")
    assert "Ngôi nhà" in (tmp_path / "target" / "gettext.po").read_text("utf-8")
    levels = list(tmp_path.glob("*level2.tmx"))
    assert any(read_tmx(level.read_text("utf-8")).units for level in levels)
