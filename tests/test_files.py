import errno
import os
import resource
import signal
import stat
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vitrans import files
from vitrans.errors import InputError, OutputError
from vitrans.files import decode, expand, read_text, write_text

VIETNAMESE = "Tiếng Việt có dấu, “rõ ràng”.\nDòng thứ hai.\n"


@pytest.mark.parametrize(
    "text", ["", "\ufeffTựa\r\nmột\rhai\u2028ba\u0085bốn", "không xuống dòng", "\n\n", VIETNAMESE]
)
def test_text_comes_back_as_it_was_written(tmp_path, text):
    path = tmp_path / "bài.txt"
    write_text(path, text)
    assert read_text(path) == text
    assert path.read_bytes() == text.encode()
    assert list(tmp_path.iterdir()) == [path]


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_any_text_is_decoded_as_it_is(text):
    assert decode(text.encode()) == text


@pytest.mark.parametrize("encoding", ["UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "UTF-32LE"])
def test_wide_encodings_are_named_and_the_advice_mends_the_file(tmp_path, encoding):
    path = tmp_path / "ghi chú.txt"
    path.write_bytes(VIETNAMESE.encode(encoding))
    with pytest.raises(InputError, match=f"is {encoding}, not UTF-8; convert it first") as caught:
        read_text(path)
    command = str(caught.value).partition("convert it first: ")[2]
    subprocess.run(["sh", "-c", command], cwd=tmp_path, check=True)
    assert read_text(tmp_path / "ghi chú.utf8.txt") == VIETNAMESE


def test_another_encoding_is_refused_with_its_place(tmp_path):
    path = tmp_path / "old.txt"
    path.write_bytes(b"Xin ch\xe0o\nTi\xea\xecng Vi\xea\xf2t\n")
    with pytest.raises(InputError, match=r"byte 7 \(line 1\) is 0xE0.*iconv -f WINDOWS-1258"):
        read_text(path)
    path.write_bytes(b"plain\nTi\xea\xecng Vi\xea\xf2t\n")
    with pytest.raises(InputError, match=r"byte 9 \(line 2\) is 0xEA"):
        read_text(path)


@pytest.mark.parametrize(
    "data", [b"\x7fELF\x02\x01\0\0\0\0", b"text\0", b"\0" * 100, bytes(range(9, 0, -1)) + b"\0"]
)
def test_binary_files_are_refused(tmp_path, data):
    path = tmp_path / "a.out"
    path.write_bytes(b"\x01" + data)
    with pytest.raises(InputError, match="is binary"):
        read_text(path)


def test_a_file_cut_in_a_character_says_so(tmp_path):
    path = tmp_path / "cut.txt"
    path.write_bytes("Việt".encode()[:4])
    with pytest.raises(InputError, match="cut off"):
        read_text(path)


def test_standard_input_is_called_by_its_name():
    with pytest.raises(InputError, match=r"^standard input is UTF-16.*-t UTF-8$"):
        decode("a\n".encode("UTF-16"))


def test_missing_files_directories_and_impossible_names(tmp_path):
    with pytest.raises(InputError, match="there is no file"):
        read_text(tmp_path / "none.txt")
    with pytest.raises(InputError, match="is a directory"):
        read_text(tmp_path)
    with pytest.raises(InputError, match="cannot read"):
        read_text(tmp_path / ("x" * 300))
    with pytest.raises(InputError, match="cannot read"):
        read_text(Path("nul\0"))


def test_an_unreadable_file_says_so(tmp_path, monkeypatch):
    def refuse(_):  # root may read everything, so the refusal is played
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "read_bytes", refuse)
    with pytest.raises(InputError, match="no permission to read"):
        read_text(tmp_path / "x")


def failing(number):
    def fail(*_):
        raise OSError(number, os.strerror(number))

    return fail


def test_a_full_disk_leaves_the_old_file_and_nothing_else(tmp_path, monkeypatch):
    path = tmp_path / "old.txt"
    write_text(path, "cũ")
    monkeypatch.setattr(files.os, "fsync", failing(errno.ENOSPC))
    with pytest.raises(OutputError, match="no space left"):
        write_text(path, "mới")
    assert path.read_text(encoding="utf-8") == "cũ"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_stops_half_way_leaves_nothing(tmp_path):
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


def test_an_interrupt_leaves_nothing_half_written(tmp_path, monkeypatch):
    def interrupt(_):
        raise KeyboardInterrupt

    path = tmp_path / "old.txt"
    write_text(path, "cũ")
    monkeypatch.setattr(files.os, "fsync", interrupt)
    with pytest.raises(KeyboardInterrupt):
        write_text(path, "mới")
    assert path.read_text(encoding="utf-8") == "cũ"
    assert list(tmp_path.iterdir()) == [path]


def test_writing_to_impossible_places_says_why(tmp_path, monkeypatch):
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
    monkeypatch.setattr(files.os, "access", lambda *_: False)
    with pytest.raises(OutputError, match="read-only"):
        write_text(tmp_path / "kept.txt", "x")
    assert [path.name for path in tmp_path.iterdir()] == ["kept.txt"]
    assert (tmp_path / "kept.txt").read_bytes() == b"kept"


def test_permissions_are_the_usual_ones_and_kept(tmp_path):
    path, plain = tmp_path / "a.txt", tmp_path / "b.txt"
    plain.touch()
    write_text(path, "một")
    assert path.stat().st_mode == plain.stat().st_mode
    path.chmod(0o640)
    write_text(path, "hai")
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_links_and_devices_are_written_through(tmp_path):
    path, link = tmp_path / "a.txt", tmp_path / "link.txt"
    write_text(path, "một")
    link.symlink_to(path)
    write_text(link, "hai")
    assert link.is_symlink()
    assert read_text(path) == "hai"
    write_text(Path(os.devnull), "x")
    assert Path(os.devnull).is_char_device()


def test_globs_name_files_once_and_in_order(tmp_path):
    for name in ("b.txt", "a.txt", "c.md", "[x].txt", "sub/d.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    found = expand([tmp_path / "c.md", str(tmp_path / "*.txt"), tmp_path / "a.txt"])
    assert [path.name for path in found] == ["c.md", "[x].txt", "a.txt", "b.txt"]
    assert [path.name for path in expand([tmp_path / "[x].txt"])] == ["[x].txt"]
    assert [path.name for path in expand([tmp_path / "**/d.*"])] == ["d.txt"]
    assert len(expand([tmp_path / "*"])) == 4


def test_paths_that_name_no_file_are_refused(tmp_path):
    with pytest.raises(InputError, match=r"is a directory; name files, for example .*\*\.txt"):
        expand([tmp_path])
    with pytest.raises(InputError, match="there is no file"):
        expand([tmp_path / "none.txt"])
    with pytest.raises(InputError, match="no file matches"):
        expand([tmp_path / "*.txt"])
    with pytest.raises(TypeError, match="several paths"):
        expand("a.txt")
