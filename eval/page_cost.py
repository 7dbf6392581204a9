"""Measure what reading and writing a file costs: python eval/page_cost.py FORMAT SIZE.

A page of HTML or an XLIFF file of so many megabytes, or a Word document of so many pages, is
translated with an echo in the place of the engine, and so is a plain text of its sentences. What
the file takes more is its own cost; it is set against what the bundled translator takes for a
sample of the sentences. Processor time is counted, not the clock's.
"""

import argparse
import io
import resource
import time
from collections.abc import Callable, Sequence

from docx import Document

from common import show
from vitrans.align.placement import place
from vitrans.formats import PLAIN, named
from vitrans.formats.base import Format
from vitrans.toolkit import Toolkit
from vitrans.types import Language, Target, Translation

BLOCK = """<section class="news"><h2>Chợ nổi &amp; sông nước miền Tây số {n}</h2>
<p>Chợ nổi <a href="/cho/{n}">Cái Răng</a> là một <b>khu chợ</b> trên sông ở <i>Cần Thơ</i>, mở cửa
  từ {n}&nbsp;giờ sáng. Khách du lịch thường đến đây bằng thuyền nhỏ.<br>Món ăn rất ngon.</p>
<figure><img src="/anh/{n}.jpg" alt="Chợ nổi lúc sáng sớm"><figcaption>Người dân bán trái cây trên
sông. Ảnh: TTXVN</figcaption></figure><script>track("{n}");</script></section>
"""
UNIT = """<trans-unit id="{n}"><source>Chợ nổi <g id="1">Cái Răng</g> là một <bpt id="2"
 ctype="bold">&lt;b&gt;</bpt>khu chợ<ept id="2">&lt;/b&gt;</ept> ở Cần Thơ, mở cửa từ {n}&#160;giờ.
</source></trans-unit>
<trans-unit id="{n}b"><source>Khách du lịch thường đến đây bằng thuyền nhỏ. Món ăn rất ngon
 &amp; rẻ.</source><note>Web</note></trans-unit>
"""
XLIFF = """<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="market.html"
 source-language="vi" target-language="en" datatype="html"><body>
{units}</body></file></xliff>
"""
WORDS = "Món ăn rất ngon. Nhiều gia đình đã sống trên thuyền từ ba mươi năm nay. " * 3
SAMPLE = 100


class Echo:
    """An engine that gives every sentence back with a word more."""

    def translate(self, texts: Sequence[str], target: Language) -> list[Translation]:
        """Return the sentences, each with a word before it."""
        return [Translation(text, f"Echo {text}", 0.0, "echo") for text in texts]

    def place(
        self, spans: Sequence[tuple[int, int]], source: str, target: str, language: Target
    ) -> list[tuple[int, int] | None]:
        """Return where words went, by the word table."""
        return place(spans, source, target, language)


def seconds(work: Callable[[], object]) -> float:
    """Return the processor time that something takes."""
    start = time.process_time()
    work()
    return time.process_time() - start


def translate(tools: Toolkit, data: bytes, format: Format) -> int:
    """Translate a file with an echo; return how many sentences it has."""
    from vitrans.pipeline import translate_document

    document = format.read(data, "page")
    done = translate_document(
        document, Language.ENGLISH, Echo(), tools.restorer, tools.detector, tools.english_captions
    )
    format.write(done.document)
    return len(done.units)


def page(megabytes: float) -> bytes:
    """Return a page of HTML of a size."""
    return f"<!DOCTYPE html>\n{_repeated(BLOCK, megabytes)}".encode()


def xliff(megabytes: float) -> bytes:
    """Return an XLIFF 1.2 file of a size, with codes in every second unit."""
    return XLIFF.replace("{units}", _repeated(UNIT, megabytes)).encode()


def _repeated(text: str, megabytes: float) -> str:
    count = int(megabytes * 1e6) // len(text.encode())
    return "".join(text.replace("{n}", str(number)) for number in range(count))


def word_document(pages: float) -> bytes:
    """Return a Word document of some pages: on each a heading, six paragraphs, a table."""
    document = Document()
    for number in range(int(pages)):
        document.add_heading(f"Chợ nổi và sông nước miền Tây số {number}", 1)
        for hour in range(6):
            paragraph = document.add_paragraph("Chợ nổi ")
            paragraph.add_run("Cái Răng").bold = True
            paragraph.add_run(f" là một khu chợ ở Cần Thơ, mở cửa từ {hour} giờ. ")
            paragraph.add_run("Khách du lịch").italic = True
            paragraph.add_run(" thường đến đây bằng thuyền nhỏ. " + WORDS)
        cells = document.add_table(3, 3)._cells
        for order, cell in enumerate(cells):
            cell.text = f"Giá trái cây {number}.{order}"
        document.add_page_break()
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


MADE: dict[str, tuple[Callable[[float], bytes], str]] = {
    "html": (page, "A page of {:g} MB"),
    "xliff": (xliff, "An XLIFF file of {:g} MB"),
    "docx": (word_document, "A Word document of {:g} pages"),
}


def measure(data: bytes, format: Format, what: str) -> None:
    """Measure what a file costs, and print it."""
    tools = Toolkit()
    translate(tools, BLOCK.encode(), named("html"))  # loads the models
    sentences = 0

    def whole() -> None:
        nonlocal sentences
        sentences = translate(tools, data, format)

    paged = seconds(whole)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    texts = [segment.text for segment in format.read(data, "page").segments]
    plain = seconds(lambda: translate(tools, "\n\n".join(texts).encode(), PLAIN))
    engine = tools.translator
    engine.translate(texts[:1], Language.ENGLISH)
    each = seconds(lambda: engine.translate(texts[:SAMPLE], Language.ENGLISH)) / SAMPLE
    share = 100 * (paged - plain) / (plain + each * sentences)
    show(
        f"{what}, {sentences} sentences",
        ("what", "value"),
        [
            ("its sentences alone, without the engine (s)", plain),
            ("the file, without the engine (s)", paged),
            ("the engine, for as many sentences (s)", each * sentences),
            ("what the file costs above its sentences alone (%)", share),
            ("most memory, without the engine (MB)", resident),
        ],
    )


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("format", choices=MADE)
    parser.add_argument("size", type=float, help="megabytes, or pages of a Word document")
    asked = parser.parse_args()
    make, what = MADE[asked.format]
    measure(make(asked.size), named(asked.format), what.format(asked.size))


if __name__ == "__main__":
    main()
