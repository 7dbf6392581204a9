"""Packages: what is not replaced is copied byte for byte; damage and bombs are refused."""

import io
import struct
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans.errors import InputError
from vitrans.formats import packages
from vitrans.formats.packages import Package, Part, joined, parted, xml_encoding


def packed(parts: Mapping[str, bytes], comment: bytes = b"") -> bytes:
    """Return a zip archive whose first entry is stored."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, (name, data) in enumerate(parts.items()):
            info = zipfile.ZipInfo(name, (2019, 5, 17, 8, 30, number))
            info.external_attr = 0o640 << 16
            archive.writestr(info, data, zipfile.ZIP_DEFLATED if number else zipfile.ZIP_STORED)
        archive.comment = comment
    return out.getvalue()


class Unseekable(io.RawIOBase):
    """A stream to which zipfile writes sizes behind the contents."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.data += bytes(data)  # type: ignore[call-overload]
        return len(bytes(data))  # type: ignore[call-overload]


def contents(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


PARTS = {"mimetype": b"application/epub+zip", "a.xhtml": b"<p>a</p>" * 90, "b.css": b"p{}" * 50}


@given(
    st.dictionaries(st.text("abc/.é", min_size=1, max_size=8), st.binary(max_size=99), min_size=1),
    st.data(),
)
def test_only_what_is_replaced_changes(parts: dict[str, bytes], data: st.DataObject) -> None:
    before = packed(parts, b"made by hand")
    chosen = data.draw(st.dictionaries(st.sampled_from(sorted(parts)), st.binary(max_size=99)))
    after = Package(before, "a.epub").replaced(chosen)
    assert contents(after) == parts | chosen
    assert list(contents(after)) == list(parts)
    if not chosen:
        assert after == before


def test_entries_are_copied_with_their_dates_modes_and_packing() -> None:
    before = packed(PARTS, b"comment")
    after = Package(before, "a.epub").replaced({"a.xhtml": b"<p>new</p>"})
    with zipfile.ZipFile(io.BytesIO(before)) as old, zipfile.ZipFile(io.BytesIO(after)) as new:
        for one, other in zip(old.infolist(), new.infolist(), strict=True):
            names = ("filename", "date_time", "compress_type", "external_attr", "create_system")
            assert [getattr(one, n) for n in names] == [getattr(other, n) for n in names]
        assert new.comment == b"comment"
    first = before.index(b"PK\3\4", 4)
    assert after[:first] == before[:first]


def test_the_same_contents_give_the_same_bytes() -> None:
    before = packed(PARTS)
    assert Package(before, "a.epub").replaced({"mimetype": PARTS["mimetype"]}) == before


def test_sizes_that_stand_behind_the_contents_are_understood() -> None:
    stream = Unseekable()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in PARTS.items():
            archive.writestr(name, data)
    after = Package(bytes(stream.data), "a.epub").replaced({"a.xhtml": b"new"})
    assert contents(after) == PARTS | {"a.xhtml": b"new"}


@pytest.mark.parametrize("cut", [0, 10, 100, -1, -30])
def test_a_truncated_package_is_refused(cut: int) -> None:
    with pytest.raises(InputError, match=r"'a\.epub' is cut off or damaged"):
        package = Package(packed(PARTS)[:cut], "a.epub")
        package.replaced({"a.xhtml": package.read("a.xhtml")})


def test_damage_inside_a_part_is_told() -> None:
    data = bytearray(packed(PARTS))
    start = data.index(b"a.xhtml") + len("a.xhtml")
    data[start : start + 4] = b"\xff\xff\xff\xff"
    with pytest.raises(InputError, match="damaged"):
        Package(bytes(data), "a.epub").read("a.xhtml")


def test_a_bomb_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_MOST_BYTES", 1000)
    data = bytearray(packed({"a": b"", "bomb": b"0" * 100_000}))
    with pytest.raises(InputError, match="unpacks to more than"):
        Package(bytes(data), "a.epub").read("bomb")
    lie = data.rindex(struct.pack("<I", 100_000))
    data[lie : lie + 4] = struct.pack("<I", 10)
    with pytest.raises(InputError, match=r"unpacks to more than|damaged"):
        Package(bytes(data), "a.epub").read("bomb")


def test_parts_are_bounded_in_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_MOST_IN_ALL", 1000)
    package = Package(packed({"a": b"0" * 600, "b": b"0" * 600}), "a.epub")
    package.read("a")
    with pytest.raises(InputError, match="unpacks to more than"):
        package.read("b")


def test_too_many_parts_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages, "_MOST_ENTRIES", 2)
    with pytest.raises(InputError, match="or 2 parts"):
        Package(packed(PARTS), "a.epub")


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_passwords_are_told() -> None:
    with pytest.raises(InputError, match="protected by a password"):
        Package(OLE + "EncryptedPackage".encode("utf-16-le"), "a.docx")
    with pytest.raises(InputError, match="the format of Office before 2007"):
        Package(OLE + bytes(600), "a.docx")
    data = bytearray(packed(PARTS))
    place = data.rindex(b"PK\1\2", 0, data.rindex(b"b.css"))
    data[place + 8] |= 1
    with pytest.raises(InputError, match="protected by a password; save it anew without one"):
        Package(bytes(data), "a.docx").read("b.css")


def test_a_missing_part_is_named() -> None:
    with pytest.raises(InputError, match="lacks its part 'c'"):
        Package(packed(PARTS), "a.epub").read("c")


def test_xml_is_read_in_the_encoding_that_it_says() -> None:
    parts = {
        "utf8": "<p>Đẹp</p>".encode(),
        "wide": "\ufeff<p>Đẹp</p>".encode("utf-16-le"),
        "old": '<?xml version="1.0" encoding="windows-1258"?><p>Đ</p>'.encode("windows-1258"),
        "bad": b"<p>\xff</p>",
        "attack": b'<!DOCTYPE p [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><p>&b;</p>',
        "binary": b"<p>\0</p>",
    }
    package = Package(packed(parts), "a.epub")
    assert package.read_xml("utf8") == Part("utf8", "<p>Đẹp</p>")
    assert package.read_xml("wide").text == "\ufeff<p>Đẹp</p>"
    assert package.read_xml("old").text.endswith("<p>Đ</p>")
    with pytest.raises(InputError, match="bad is not utf-8"):
        package.read_xml("bad")
    with pytest.raises(InputError, match="attack declares entities of its own"):
        package.read_xml("attack")
    with pytest.raises(InputError, match="binary is no text"):
        package.read_xml("binary")
    assert xml_encoding(b"<?xml version='1.0' encoding='UTF8'?>") == "utf-8"


def test_parts_travel_as_one_text() -> None:
    parts = [Part("a", "x"), Part("b/c", ""), Part("d", "y\n")]
    text = "".join(joined(parts))
    assert parted(text) == {"a": "x", "b/c": "", "d": "y\n"}
