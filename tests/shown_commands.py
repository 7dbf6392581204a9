"""The commands that a page of documentation shows, and the place to run them in."""

import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

from docx import Document

from vitrans.exchange.bilingual import Row, Sheet
from vitrans.exchange.tmx import TmxUnit, tmx_parts
from vitrans.memory import Memory, import_file
from vitrans.report.bilingual import BilingualForm, write_sheet
from vitrans.types import Language

ROOT = Path(__file__).parent.parent
CORPORA = ROOT / "corpora"
PAGES = [ROOT / "README.md", *sorted(ROOT.glob("docs/guides/*.md"))]

FROM_THE_HUB = "needs a model from the hub; test_models_guide.py has a hub"
# Why a command is not run, by what it has.
NOT_RUN = {
    r"pip install|\bpip\b": "needs a network",
    r"corpus fetch|flores200-dev|Helsinki-NLP": "needs a network, or what it brought",
    r"models pull|models default \S|--model \S*opus-|--system opus-": FROM_THE_HUB,
    r"--engine ray|^ray |kubectl": "needs a cluster; test_ray.py has one",
    r"--review": "needs a terminal; test_restore_command.py has one",
    r"--comet": "needs an environment of its own; test_comet.py has one",
    r"vitrans serve(?! keys)": "serves until it is stopped; test_server_operation.py has one",
    r"vitrans train ": "takes hours; test_training.py trains small models",
    r"opusmt|peers|google\.": "needs outputs of other systems; test_score.py has its own",
    r"^\$ vitrans score restored\.txt": "needs an output that is not kept",
}
# What the guide to restoring mends: Telex, TCVN3, tones in the wrong place, UTF-8 read wrongly.
OLD = """\
Suwj keets hopwj cuar dieenx vieen Hanf Quoocs.
Sù kÕt hîp cña diÔn viªn.
Họ đã hòan thành bộ phim tòan tập.
Sá»± káº¿t há»£p
"""
# What the guide to memories has been given, and what it translates.
HANDBOOK = [
    TmxUnit(
        {"vi-VN": vietnamese, "en-GB": english},
        created=datetime(2026, 1, 31, tzinfo=UTC),
        author="Lan",
        source="vi-VN",
    )
    for vietnamese, english in (
        ("Người mượn phải trả nhạc cụ đúng hạn.", "Borrowers must return instruments on time."),
        ("Thời hạn mượn là 28 ngày.", "The loan period is 28 days."),
        ("Thẻ thư viện có giá trị trong 12 tháng.", "A library card is valid for 12 months."),
    )
]
LETTER = """\
Thời hạn mượn là 14 ngày.
Thẻ thư viện có giá trị trong 12 tháng.
Người mượn phải trả đàn đúng hạn.
"""

# What the guide to CAT tools works on.
CAT_FILES = {
    "garden.xlf": "okapi.xlf",
    "garden.docx.sdlxliff": "trados.sdlxliff",
    "garden.docx.mqxliff": "memoq.mqxliff",
    "vi.po": "gettext.po",
    "team.tmx": "omegat.tmx",
    "strings.json": "python.json",
    "strings.csv": "translate-toolkit.csv",
}


STORY = (("Nhà sản xuất đã có mặt.", "The producer was present."),)
OFFICE = {
    "report.docx": "libreoffice.docx",
    "report.vi.docx": "python-docx.docx",
    "manual.docx": "python-docx.docx",
    "slides.pptx": "python-pptx.pptx",
    "letter.odt": "libreoffice.odt",
    "prices.xlsx": "openpyxl.xlsx",
    "book.epub": "pandoc.epub",
    "about.html": "pandoc.html",
}


# Pages whose commands are one piece of work: they run one after the other, in one folder.
JOURNEYS = frozenset({"whole-job.md"})
JOB_README = """\
# Máy lọc nước Suối Mát

Cảm ơn bạn đã chọn **máy lọc nước Suối Mát**. Hãy đọc kỹ hướng dẫn này trước khi dùng.

- Thay lõi lọc sau 6 tháng.
- Vặn chặt van xả trước khi mở nước.

Xem thêm tại [trang hỗ trợ](https://suoimat.example/ho-tro).
"""
JOB_VIDEO = """\
1
00:00:01,000 --> 00:00:06,000
Trước hết, hãy khóa van cấp nước.

2
00:00:06,500 --> 00:00:14,000
Sau đó tháo lõi lọc cũ ra
và lắp lõi lọc mới vào.

3
00:00:14,500 --> 00:00:19,000
Thay lõi lọc sau 6 tháng.
"""
JOB_APP = """\
<?xml version="1.0" encoding="UTF-8"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
 <file original="app" source-language="vi" target-language="en" datatype="plaintext">
  <body>
   <trans-unit id="1"><source>Lõi lọc còn dùng được %d ngày.</source></trans-unit>
   <trans-unit id="2"><source>Khóa van cấp nước</source></trans-unit>
  </body>
 </file>
</xliff>
"""
JOB_MEMORY = (
    (
        "Hãy đọc kỹ hướng dẫn này trước khi dùng.",
        "Please read these instructions carefully before use.",
    ),
    (
        "Máy được bảo hành 12 tháng kể từ ngày mua.",
        "The machine is guaranteed for 12 months from the date of purchase.",
    ),
    ("Thay lõi lọc sau 6 tháng.", "Change the filter cartridge every 6 months."),
)
# What a machine and the memory made of the readme, and what the reviewer has corrected in it.
JOB_ROWS = (
    ("Máy lọc nước Suối Mát", "Suối Mát water purifier"),
    (
        "Cảm ơn bạn đã chọn máy lọc nước Suối Mát.",
        "Thank you for choosing the Suối Mát water purifier.",
    ),
    JOB_MEMORY[0],
    JOB_MEMORY[2],
    ("Vặn chặt van xả trước khi mở nước.", "Tighten the drain valve before turning the water on."),
    ("Xem thêm tại trang hỗ trợ.", "See the support page for more."),
)
JOB_CORRECTED = (JOB_MEMORY[2][1], "Replace the filter cartridge every 6 months.")


class Shown(NamedTuple):
    """A command on a page.

    Attributes:
        page: the page's name.
        command: what is typed.
        output: what the page says that it prints, None if it says nothing.
    """

    page: str
    command: str
    output: str | None

    @property
    def why_not(self) -> str:
        """Why the command is not run, and nothing if it is."""
        typed = self.command if self.output is None else f"$ {self.command}"
        return next((why for what, why in NOT_RUN.items() if re.search(what, typed)), "")


def shown(page: Path) -> Iterator[Shown]:
    """Yield the commands of a page, in order, with the output that is shown."""
    block = re.compile(r"(?:^    .*\n|^\n(?=    ))+", re.MULTILINE)
    for match in block.finditer(page.read_text("utf-8")):
        text = re.sub("^ {4}", "", match[0], flags=re.MULTILINE)
        if "$ " not in text:
            yield from (Shown(page.name, one, None) for one in _commands(text))
            continue
        for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
            command, output = _divided(part)
            yield Shown(page.name, command, output)


def _commands(text: str) -> Iterator[str]:
    """Yield the commands of a block without outputs: those that call vitrans."""
    for line in text.replace("\\\n", " ").split("\n"):
        line = line.strip()
        if line.startswith("if ") and "vitrans" in line:
            yield text[text.index("if ") :].strip()
        elif re.match(r"(?:cat \S+ \| )?vitrans |pip |.*-m venv ", line):
            yield line


def _divided(part: str) -> tuple[str, str]:
    """Return a command, over several lines where they end in a backslash, and its output."""
    match = re.match(r"((?:.*\\\n)*.*)\n?", part)
    assert match
    return match[1], part[match.end() :]


def furnish(folder: Path) -> None:
    """Put the files into a folder that pages name, those aside whose content they show."""
    vietnamese = (CORPORA / "articles" / "fish-sauce.vi.txt").read_text("utf-8").split("\n")[:5]
    english = (CORPORA / "articles" / "fish-sauce.en.txt").read_text("utf-8").split("\n")[:5]
    one, other = "\n".join(vietnamese) + "\n", "\n".join(english) + "\n"
    shutil.copytree(CORPORA, folder / "corpora")
    for path in (CORPORA / "alignment").glob("loan-desk.*.txt"):
        shutil.copy(path, folder)
    documents = ROOT / "tests" / "data" / "documents"
    for name, source in CAT_FILES.items():
        shutil.copy(documents / source, folder / name)
    files = {
        **dict.fromkeys(("article.txt", "article.en.txt", "lines.txt"), other),
        **dict.fromkeys(("article.vi.txt", "output.txt", "reference.txt"), one),
        **dict.fromkeys(
            ("story.txt", "story.vi.txt", "stories/story.txt"), "Nhà sản xuất đã có mặt.\n"
        ),
        **dict.fromkeys(("out.en", "ref.en"), "The producers are here.\n"),
        "src.vi": "Nhà sản xuất đã có mặt.\n",
        "train.tsv": "The film is long.\tPhim dài.\n",
        "old.txt": OLD,
        "article.md": one,
        "news/one.md": one,
        "captions/one.txt": "Nha san xuat\n",
        "articles/one.jsonl": '{"id": 1, "text": "Nhà sản xuất đã có mặt."}\n',
        "story.vtt": "WEBVTT\n\n00:01.000 --> 00:02.000\nNhà sản xuất\n",
        "song.srt": "1\n00:00:01,000 --> 00:00:02,000\nNha san xuat\n",
        "house/names.tsv": "Tràm Chim\n",
        "house/films.tsv": "mọt phim\n",
        "beads.tsv": "1\t1\n",
        "gold.tsv": "1\t1\n",
        "found.jsonl": '{"language": "vi", "confidence": 0.9}\n',
        "gold.txt": "vi\n",
        "test.txt": "Xin chào!\n",
        "handbook.tmx": "".join(tmx_parts(HANDBOOK)),
        "letter.txt": LETTER,
    }
    _review(folder / "reviewed" / "story.txt.docx", STORY, STORY[0][1], "The producers are here.")
    for name, made in OFFICE.items():
        shutil.copy(ROOT / "tests" / "data" / "documents" / made, folder / name)
    for name, content in files.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(content, "utf-8")
    memory = Memory.writing(folder / "client.db")
    import_file(memory, folder / "handbook.tmx")
    memory.close()


def furnish_job(folder: Path) -> None:
    """Put the files of a job into a folder: those of the client, and what is reviewed later."""
    units = (
        TmxUnit(
            {"vi-VN": vietnamese, "en-GB": english},
            created=datetime(2026, 1, 31, tzinfo=UTC),
            author="Lan",
            source="vi-VN",
        )
        for vietnamese, english in JOB_MEMORY
    )
    files = {
        "suoi-mat.tmx": "".join(tmx_parts(units)),
        "from-client/readme.md": JOB_README,
        "from-client/video.srt": JOB_VIDEO,
        "from-client/app.xlf": JOB_APP,
    }
    (folder / "from-client").mkdir()
    for name, content in files.items():
        (folder / name).write_text(content, "utf-8")
    document = Document()
    document.add_heading("Giấy bảo hành", 1)
    document.add_paragraph("Máy được bảo hành 24 tháng kể từ ngày mua.")
    paragraph = document.add_paragraph("Lõi lọc ")
    paragraph.add_run("không").bold = True
    paragraph.add_run(" được bảo hành.")
    document.save(str(folder / "from-client" / "warranty.docx"))
    _review(folder / "reviewed" / "readme.md.docx", JOB_ROWS, *JOB_CORRECTED)


def _review(path: Path, rows: Sequence[tuple[str, str]], translation: str, corrected: str) -> None:
    """Write a bilingual table in which a reviewer has corrected a translation."""
    made = (
        Row(number, (source,), (target,), number, "vitrans", 0.5)
        for number, (source, target) in enumerate(rows, 1)
    )
    table = write_sheet(Sheet(path.stem, Language.ENGLISH, tuple(made)), BilingualForm.DOCX)
    document = Document(io.BytesIO(table))
    cells = [row.cells[2] for row in document.tables[0].rows]
    [cell] = [cell for cell in cells if cell.text == translation]
    cell.paragraphs[0].runs[0].text = corrected
    path.parent.mkdir(exist_ok=True)
    document.save(str(path))


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Return what a command prints in a folder, with this vitrans and no lexicon of the user's."""
    vitrans = f'vitrans() {{ {shlex.quote(sys.executable)} -m vitrans "$@"; }}; '
    return subprocess.run(
        ["bash", "-c", vitrans + command],
        cwd=folder,
        env={
            **os.environ,
            **dict.fromkeys(("XDG_CONFIG_HOME", "XDG_DATA_HOME"), str(folder)),
            "NO_COLOR": "1",
            "COLUMNS": "80",
        },
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )
