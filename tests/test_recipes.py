"""The recipes in docs/: the code that they show works, the places that they name exist."""

import re
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fakes import FakeDetector, FakeRestorer, FakeTranslator
from vitrans.formats import TextFormat, find_format, parse, registry, render
from vitrans.pipeline import restore_document, translate_document
from vitrans.types import Language

DOCS = Path(__file__).parent.parent / "docs"
PACKAGE = Path(__file__).parent.parent / "src" / "vitrans"
RECIPES = sorted(DOCS.glob("adding-a-*.md"))
SONG = """\
[ti:Mua thu]
[ar:An Nhiên]

[00:12.50]Mua thu <00:13.10>rat dep
[00:17.00][01:02.00]Phim rat hay
"""


def shown(page: str) -> ModuleType:
    """Return the module that a page shows."""
    text = (DOCS / page).read_text("utf-8")
    [code] = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    module = ModuleType("shown")
    exec(compile(code, page, "exec"), module.__dict__)
    return module


LYRICS: TextFormat = shown("adding-a-format.md").Lyrics()


@pytest.fixture
def registered(monkeypatch: pytest.MonkeyPatch) -> None:
    """Register the format that the page shows."""
    monkeypatch.setitem(registry.FORMATS, LYRICS.name, LYRICS)
    for suffix in LYRICS.suffixes:
        monkeypatch.setitem(registry._BY_SUFFIX, suffix, LYRICS)


@pytest.mark.usefixtures("registered")
def test_the_format_is_found_by_its_suffix() -> None:
    assert find_format("song.lrc", SONG) is LYRICS
    texts = [segment.text for segment in parse(SONG, ".lrc").segments]
    assert texts == ["Mua thu rat dep", "Phim rat hay"]
    assert [segment.line for segment in parse(SONG, ".lrc").segments] == [4, 5]


@given(
    st.lists(
        st.sampled_from(
            ["[00:12.50]", "<00:13.10>", "[ti:x]", "[", "<", "Mua thu", " ", "\n", "\r\n", "\ufeff"]
        )
    ).map("".join)
    | st.text()
)
def test_the_format_comes_back_as_it_was(text: str) -> None:
    assert render(LYRICS.parse(text)) == text
    assert LYRICS.write(LYRICS.parse(text)) == text.encode("utf-8")


@pytest.mark.usefixtures("registered")
def test_the_format_is_restored_and_its_times_stay() -> None:
    made = render(restore_document(parse(SONG, ".lrc"), FakeRestorer(), FakeDetector()))
    assert made == (
        "[ti:Mua thu]\n[ar:An Nhiên]\n\n[00:12.50]Mùa thu <00:13.10>rất đẹp\n"
        "[00:17.00][01:02.00]Phim rất hay\n"
    )


@pytest.mark.usefixtures("registered")
def test_the_format_is_translated_and_its_times_stay() -> None:
    tools = FakeTranslator(), FakeRestorer(), FakeDetector()
    done = translate_document(parse(SONG, ".lrc"), Language.ENGLISH, *tools)
    made = render(done.document)
    assert made.startswith("[ti:Mua thu]\n[ar:An Nhiên]\n\n[00:12.50]")
    assert made.count("<00:13.10>") == 1
    assert made.endswith("[00:17.00][01:02.00]en[Phim rất hay]\n")


@pytest.mark.parametrize("page", RECIPES, ids=lambda page: page.name)
def test_places_that_a_recipe_names_exist(page: Path) -> None:
    named = re.findall(r"`((?:src/vitrans/|[a-z]+/)[\w/]+\.py)`", page.read_text("utf-8"))
    named = [name for name in named if "NAME" not in name]
    roots = (PACKAGE, PACKAGE.parent.parent)
    missing = [name for name in named if not any((root / name).exists() for root in roots)]
    assert named
    assert not missing
