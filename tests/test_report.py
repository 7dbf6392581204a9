import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.errors import UsageError
from vitrans.report import ReportFormat, format_of, render, rows_jsonl, rows_tsv
from vitrans.report.differences import WordSign, compare, nearest
from vitrans.report.model import (
    Chart,
    Origin,
    Report,
    RoundedNumber,
    Series,
    ShownSegment,
    ShownSegments,
    SystemOutput,
    Table,
)
from vitrans.types import Score

HOSTILE = "<script>alert('x')</script> & | * _ $5 \x00\x1b"
SCORES = Table(
    "Scores",
    ("system", "BLEU", "TER", "lines"),
    (
        ("google", Score("BLEU", 45.678, "tok:13a"), Score("TER", 40.1, "tok:tercom"), 1200),
        (
            "opus",
            Score("BLEU", 30.0, "tok:13a", 30.1, 1.25, 0.001),
            Score("TER", 55.0, "tok:tercom", p=0.2),
            None,
        ),
    ),
    "Higher is better, but for TER.",
)
CHART = Chart(
    "By length",
    "chrF++",
    ("1–9 words (3)", "10–19 words (0)"),
    (Series("google", (62.51, None)), Series("opus", (0.0, None))),
)
EXAMPLES = ShownSegments(
    "Worst segments",
    "chrF++",
    (
        ShownSegment(
            7,
            ("Trời mưa to.", "Mưa lớn."),
            (
                SystemOutput("google", "Trời đang mưa to.", 71.25, ("name lost: Mai",)),
                SystemOutput("opus", ""),
            ),
            "It rains.",
        ),
    ),
)
REPORT = Report(
    "Translation of everything",
    (SCORES, CHART, EXAMPLES),
    (Origin("reference", "ref.vi", "ab12", 3),),
    (("command", "vitrans score a.txt 'b c.txt'"), ("seed", "12345")),
    ("google is decomposed",),
)


class Page(HTMLParser):
    """The tags of a page with their attributes, and the text between them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.open: list[str] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attributes)))
        if tag != "meta":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if not {"style", "title"} & set(self.open):
            self.words += f"{data} "

    def count(self, tag: str) -> int:
        return sum(name == tag for name, _ in self.tags)


def test_a_page_has_everything_on_it() -> None:
    page = Page(render(REPORT, ReportFormat.HTML))
    assert not page.open
    shown = " ".join(page.words.split())
    for text in (
        "Warning: google is decomposed",
        "google 45.68 40.10 1,200",
        "opus 30.00 ± 1.25* 55.00 –",
        "tok:tercom",
        "p-values against the first system",
        "0.0010",
        "62.5",
        "Segment 7",
        "source It rains.",
        "reference Mưa lớn.",
        "name lost: Mai",
        "ref.vi reference 3 ab12",
        "vitrans score a.txt 'b c.txt'",
    ):
        assert text in shown, text
    assert [page.count(tag) for tag in ("svg", "rect", "ins", "script", "link", "img")] == [
        *(1, 2, 1),
        *(0, 0, 0),
    ]


def test_the_best_of_each_column_stands_out() -> None:
    page = render(REPORT, ReportFormat.HTML)
    assert re.findall(r'class="best number">([^<]+)<', page) == ["45.68", "40.10"]
    assert "| google | **45.68** | **40.10** | 1,200 |" in render(REPORT, ReportFormat.MARKDOWN)
    assert r"google & \textbf{45.68} & \textbf{40.10} & 1,200 \\" in render(
        REPORT, ReportFormat.LATEX
    )


def test_a_page_needs_nothing_from_elsewhere() -> None:
    text = render(REPORT, ReportFormat.HTML)
    page = Page(text)
    links = [a["href"] for tag, a in page.tags if tag == "a"]
    places = {a["id"] for _, a in page.tags if a.get("id")}
    assert links
    assert {str(link).removeprefix("#") for link in links} <= places
    assert "src=" not in text
    assert "url(" not in text
    assert "default-src 'none'" in text


def hostile(text: str) -> Report:
    """Return a report in which every text is the one given."""
    score = Score(text, 1.0, text, 1.0, 1.0, 0.5)
    return Report(
        text,
        (
            Table(text, (text, f"{text} "), ((text, score),), text),
            Chart(text, text, (text,), (Series(text, (1.0,)),), text),
            ShownSegments(
                text,
                text,
                (ShownSegment(1, (text,), (SystemOutput(text, text, 1.0, (text,)),), text),),
            ),
        ),
        (Origin(text, text, text, 1, text),),
        ((text, text),),
        (text,),
    )


@given(st.text(min_size=1).filter(str.strip))
def test_no_text_is_read_as_tags(text: str) -> None:
    plain, page = (Page(render(hostile(t), ReportFormat.HTML)) for t in ("word", text))
    counted = [[tag for tag, _ in p.tags if tag not in ("ins", "del", "em")] for p in (plain, page)]
    assert counted[0] == counted[1]
    assert not page.open


def test_a_script_stays_a_text() -> None:
    page = render(hostile(HOSTILE), ReportFormat.HTML)
    assert Page(page).count("script") == 0
    assert "&lt;script&gt;" in page
    assert not re.search("[\x00-\x08\x1b]", page)
    markdown = render(hostile(HOSTILE), ReportFormat.MARKDOWN)
    assert "<script" not in re.sub(r"`[^`]*`|\\<script", "", markdown)
    assert r"\textbar{} * \_ \$5" in render(hostile(HOSTILE), ReportFormat.LATEX)


def test_markdown() -> None:
    text = render(REPORT, ReportFormat.MARKDOWN)
    assert text.startswith("# Translation of everything\n\n- **Warning:** google is decomposed\n")
    assert "| opus | 30.00 ± 1.25\\* | 55.00 | – |" in text
    assert "| google | 62.51 | – |" in text
    assert "google (chrF++ 71.2): Trời **đang** mưa to. — name lost: Mai" in text
    assert "- BLEU: `tok:13a`" in text


def test_latex() -> None:
    text = render(REPORT, ReportFormat.LATEX)
    assert text.startswith("% command: vitrans score a.txt 'b c.txt'\n% seed: 12345\n")
    assert r"opus & 30.00 $\pm$ 1.25* & 55.00 & -- \\" in text
    assert text.count(r"\begin{table}") == text.count(r"\end{table}") == 2


def test_a_row_of_latex_says_nothing_to_the_one_above() -> None:
    table = Table("Runs", ("system", "n"), (("[a]", 1), ("*b*", 2), ("c[1]", 3)))
    text = render(Report("Runs", (table,)), ReportFormat.LATEX)
    assert "\n    {}[a] & 1 \\\\\n    {}*b* & 2 \\\\\n    c[1] & 3 \\\\\n" in text


def test_json() -> None:
    found = json.loads(render(REPORT, ReportFormat.JSON))
    scores, chart, examples = found["sections"]
    assert scores["rows"][1]["BLEU"] == {
        "metric": "BLEU",
        "value": 30.0,
        "signature": "tok:13a",
        "mean": 30.1,
        "interval": 1.25,
        "p": 0.001,
    }
    assert scores["rows"][0]["lines"] == 1200
    assert chart["systems"]["google"] == {"1–9 words (3)": 62.51, "10–19 words (0)": None}
    assert examples["examples"][0]["outputs"][0]["faults"] == ["name lost: Mai"]
    assert found["files"][0]["sha256"] == "ab12"
    assert found["made_with"]["seed"] == "12345"
    assert found["warnings"] == ["google is decomposed"]


def test_text_for_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    text = render(REPORT, ReportFormat.TEXT)
    rows = [row.split() for row in text.split("\n")]
    assert ["google", "45.68", "40.10", "1,200"] in rows
    assert ["opus", "30.00", "±", "1.25*", "55.00", "–"] in rows
    assert ["BLEU:", "tok:13a"] in rows
    assert ["opus", "0.0010", "0.2000"] in rows
    assert "Segment" not in text


def test_the_suffix_says_the_form() -> None:
    assert [format_of(Path(f"a.{form}")) for form in ReportFormat] == list(ReportFormat)
    assert format_of(Path("A.HTML")) is ReportFormat.HTML
    with pytest.raises(UsageError, match=r"'report\.pdf'.* \.html, \.md"):
        format_of(Path("report.pdf"))


SEGMENTS = Table(
    "Segments",
    ("segment", "reference", "google", "google BLEU"),
    ((1, '"Hay" quá', "a\tb", Score("BLEU", 12.5, "")), (2, "Mưa", "Nắng", None)),
)


def test_rows_for_programs() -> None:
    assert rows_tsv(SEGMENTS) == (
        'segment\treference\tgoogle\tgoogle BLEU\n1\t"Hay" quá\ta\\tb\t12.5\n2\tMưa\tNắng\t\n'
    )
    assert [json.loads(line) for line in rows_jsonl(SEGMENTS).split("\n")[:-1]] == [
        {"segment": 1, "reference": '"Hay" quá', "google": "a\tb", "google BLEU": 12.5},
        {"segment": 2, "reference": "Mưa", "google": "Nắng", "google BLEU": None},
    ]
    assert rows_tsv(Table("", ("a", "b"), (("x\ry", "x\\\ny"),))) == "a\tb\nx\\ry\tx\\\\\\ny\n"


def test_a_number_has_its_own_decimals() -> None:
    table = Table("Parts", ("system", "ratio"), (("google", RoundedNumber(0.99649, 3)),))
    assert "0.996" in render(Report("Parts", (table,)), ReportFormat.TEXT)
    section = json.loads(render(Report("Parts", (table,)), ReportFormat.JSON))["sections"][0]
    assert section["rows"] == [{"system": "google", "ratio": 0.99649}]
    assert rows_jsonl(table) == '{"system": "google", "ratio": 0.99649}\n'


def test_differences() -> None:
    assert compare("Trời đang mưa to", "Trời mưa to lắm") == [
        ("Trời", WordSign.SAME),
        ("đang", WordSign.EXTRA),
        ("mưa to", WordSign.SAME),
        ("lắm", WordSign.MISSING),
    ]
    assert nearest("Mưa to", ["Nắng to", "Mưa to lắm"]) == "Mưa to lắm"
    assert nearest("Mưa", []) == ""


@given(st.text(), st.text())
def test_differences_have_all_words_of_both_sides(one: str, two: str) -> None:
    pieces = compare(one, two)
    for text, other in ((one, WordSign.MISSING), (two, WordSign.EXTRA)):
        assert " ".join(p.text for p in pieces if p.sign is not other).split() == text.split()


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="1 cells under 2"):
        Table("", ("a", "b"), (("c",),))
    with pytest.raises(ValueError, match="1 values for 2"):
        Chart("", "", ("a", "b"), (Series("s", (1.0,)),))
