"""Formatting of Word documents stands around the right words of a translation."""

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from office_files import W, docx, field, p, part, r
from vitrans.align.placement import place
from vitrans.formats import named
from vitrans.pipeline.marks import transfer
from vitrans.types import Language, Target

DOCX = named("docx")
LOOKS = {"b": "<w:b/>", "i": "<w:i/>", "a": ""}
NOTE = '<w:r><w:footnoteReference w:id="1"/></w:r>'
# Sentences whose marked words are known in the translation: `b` is bold print, `i` italics, `a` a
# link, `*` the reference of a footnote.
SENTENCES = [
    ("The <b>city council</b> approved it.", "<b>Hội đồng thành phố</b> đã phê duyệt nó."),
    ("She bought <i>three red apples</i>.", "Cô ấy đã mua <i>ba quả táo đỏ</i>."),
    ("Read the <a>new report</a> today.", "Hãy đọc <a>báo cáo mới</a> hôm nay."),
    ("The <b>old bridge</b> here is <i>closed</i>.", "<b>Cây cầu cũ</b> ở đây <i>đóng cửa</i>."),
    ("Hanoi is the <b>capital</b> of Vietnam.", "Hà Nội là <b>thủ đô</b> của Việt Nam."),
    ("The <a>police</a> met <b>two men</b>.", "<a>Cảnh sát</a> gặp <b>hai người đàn ông</b>."),
    ("He works at <b>night</b>.", "Anh ấy làm việc vào <b>ban đêm</b>."),
    ("The price of <i>rice</i> rose by <b>5%</b>.", "Giá <i>gạo</i> tăng <b>5%</b>."),
    ("The <b>hospital</b>* is near the river.", "<b>Bệnh viện</b>* ở gần sông."),
    ("The <a>Mekong River</a> flows to the sea.", "<a>Sông Mê Kông</a> chảy ra biển."),
    ("<b>Nguyễn Văn An</b> is a teacher.", "<b>Nguyễn Văn An</b> là giáo viên."),
    ("My mother cooks <i>fish soup</i> on Sunday.", "Mẹ tôi nấu <i>canh cá</i> vào Chủ nhật."),
]  # fmt: skip


def paragraph(sentence: str) -> str:
    """Return a paragraph of Word for a sentence with marks."""
    made = []
    for mark, inner, between in re.findall(r"<(\w)>(.*?)</\1>|([^<]+)", sentence):
        run = r(inner, LOOKS.get(mark, ""))
        if mark == "a":
            made.append(f'<w:hyperlink r:id="rId1">{run}</w:hyperlink>')
        elif mark:
            made.append(run)
        else:
            made += [
                NOTE if part == "*" else r(part) for part in re.split(r"(\*)", between) if part
            ]
    return p(*made)


def shown(xml: str) -> str:
    """Return the sentence of a paragraph of Word with its marks."""
    root: Any = etree.fromstring(xml.encode())
    made = []
    for run in root.iter(f"{{{W}}}r"):
        words = "".join("*" if n.tag.endswith("Reference") else n.text or "" for n in run)
        mark = next((m for m in "bi" if run.find(f".//{{{W}}}{m}") is not None), "")
        mark = "a" if run.getparent().tag.endswith("}hyperlink") else mark
        made.append(f"<{mark}>{words}</{mark}>" if mark else words)
    return "".join(made)


@pytest.mark.model
@pytest.mark.parametrize(("source", "target"), SENTENCES)
@pytest.mark.parametrize("into", [Language.VIETNAMESE, Language.ENGLISH])
def test_marks_are_around_the_right_words(source: str, target: str, into: Target) -> None:
    if into is Language.ENGLISH:
        source, target = target, source
    data = docx(paragraph(source))
    document = DOCX.read(data, "a.docx")
    [segment] = document.segments
    plain = re.sub(r"</?\w>|\*", "", target)
    made = DOCX.write(document.with_segments([transfer(segment, plain, into, place)]))
    assert shown(part(made, "word/document.xml")) == target


PROPERTIES = st.sampled_from(["", "<w:b/>", "<w:i/>", '<w:b/><w:lang w:val="en-US"/>'])
TEXT = st.text(st.sampled_from("ab é<&\u00a0\uf0b7\t."), max_size=6).map(
    lambda text: text.replace("&", "&amp;").replace("<", "&lt;")
)
RUN = st.builds(r, TEXT, PROPERTIES)
THING = st.sampled_from(
    [
        NOTE,
        "<w:r><w:tab/></w:r>",
        "<w:r><w:br/></w:r>",
        '<w:bookmarkStart w:id="1"/>',
        '<w:bookmarkEnd w:id="1"/>',
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>',
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>',
        field("PAGE", r("3")),
        field("HYPERLINK x", r("ab")),
        "<w:del><w:r><w:delText>ab</w:delText></w:r></w:del>",
    ]
)
CONTENT = st.recursive(
    RUN | THING,
    lambda inner: st.lists(inner, max_size=3).map(
        lambda parts: f'<w:hyperlink r:id="x">{"".join(parts)}</w:hyperlink>'
    ),
    max_leaves=8,
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(CONTENT, max_size=8))
def test_any_paragraph_comes_back_and_keeps_what_is_in_it(content: list[str]) -> None:
    data = docx(f"<w:p>{''.join(content)}</w:p>")
    document = DOCX.read(data, "a.docx")
    assert DOCX.write(document) == data
    made = DOCX.write(document.with_texts([s.text.replace("a", "ă") for s in document.segments]))
    before, after = (part(one, "word/document.xml") for one in (data, made))
    for element in (
        "footnoteReference",
        "tab",
        "br",
        "bookmarkStart",
        "fldChar",
        "del",
        "hyperlink",
    ):
        assert before.count(f"<w:{element}") == after.count(f"<w:{element}"), element
    words = [re.sub(r"<[^>]*>|\s", "", xml).replace("ă", "a") for xml in (before, after)]
    assert words[0] == words[1]
