"""EPUB: what of a book is text, and that all else in the package comes back byte for byte."""

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fakes import use_fakes
from vitrans.cli import app
from vitrans.errors import InputError
from vitrans.formats import find_format, packaged
from vitrans.formats.epub import Epub

EPUB = Epub()
CONTAINER = """<?xml version="1.0"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="OEBPS/book.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>"""
OPF = """<?xml version="1.0" encoding="UTF-8"?>
<package xmlns="http://www.idpf.org/2007/opf" version="3.0" xml:lang="en">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The autumn film</dc:title>
<dc:creator>Thu Hà</dc:creator><dc:language>en</dc:language>
<dc:description>A film of love &amp; autumn</dc:description></metadata>
<manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="two" href="text/two%20parts.xhtml" media-type="application/xhtml+xml"/>
<item id="one" href="text/one.xhtml" media-type="application/xhtml+xml"/>
<item id="gone" href="text/gone.xhtml" media-type="application/xhtml+xml"/>
<item id="css" href="a.css" media-type="text/css"/>
<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/></manifest>
<spine toc="ncx"><itemref idref="one"/><itemref idref="two"/></spine></package>"""
NCX = """<?xml version="1.0"?><ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><docTitle>
<text>The film</text></docTitle><docAuthor><author>Thu Hà</author></docAuthor><navMap><navPoint>
<navLabel><text>The actors</text></navLabel>
<content src="text/one.xhtml"/></navPoint></navMap></ncx>"""
PAGE = """<?xml version="1.0" encoding="utf-8"?>\r
<!DOCTYPE html>\r
<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="en" lang="en"><head><title/>\r
<script src="a.js"/></head><body><p>The <b>actors</b>&#160;of the film<br/></p>\r
<p><img src="a.jpg" alt="The autumn"/></p></body></html>\r
"""
NAV = '<html xmlns="http://www.w3.org/1999/xhtml"><body><a href="a">The film</a></body></html>'
PARTS = {
    "mimetype": b"application/epub+zip",
    "META-INF/container.xml": CONTAINER.encode(),
    "OEBPS/book.opf": OPF.encode(),
    "OEBPS/a.css": b"p { color: red }",
    "OEBPS/text/one.xhtml": PAGE.encode(),
    "OEBPS/text/two parts.xhtml": "\ufeff<p>Mùa thu</p>".encode("utf-16-le"),
    "OEBPS/nav.xhtml": NAV.encode(),
    "OEBPS/toc.ncx": NCX.encode(),
    "OEBPS/a.jpg": bytes(range(256)),
}


def book(parts: Mapping[str, bytes] = PARTS) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, (name, data) in enumerate(parts.items()):
            info = zipfile.ZipInfo(name, (2020, 2, 2, 2, 2, 2))
            archive.writestr(info, data, zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED)
    return out.getvalue()


def contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_book_is_read_in_its_order() -> None:
    document = EPUB.read(book(), "a.epub")
    assert [segment.text for segment in document.segments] == [
        *("The autumn film", "A film of love & autumn"),
        *("The actors\u00a0of the film", "The autumn", "Mùa thu", "The film"),
        *("The film", "The actors"),
    ]
    rows = [segment.row for segment in document.segments]
    assert rows == sorted(set(rows))


def test_it_is_said_what_was_read() -> None:
    [told] = EPUB.read(book(), "a.epub").told
    assert re.fullmatch(
        r"paragraphs read: title and description \d+, pages \d+, contents \d+", told
    )


def test_a_book_comes_back_byte_for_byte() -> None:
    data = book()
    assert EPUB.write(EPUB.read(data, "a.epub")) == data


def test_only_parts_that_change_are_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    use_fakes(monkeypatch)
    file, made = tmp_path / "a.epub", tmp_path / "b.epub"
    file.write_bytes(book())
    done = CliRunner().invoke(app, ["translate", "--to", "vi", str(file), "-o", str(made)])
    assert (done.exit_code, done.stderr) == (0, "")
    before, after = contents(file.read_bytes()), contents(made.read_bytes())
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {
        *("OEBPS/book.opf", "OEBPS/text/one.xhtml", "OEBPS/nav.xhtml", "OEBPS/toc.ncx")
    }
    page = after["OEBPS/text/one.xhtml"].decode()
    assert '<html xmlns="http://www.w3.org/1999/xhtml" xml:lang="vi" lang="vi">' in page
    assert "<p>vi[The <b>actors</b>&#160;of the film]<br/></p>\r\n" in page
    assert 'alt="vi[The autumn]"' in page
    described = after["OEBPS/book.opf"].decode()
    assert "<dc:title>vi[The autumn film]</dc:title>" in described
    assert "<dc:creator>Thu Hà</dc:creator><dc:language>vi</dc:language>" in described
    assert "vi[A film of love &amp; autumn]" in described
    assert "<text>vi[The actors]</text>" in after["OEBPS/toc.ncx"].decode()


def test_a_book_is_known_by_what_is_in_it() -> None:
    assert find_format("a.EPUB", "").name == "epub"
    found = packaged(book())
    assert found and found.name == "epub"


PROTECTED = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
 xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData><enc:CipherData>
<enc:CipherReference URI="{part}"/></enc:CipherData></enc:EncryptedData></encryption>"""


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"META-INF/container.xml": None}, "is no EPUB book: it lacks META-INF/container.xml"),
        ({"OEBPS/book.opf": None}, "lacks its part 'OEBPS/book.opf'"),
        (
            {"META-INF/encryption.xml": PROTECTED.format(part="OEBPS/text/one.xhtml").encode()},
            "is protected against copying, its text is encrypted",
        ),
        (
            {"OEBPS/nav.xhtml": b'<!DOCTYPE x [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><p>&b;</p>'},
            "declares entities of its own",
        ),
        ({"OEBPS/nav.xhtml": b"<p>\xff</p>"}, "is not utf-8, as it says"),
    ],
)
def test_a_bad_book_is_refused_with_a_reason(
    parts: dict[str, bytes | None], said: str, tmp_path: Path
) -> None:
    made = {name: data for name, data in {**PARTS, **parts}.items() if data is not None}
    with pytest.raises(InputError, match=said):
        EPUB.read(book(made), "a.epub")
    file, out = tmp_path / "a.epub", tmp_path / "out.epub"
    file.write_bytes(book(made))
    done = CliRunner().invoke(app, ["restore", str(file), "-o", str(out)])
    assert done.exit_code == 1 and said in done.stderr and not out.exists()


def test_protected_fonts_do_not_matter() -> None:
    font = {"META-INF/encryption.xml": PROTECTED.format(part="OEBPS/a.ttf").encode()}
    data = book({**PARTS, **font})
    assert EPUB.write(EPUB.read(data, "a.epub")) == data


@pytest.mark.parametrize("cut", [0, 100, -50])
def test_a_truncated_book_is_refused(cut: int) -> None:
    with pytest.raises(InputError, match="cut off or damaged"):
        EPUB.read(book()[:cut], "a.epub")
