"""Measure what reading and writing a page costs: python eval/page_cost.py [--megabytes N].

A page of that size is translated with an echo in the place of the engine, and so is a plain text of
its sentences. What the page takes more is its own cost; it is set against what the bundled
translator takes for a sample of the sentences. Processor time is counted, not the clock's.
"""

import argparse
import resource
import time
from collections.abc import Callable, Sequence

from common import show
from vitrans.formats import PLAIN
from vitrans.formats.base import Format
from vitrans.formats.html import Html
from vitrans.toolkit import Toolkit
from vitrans.types import Language, Translation

BLOCK = """<section class="news"><h2>Chợ nổi &amp; sông nước miền Tây số {n}</h2>
<p>Chợ nổi <a href="/cho/{n}">Cái Răng</a> là một <b>khu chợ</b> trên sông ở <i>Cần Thơ</i>, mở cửa
  từ {n}&nbsp;giờ sáng. Khách du lịch thường đến đây bằng thuyền nhỏ.<br>Món ăn rất ngon.</p>
<figure><img src="/anh/{n}.jpg" alt="Chợ nổi lúc sáng sớm"><figcaption>Người dân bán trái cây trên
sông. Ảnh: TTXVN</figcaption></figure><script>track("{n}");</script></section>
"""
SAMPLE = 100


class Echo:
    """An engine that gives every sentence back with a word more."""

    def translate(self, texts: Sequence[str], target: Language) -> list[Translation]:
        """Return the sentences, each with a word before it."""
        return [Translation(text, f"Echo {text}", 0.0, "echo") for text in texts]


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


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=1.0, help="size of the page")
    size = int(parser.parse_args().megabytes * 1e6)
    count = size // len(BLOCK.encode())
    page = "<!DOCTYPE html>\n" + "".join(BLOCK.replace("{n}", str(n)) for n in range(count))
    texts = [segment.text for segment in Html().parse(page).segments]
    tools = Toolkit()
    translate(tools, BLOCK.encode(), Html())  # loads the models
    plain = seconds(lambda: translate(tools, "\n\n".join(texts).encode(), PLAIN))
    sentences = 0

    def whole() -> None:
        nonlocal sentences
        sentences = translate(tools, page.encode(), Html())

    paged = seconds(whole)
    resident = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    engine = tools.translator
    engine.translate(texts[:1], Language.ENGLISH)
    each = seconds(lambda: engine.translate(texts[:SAMPLE], Language.ENGLISH)) / SAMPLE
    share = 100 * (paged - plain) / (plain + each * sentences)
    show(
        f"A page of {len(page.encode()) / 1e6:.1f} MB, {sentences} sentences",
        ("what", "value"),
        [
            ("its sentences alone, without the engine (s)", plain),
            ("the page, without the engine (s)", paged),
            ("the engine, for as many sentences (s)", each * sentences),
            ("what the page costs above its sentences alone (%)", share),
            ("most memory, without the engine (MB)", resident),
        ],
    )


if __name__ == "__main__":
    main()
