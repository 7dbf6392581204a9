"""Files of rows are worked on a block of rows at a time."""

import json
from dataclasses import replace
from typing import Any

from fakes import FakeDetector, FakeRestorer, FakeTranslator
from vitrans.formats import named, render
from vitrans.formats.json_text import JsonLines
from vitrans.pipeline import restore_document, translate_document
from vitrans.pipeline.blocks import ROWS, block, blocks, count_blocks, joined
from vitrans.types import Document, Language


def rows(texts: dict[int, str], count: int) -> tuple[Document, str]:
    lines = [
        json.dumps({"id": n, "text": texts.get(n, "")}, ensure_ascii=False) for n in range(count)
    ]
    text = "\n".join(["", *lines, ""])
    return JsonLines("text").parse(text), text


def test_blocks_are_the_document_again() -> None:
    found, text = rows({5: "một", 98: "hai", 99: "ba", 320: "bốn"}, 330)
    parts = blocks(found)
    assert [[s.text for s in part.segments] for part in parts] == [["một", "hai"], ["ba"], ["bốn"]]
    assert joined(parts) == found
    assert render(joined(parts)) == text
    assert [blocks(part) for part in parts] == [[part] for part in parts]


def test_a_block_has_a_number_and_may_be_empty() -> None:
    found, text = rows({5: "một", 320: "bốn"}, 330)
    count = count_blocks(text.encode(), found.format)
    assert count == len(text.split("\n")) // ROWS + 1 == 4
    assert render(joined(block(found, n) for n in range(count))) == text
    empty, _ = rows({}, 3)
    assert block(empty, 0) == empty
    assert not block(empty, 1).segments


def test_other_files_are_one_block() -> None:
    found = named("text").read(b"mot\n" * 300, "a.txt")
    assert blocks(found) == [found]
    assert count_blocks(b"mot\n" * 300, "text") == 1


def test_a_block_is_worked_on_as_it_is_alone() -> None:
    texts = {n: "Phim rất hay." if n % 2 else "Dien vien rat dep." for n in range(0, 250, 7)}
    found, _ = rows(texts, 250)
    tools: list[Any] = [FakeRestorer(), FakeDetector()]
    translator = FakeTranslator()
    whole = translate_document(found, Language.ENGLISH, translator, *tools)
    assert len(translator.calls) == 3
    alone = [
        translate_document(part, Language.ENGLISH, FakeTranslator(), *tools).document
        for part in blocks(found)
    ]
    assert joined(alone) == whole.document
    assert [unit.source.line for unit in whole.units] == [n + 2 for n in texts]
    restored = [restore_document(part, *tools) for part in blocks(found)]
    assert joined(restored) == restore_document(found, *tools)


def test_figures_follow_the_language_of_their_block() -> None:
    texts = {
        0: "Phim rất hay, rất hay, rất hay.",
        1: "1.234,5",
        150: "the film is a film",
        151: "1.234,5",
    }
    found, _ = rows(texts, 152)
    tools: list[Any] = [FakeTranslator(), FakeRestorer(), FakeDetector()]
    made = translate_document(found, Language.ENGLISH, *tools)
    results = [unit.result.text for unit in made.units]
    assert results[1] == "1,234.5"
    assert results[3] == "1.234,5"
    assert replace(made.document, target=None, segments=found.segments) == found
