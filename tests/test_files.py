import errno
import hashlib
import os
import resource
import signal
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans import encodings
from vitrans.errors import InputError, OutputError
from vitrans.files import (
    decode,
    expand,
    make_folder,
    read_bytes,
    read_text,
    sha256,
    write_bytes,
    write_text,
)

VIETNAMESE = "Tiếng Việt có dấu, “rõ ràng”.\nDòng thứ hai.\n"


@pytest.mark.parametrize(
    "text", ["", "\ufeffTựa\r\nmột\rhai\u2028ba\u0085bốn", "không xuống dòng", "\n\n", VIETNAMESE]
)
def test_text_comes_back_as_it_was_written(tmp_path: Path, text: str) -> None:
    path = tmp_path / "bài.txt"
    write_text(path, text)
    assert read_text(path) == text
    assert path.read_bytes() == text.encode()
    assert list(tmp_path.iterdir()) == [path]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_is_decoded_as_it_is(text: str) -> None:
    assert decode(text.encode()) == text


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-16LE", "UTF-32BE", "cp1258"])
def test_other_encodings_are_read_with_a_warning(
    tmp_path: Path, encoding: str, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "ghi chú.txt"
    text = "Tiếng Việt rõ ràng.\nDòng thứ hai.\n"
    path.write_bytes(encodings.encode(text, encoding))
    assert read_text(path) == text
    (record,) = caplog.records
    assert record.getMessage().startswith(f"{path}: read as ")
    assert record.name == "vitrans.files"


def test_utf8_is_read_without_a_word(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(VIETNAMESE.encode())
    assert read_text(path) == VIETNAMESE
    assert not caplog.records


def test_what_cannot_be_told_is_refused_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes("plain\nПривет, как дела?\n".encode("cp1251"))
    with pytest.raises(InputError, match=r"byte 7 \(line 2\) is 0xCF, .* save it as UTF-8$"):
        read_text(path)


@pytest.mark.parametrize(
    "data", [b"\x7fELF\x02\x01\0\0\0\0", b"text\0", b"\0" * 100, bytes(range(9, 0, -1)) + b"\0"]
)
def test_binary_files_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.out"
    path.write_bytes(b"\x01" + data)
    with pytest.raises(InputError, match="is binary"):
        read_text(path)


def test_a_file_cut_in_a_character_says_so(tmp_path: Path) -> None:
    path = tmp_path / "cut.txt"
    path.write_bytes("Việt".encode()[:4])
    with pytest.raises(InputError, match="cut off"):
        read_text(path)


def test_standard_input_is_called_by_its_name(caplog: pytest.LogCaptureFixture) -> None:
    assert decode("a\n".encode("UTF-16")) == "a\n"
    assert caplog.messages == ["standard input: read as UTF-16LE"]


@pytest.mark.parametrize("data", [b"", b"\0\xff\r\n", VIETNAMESE.encode("utf-16")])
def test_bytes_come_back_as_they_were_written(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.bin"
    write_bytes(path, data)
    assert read_bytes(path) == data
    assert list(tmp_path.iterdir()) == [path]
    assert sha256(path) == hashlib.sha256(data).hexdigest()


def test_files_and_folders_that_cannot_be(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"cannot read .*: no such file"):
        sha256(tmp_path / "none")
    (tmp_path / "a.txt").touch()
    with pytest.raises(OutputError, match=r"cannot make .*; name another folder"):
        make_folder(tmp_path / "a.txt" / "b")
    make_folder(tmp_path / "b" / "c")
    make_folder(tmp_path / "b" / "c")
    assert (tmp_path / "b" / "c").is_dir()


def test_missing_files_directories_and_impossible_names(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="there is no file"):
        read_text(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a directory"):
        read_text(tmp_path)
    with pytest.raises(InputError, match="cannot read"):
        read_text(tmp_path / ("x" * 300))
    with pytest.raises(InputError, match="cannot read"):
        read_text(Path("nul\0"))


def test_an_unreadable_file_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:  # root may read everything, so the refusal is played
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match="no permission to read"):
        read_text(tmp_path / "x")


def failing(number: int) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


def test_a_full_disk_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "old.txt"
    write_text(path, "cũ")
    monkeypatch.setattr(os, "fsync", failing(errno.ENOSPC))
    with pytest.raises(OutputError, match="no space left"):
        write_text(path, "mới")
    assert path.read_text(encoding="utf-8") == "cũ"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_stops_half_way_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "new.txt"
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    handler = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, limits[1]))
    try:
        with pytest.raises(OutputError, match="file too large"):
            write_text(path, "x" * 100_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        signal.signal(signal.SIGXFSZ, handler)
    assert list(tmp_path.iterdir()) == []


def test_an_interrupt_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: object) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "old.txt"
    write_text(path, "cũ")
    monkeypatch.setattr(os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_text(path, "mới")
    assert path.read_text(encoding="utf-8") == "cũ"
    assert list(tmp_path.iterdir()) == [path]


def test_writing_to_impossible_places_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(OutputError, match="it is a directory"):
        write_text(tmp_path, "x")
    with pytest.raises(OutputError, match="there is no folder"):
        write_text(tmp_path / "no" / "x.txt", "x")
    with pytest.raises(OutputError, match="file name too long"):
        write_text(tmp_path / ("x" * 300), "x")
    with pytest.raises(OutputError, match=r"U\+D800 is half a character"):
        write_text(tmp_path / "x.txt", "\ud800")
    with pytest.raises(OutputError, match="no space left"):
        write_text(Path("/dev/full"), "x")
    (tmp_path / "kept.txt").write_bytes(b"kept")
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(OutputError, match="read-only"):
        write_text(tmp_path / "kept.txt", "x")
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
    assert (tmp_path / "kept.txt").read_bytes() == b"kept"


def test_permissions_are_the_usual_ones_and_kept(tmp_path: Path) -> None:
    path, plain = tmp_path / "a.txt", tmp_path / "b.txt"
    plain.touch()
    write_text(path, "một")
    assert path.stat().st_mode == plain.stat().st_mode
    path.chmod(0o640)
    write_text(path, "hai")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_links_and_devices_are_written_through(tmp_path: Path) -> None:
    path, link = tmp_path / "a.txt", tmp_path / "link.txt"
    write_text(path, "một")
    link.symlink_to(path)
    write_text(link, "hai")
    assert link.is_symlink()
    assert read_text(path) == "hai"
    write_text(Path(os.devnull), "x")
    assert Path(os.devnull).is_char_device()


def test_globs_name_files_once_and_in_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c.md", "[x].txt", "sub/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = expand([tmp_path / "c.md", str(tmp_path / "*.txt"), tmp_path / "a.txt"])
    assert [path.name for path in found] == ["c.md", "[x].txt", "a.txt", "b.txt"]
    assert [path.name for path in expand([tmp_path / "[x].txt"])] == ["[x].txt"]
    assert [path.name for path in expand([tmp_path / "**/d.*"])] == ["d.txt"]
    assert len(expand([tmp_path / "*"])) == 4


def test_paths_that_name_no_file_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is a directory; name files, for example .*\*\.txt"):
        expand([tmp_path])
    with pytest.raises(InputError, match="there is no file"):
        expand([tmp_path / "none.txt"])
    with pytest.raises(InputError, match="no file matches"):
        expand([tmp_path / "*.txt"])
    with pytest.raises(TypeError, match="several paths"):
        expand("a.txt")
