"""Small packages as Word, PowerPoint and LibreOffice write them, made of what a test gives."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from lxml import etree

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"
_SPACES = (
    f'xmlns:w="{W}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
    ' xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
_POINT = "application/vnd.openxmlformats-officedocument.presentationml."
_SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml."
_CORE = "application/vnd.openxmlformats-package.core-properties+xml"
_DECLARED = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
STYLES = (
    '<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Mine"><w:name w:val="Mine"/>'
    '<w:basedOn w:val="berschrift1"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Legend"><w:name w:val="caption"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="Source"><w:name w:val="Source Code"/></w:style>'
    '<w:style w:type="character" w:styleId="Verb"><w:name w:val="Verbatim Char"/></w:style>'
)


def zipped(parts: Mapping[str, str | bytes]) -> bytes:
    """Return a zip archive of parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 2, 3, 4, 6)), content)
    return made.getvalue()


def part(data: bytes, name: str) -> str:
    """Return a part of a package as text."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return archive.read(name).decode("utf-8")


def docx(body: str, **others: str) -> bytes:
    """Return a Word document; `others` are the contents of `header1`, `footnotes`, … or `title`."""
    parts = {
        "word/document.xml": f"<w:document {_SPACES}><w:body>{body}</w:body></w:document>",
        "word/styles.xml": f"<w:styles {_SPACES}>{STYLES}</w:styles>",
    }
    types = {"word/document.xml": "document.main", "word/styles.xml": "styles"}
    for name, content in others.items():
        if name != "title":
            root = name.rstrip("0123456789")
            element = {"header": "hdr", "footer": "ftr"}.get(root, root)
            parts[f"word/{name}.xml"] = f"<w:{element} {_SPACES}>{content}</w:{element}>"
            types[f"word/{name}.xml"] = root
    told = {path: f"{_WORD}{kind}+xml" for path, kind in types.items()}
    return _package(parts, told, others.get("title"))


def pptx(*slides: str, notes: str = "", diagram: str = "") -> bytes:
    """Return a presentation with slides of shapes, and a diagram as data and as drawn."""
    parts = {"ppt/presentation.xml": f"<p:presentation {_SPACES}/>"}
    types = {"ppt/presentation.xml": f"{_POINT}presentation.main+xml"}
    for number, shapes in enumerate(slides, 1):
        name = f"ppt/slides/slide{number}.xml"
        parts[name] = f"<p:sld {_SPACES}><p:cSld><p:spTree>{shapes}</p:spTree></p:cSld></p:sld>"
        types[name] = f"{_POINT}slide+xml"
    drawn = "application/vnd.ms-office.drawingml.diagramDrawing+xml"
    data = "application/vnd.openxmlformats-officedocument.drawingml.diagramData+xml"
    for name, kind in (("data", data), ("drawing", drawn)) if diagram else ():
        parts[f"ppt/diagrams/{name}1.xml"] = f"<d:{name} xmlns:d='d' {_SPACES}>{diagram}</d:{name}>"
        types[f"ppt/diagrams/{name}1.xml"] = kind
    if notes:
        name = "ppt/notesSlides/notesSlide1.xml"
        parts[name] = f"<p:notes {_SPACES}>{notes}</p:notes>"
        types[name] = f"{_POINT}notesSlide+xml"
    return _package(parts, types)


def xlsx(
    strings: str, cells: str = "", columns: Sequence[str] = (), sheets: Sequence[str] = ()
) -> bytes:
    """Return a spreadsheet with shared strings, cells of a sheet, columns of a table, and names."""
    named = "".join(f'<sheet name="{name}" sheetId="1"/>' for name in sheets)
    space = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    names = "".join(f'<tableColumn id="1" name="{name}"/>' for name in columns)
    parts = {
        "xl/workbook.xml": f"<workbook {space}><sheets>{named}</sheets></workbook>",
        "xl/sharedStrings.xml": f"<sst {space}>{strings}</sst>",
        "xl/worksheets/sheet1.xml": f"<worksheet {space}>{cells}</worksheet>",
        "xl/tables/table1.xml": f"<table {space}><tableColumns>{names}</tableColumns></table>",
    }
    kinds = ("sheet.main", "sharedStrings", "worksheet", "table")
    return _package(parts, {n: f"{_SHEET}{k}+xml" for n, k in zip(parts, kinds, strict=True)})


def _package(parts: Mapping[str, str], types: Mapping[str, str], title: str | None = None) -> bytes:
    """Return a package of Office Open XML."""
    parts, types = dict(parts), dict(types)
    if title is not None:
        parts["docProps/core.xml"] = (
            '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
            'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
            f"<dc:title>{title}</dc:title><dc:creator>An Nhiên</dc:creator></cp:coreProperties>"
        )
        types["docProps/core.xml"] = _CORE
    told = "".join(f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in types.items())
    space = "http://schemas.openxmlformats.org/package/2006/content-types"
    head = {"[Content_Types].xml": f'{_DECLARED}<Types xmlns="{space}">{told}</Types>'}
    return zipped({**head, **{name: _DECLARED + text for name, text in parts.items()}})


def odt(body: str, styles: str = "", header: str = "", kind: str = "text") -> bytes:
    """Return an OpenDocument text with automatic styles and a header."""
    oasis = "urn:oasis:names:tc:opendocument:xmlns:"
    spaces = " ".join(
        f'xmlns:{name}="{oasis}{name}:1.0"' for name in ("office", "style", "text", "table")
    ) + (
        f' xmlns:draw="{oasis}drawing:1.0" xmlns:svg="{oasis}svg-compatible:1.0"'
        f' xmlns:fo="{oasis}xsl-fo-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'
        ' xmlns:officeooo="http://openoffice.org/2009/office"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    )
    content = (
        f"{_DECLARED}<office:document-content {spaces}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:{kind}>{body}</office:{kind}>"
        "</office:body></office:document-content>"
    )
    page = (
        f"{_DECLARED}<office:document-styles {spaces}><office:styles>"
        '<style:style style:name="Figure_20_Caption" style:family="paragraph"'
        ' style:parent-style-name="Caption"/></office:styles><office:master-styles>'
        f"<style:master-page><style:header>{header}</style:header></style:master-page>"
        "</office:master-styles></office:document-styles>"
    )
    mime = f"application/vnd.oasis.opendocument.{kind}"
    return zipped({"mimetype": mime, "content.xml": content, "styles.xml": page})


def p(*runs: str, style: str = "") -> str:
    """Return a paragraph of Word; a run that is no XML is plain words."""
    head = f'<w:pPr><w:pStyle w:val="{style}"/></w:pPr>' if style else ""
    return f"<w:p>{head}{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    """Return a run of Word."""
    head = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{head}<w:t xml:space="preserve">{text}</w:t></w:r>'


def field(instruction: str, shown: str) -> str:
    """Return a field of Word in runs of its own."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{shown}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def without_words(xml: str) -> str:
    """Return XML without words, runs that follow each other and look the same as one."""
    root = etree.fromstring(f"<x {_SPACES}>{xml}</x>" if xml.startswith("<w:p>") else xml.encode())
    unseen = (f"{{{W}}}{name}" for name in ("proofErr", "lastRenderedPageBreak", "lang"))
    for element in list(root.iter(*unseen)):
        element.getparent().remove(element)
    for element in root.iter():
        element.text = element.tail = None
        for name in list(element.attrib):
            if "rsid" in name or name.endswith("}space") or name in ("lang", "dirty", "err"):
                del element.attrib[name]
    for run in list(root.iter(f"{{{W}}}r", f"{{{A}}}r")):
        _joined(run)
    return str(etree.tostring(root).decode())


def _joined(run: Any) -> None:
    """Join a run to the one before it, if both look the same, and words to words."""
    if all(child.tag.endswith("}rPr") for child in run):
        run.getparent().remove(run)
        return
    before = run.getprevious()
    if before is not None and before.tag == run.tag and _look(before) == _look(run):
        for child in run:
            if not child.tag.endswith("}rPr"):
                before.append(child)
        run.getparent().remove(run)
        run = before
    for child in list(run):
        if child.tag.endswith("}t") and getattr(child.getprevious(), "tag", "") == child.tag:
            run.remove(child)


def _look(run: Any) -> bytes:
    return b"".join(etree.tostring(child) for child in run if child.tag.endswith("}rPr"))
