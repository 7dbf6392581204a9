"""Links to the headings of a Markdown file."""

import pytest

from vitrans.formats import named, parse
from vitrans.formats.anchors import slug


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("Lịch sử", "lịch-sử"),
        ("Giá vé: 50.000 đồng?", "giá-vé-50000-đồng"),
        ("Hỏi & đáp", "hỏi--đáp"),
        ("snake_case", "snake_case"),
    ],
)
def test_anchors_are_those_of_github(heading: str, anchor: str) -> None:
    assert slug(heading) == anchor


def changed(text: str, *words: tuple[str, str]) -> str:
    document = parse(text, ".md")
    known = dict(words)
    texts = [known.get(segment.text, segment.text) for segment in document.segments]
    return named("md").write(document.with_texts(texts)).decode()


LINKS = "[xem](#lich-su), [a][b] và `[c](#lich-su)`\n\n[b]: #lich-su-1\n"
HEADINGS = "\n# Lich su\n\n# Lich su\n"


def test_links_follow_their_headings() -> None:
    assert changed(LINKS + HEADINGS, ("Lich su", "Lịch sử")) == (
        "[xem](#lịch-sử), [a][b] và `[c](#lich-su)`\n\n[b]: #lịch-sử-1\n\n# Lịch sử\n\n# Lịch sử\n"
    )


def test_an_explicit_name_stays() -> None:
    made = changed("[xem](#su)\n\n## Lich su {#su}\n", ("Lich su", "Lịch sử"))
    assert made == "[xem](#su)\n\n## Lịch sử {#su}\n"


@pytest.mark.parametrize(
    "text",
    [
        "[xem](#dau-do)\n\n# Lich su\n",
        "```\n[xem](#lich-su)\n```\n\n# Lich su\n",
        "[xem](b.md#lich-su)\n\n# Lich su\n",
    ],
)
def test_other_links_stay(text: str) -> None:
    assert changed(text, ("Lich su", "Lịch sử")) == text.replace("# Lich su", "# Lịch sử")


@pytest.mark.parametrize(
    ("text", "segments"),
    [
        ("{{< note >}}\nLớp học.\n{{< /note >}}\n", ["Lớp học."]),
        ("{% if a %}\nXin chào.\n{% endif %}\n", ["Xin chào."]),
        ("Hình 1.\n{: .chu-thich}\n", ["Hình 1."]),
        ('![Lò gốm](a.jpg "Cổ")\n*Lò cổ. Ảnh: Thu Hà*\n', ["Lò gốm", "Cổ", "Lò cổ. Ảnh: Thu Hà"]),
        ("Rất dễ :smile: lúc 10:30:45.\n", ["Rất dễ \ue000 lúc 10:30:45."]),
    ],
)
def test_what_stands_on_lines_of_its_own_is_structure(text: str, segments: list[str]) -> None:
    document = parse(text, ".md")
    assert [segment.text for segment in document.segments] == segments
    assert named("md").write(document).decode() == text
