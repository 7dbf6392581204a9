"""Published test sets: fetched from a server on localhost, or read from what is here already."""

import contextlib
import hashlib
import io
import json
import re
import tarfile
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from vitrans.cli import app
from vitrans.errors import InputError, UsageError
from vitrans.evaluation import testsets
from vitrans.evaluation.testsets import (
    COLLECTIONS,
    Collection,
    Download,
    Split,
    fetch,
    path_of,
    resolve,
)
from vitrans.evaluation.testsets.catalogue import set_names

DEV = {
    "flores200_dataset/dev/eng_Latn.dev": "One.\nTwo\u2028still two.\nThree.\n",
    "flores200_dataset/dev/vie_Latn.dev": "Một.\nHai, vẫn là hai.\nBa.\n",
    "flores200_dataset/devtest/eng_Latn.devtest": "Four.\n",
    "flores200_dataset/devtest/vie_Latn.devtest": "Bốn.\n",
    "flores200_dataset/README": "FLORES",
}
NEWS = {
    "newstest2019-src.eng.txt": "\ufeffNews.\r\nMore news.\r\n",
    "newstest2019-ref.vie.txt": "Tin tức.\nThêm tin tức.",
}


class Server:
    """Files over HTTP on localhost: what it has, what it was asked for, how it fails."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.asked: list[str] = []
        self.missing_bytes = 0
        self.url = ""


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            name = self.path.removeprefix("/")
            served.asked.append(name)
            data = served.files.get(name)
            self.send_response(404 if data is None else 200)
            self.send_header("Content-Length", str(len(data or b"")))
            self.end_headers()
            self.wfile.write((data or b"")[: len(data or b"") - served.missing_bytes])

        def log_message(self, *args: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        http.daemon_threads = True
        served.url = f"http://127.0.0.1:{http.server_port}/"
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        yield served
        http.shutdown()
        thread.join()


def tarred(files: dict[str, str], mode: str = "w:gz") -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode=mode) as archive:  # type: ignore[call-overload]
        for name, text in files.items():
            member = tarfile.TarInfo(f"./{name}")
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))
    return buffer.getvalue()


def zipped(files: dict[str, str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return buffer.getvalue()


def folder_of(files: dict[str, str], place: Path) -> Path:
    for name, text in files.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(text.encode())
    return place


@pytest.fixture
def flores(monkeypatch: pytest.MonkeyPatch, server: Server) -> Collection:
    """FLORES-200 as it is registered, but three sentences long and on localhost."""
    data = tarred(DEV)
    server.files["flores200_dataset.tar.gz"] = data
    known = COLLECTIONS["flores200"]
    small = replace(
        known,
        downloads=(
            Download(
                "flores200_dataset.tar.gz",
                server.url + "flores200_dataset.tar.gz",
                hashlib.sha256(data).hexdigest(),
            ),
        ),
        splits=tuple(
            replace(split, sentences=count)
            for split, count in zip(known.splits, (3, 1), strict=True)
        ),
    )
    monkeypatch.setitem(COLLECTIONS, "flores200", small)
    return small


@pytest.fixture
def ntrex(monkeypatch: pytest.MonkeyPatch, server: Server) -> Collection:
    server.files.update({name: text.encode() for name, text in NEWS.items()})
    known = COLLECTIONS["ntrex"]
    small = replace(
        known,
        downloads=tuple(replace(d, url=server.url + d.name) for d in known.downloads),
        splits=(replace(known.splits[0], sentences=2),),
    )
    monkeypatch.setitem(COLLECTIONS, "ntrex", small)
    return small


def sides(name: str, root: Path) -> list[list[str]]:
    """Return the English and the Vietnamese lines of a fetched set."""
    texts = [path_of(name, language, root).read_bytes().decode() for language in ("en", "vi")]
    return [text.removesuffix("\n").split("\n") for text in texts]


def test_what_is_registered_is_complete() -> None:
    assert set(COLLECTIONS) == {"flores200", "ntrex", "iwslt15"}
    sizes = {name: split.sentences for c in COLLECTIONS.values() for name, split in _splits(c)}
    assert sizes == {
        "flores200-dev": 997,
        "flores200-devtest": 1012,
        "ntrex-test": 1997,
        "iwslt15-tst2012": 1553,
        "iwslt15-tst2013": 1268,
    }
    for collection in COLLECTIONS.values():
        assert collection.licence
        assert collection.citation
        for file in collection.downloads:
            assert file.url.startswith("https://")
            assert file.url.endswith(file.name)
            assert len(file.sha256) in (0, 64)


def _splits(collection: Collection) -> Iterator[tuple[str, Split]]:
    return zip(collection.names(), collection.splits, strict=True)


def test_an_archive_is_fetched_checked_and_read(
    tmp_path: Path, flores: Collection, server: Server
) -> None:
    arrived: list[tuple[int, int | None]] = []
    found = fetch(flores, tmp_path, on_progress=lambda new, total: arrived.append((new, total)))
    size = len(server.files["flores200_dataset.tar.gz"])
    assert sum(new for new, _ in arrived) == size
    assert {total for _, total in arrived} == {size}
    assert found == {flores.downloads[0].url: flores.downloads[0].sha256}
    english, vietnamese = sides("flores200-dev", tmp_path)
    assert english == ["One.", "Two\u2028still two.", "Three."]
    assert vietnamese == ["Một.", "Hai, vẫn là hai.", "Ba."]
    assert sides("flores200-devtest", tmp_path)[0] == ["Four."]
    origin = json.loads((tmp_path / "flores200" / "origin.json").read_text("utf-8"))
    assert (origin["licence"], origin["from"]) == ("CC BY-SA 4.0", found)
    digest = hashlib.sha256("One.\nTwo\u2028still two.\nThree.\n".encode()).hexdigest()
    assert origin["files"]["dev.en"] == digest
    assert sorted(path.name for path in tmp_path.iterdir()) == ["flores200", "lock.json"]


def test_another_archive_than_the_published_one_is_refused(
    tmp_path: Path, flores: Collection, server: Server
) -> None:
    fetch(flores, tmp_path)
    server.files["flores200_dataset.tar.gz"] = tarred({**DEV, "more": "1"})
    with pytest.raises(InputError, match=r"its sha256 is [0-9a-f]{64}, not [0-9a-f]{64}"):
        fetch(flores, tmp_path)
    assert sides("flores200-dev", tmp_path)[0][0] == "One."


def test_where_no_sha256_is_published_the_first_download_is_held_to(
    tmp_path: Path, ntrex: Collection, server: Server
) -> None:
    found = fetch(ntrex, tmp_path)
    lock = json.loads((tmp_path / "lock.json").read_text("utf-8"))
    digest = hashlib.sha256(NEWS["newstest2019-ref.vie.txt"].encode()).hexdigest()
    assert lock == found
    assert lock[server.url + "newstest2019-ref.vie.txt"] == digest
    assert fetch(ntrex, tmp_path) == found
    server.files["newstest2019-ref.vie.txt"] = "Tin khác.\nThêm tin tức.\n".encode()
    with pytest.raises(InputError, match=r"recorded in .*lock.json.* when it was first fetched"):
        fetch(ntrex, tmp_path)
    assert sides("ntrex-test", tmp_path) == [["News.", "More news."], ["Tin tức.", "Thêm tin tức."]]


def test_a_download_that_breaks_off_leaves_nothing(
    tmp_path: Path, ntrex: Collection, server: Server
) -> None:
    server.missing_bytes = 3
    with pytest.raises(InputError, match=r"it broke off 3 bytes before its end.*--from"):
        fetch(ntrex, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_a_server_that_has_it_not_is_named(
    tmp_path: Path, ntrex: Collection, server: Server
) -> None:
    del server.files["newstest2019-ref.vie.txt"]
    with pytest.raises(InputError, match=r"newstest2019-ref.vie.txt answers 404 .*--from"):
        fetch(ntrex, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_without_a_network_it_says_so(tmp_path: Path, ntrex: Collection) -> None:
    nowhere = Download("newstest2019-src.eng.txt", "http://127.0.0.1:9/newstest2019-src.eng.txt")
    with pytest.raises(InputError, match=r"cannot be fetched \(connection refused\)"):
        fetch(replace(ntrex, downloads=(nowhere,)), tmp_path)


@pytest.mark.parametrize("form", ["folder", "tar", "tar.gz", "zip"])
def test_it_is_read_from_what_is_here(
    tmp_path: Path, flores: Collection, server: Server, form: str
) -> None:
    place = tmp_path / f"flores.{form}"
    if form == "folder":
        folder_of(DEV, place)
    else:
        pack = {"tar": tarred(DEV, "w"), "tar.gz": tarred(DEV), "zip": zipped(DEV)}
        place.write_bytes(pack[form])
    fetch(flores, tmp_path / "sets", place)
    assert sides("flores200-dev", tmp_path / "sets")[0][2] == "Three."
    assert server.asked == []


def test_a_local_archive_of_the_published_name_is_checked(
    tmp_path: Path, flores: Collection
) -> None:
    place = tmp_path / "flores200_dataset.tar.gz"
    place.write_bytes(tarred({**DEV, "more": "1"}))
    with pytest.raises(InputError, match="is not the published file"):
        fetch(flores, tmp_path / "sets", place)


def test_the_organisers_xml_is_preferred(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    known = COLLECTIONS["iwslt15"]
    monkeypatch.setitem(
        COLLECTIONS, "iwslt15", replace(known, splits=(replace(known.splits[0], sentences=2),))
    )
    xml = (
        "<mteval><refset><doc docid='1'><title>No</title>"
        "<seg id='1'> {} &amp; it&apos;s late. </seg>\n<seg id='2'>\nTwo </seg>"
        "</doc></refset></mteval>"
    )
    files = {
        "en-vi/IWSLT15.TED.tst2012.en-vi.en.xml": xml.format("One"),
        "en-vi/IWSLT15.TED.tst2012.en-vi.vi.xml": xml.format("Một"),
        "tst2012.en": "One &amp; it &apos;s late .\nTwo\n",
    }
    fetch(COLLECTIONS["iwslt15"], tmp_path / "sets", folder_of(files, tmp_path / "wit3"))
    found = sides("iwslt15-tst2012", tmp_path / "sets")
    assert found == [["One & it's late.", "Two"], ["Một & it's late.", "Two"]]


@pytest.mark.parametrize(
    ("files", "message"),
    [
        ({**NEWS, "newstest2019-ref.vie.txt": "Một dòng.\n"}, "has 1 sentence instead of 2"),
        ({"newstest2019-src.eng.txt": "a\nb\n"}, "has no file 'newstest2019-ref.vie.txt'"),
        ({**NEWS, "old/newstest2019-src.eng.txt": "a\nb\n"}, "several files"),
    ],
)
def test_an_incomplete_folder_is_refused(
    tmp_path: Path, ntrex: Collection, files: dict[str, str], message: str
) -> None:
    with pytest.raises(InputError, match=message):
        fetch(ntrex, tmp_path / "sets", folder_of(files, tmp_path / "given"))
    assert not (tmp_path / "sets" / "ntrex").exists()


@pytest.mark.parametrize("data", [tarred(DEV)[:-90], b"no archive", zipped(DEV)[:40]])
def test_a_damaged_archive_is_refused(tmp_path: Path, flores: Collection, data: bytes) -> None:
    place = tmp_path / "given.tar.gz"
    place.write_bytes(data)
    with pytest.raises(InputError, match=r"given\.tar\.gz' (cannot be read|is not a folder)"):
        fetch(flores, tmp_path / "sets", place)
    with pytest.raises(InputError, match="is not a folder, tar or zip"):
        fetch(flores, tmp_path / "sets", tmp_path / "none")


def test_what_is_not_here_says_how_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="`vitrans corpus fetch flores200`"):
        path_of("flores200-dev", "en", tmp_path)
    with pytest.raises(UsageError, match="no test set is called 'flores'; there are flores200-dev"):
        path_of("flores", "en", tmp_path)


@pytest.mark.parametrize("spoil", ["One.\n", "One!\nTwo\u2028still two.\nThree.\n"])
def test_an_altered_set_is_refused(tmp_path: Path, flores: Collection, spoil: str) -> None:
    fetch(flores, tmp_path)
    path_of("flores200-dev", "en", tmp_path).write_bytes(spoil.encode())
    with pytest.raises(InputError, match="has changed since it was fetched"):
        resolve("flores200-dev#en", tmp_path)
    fetch(flores, tmp_path)
    assert len(sides("flores200-dev", tmp_path)[0]) == 3


def test_a_set_without_a_side_is_refused(tmp_path: Path, flores: Collection) -> None:
    fetch(flores, tmp_path)
    path_of("flores200-dev", "vi", tmp_path).unlink()
    with pytest.raises(InputError, match="has changed since it was fetched"):
        path_of("flores200-dev", "vi", tmp_path)


@pytest.mark.parametrize("form", ["xz", "zip", "encrypted zip"])
def test_a_damaged_archive_is_named(tmp_path: Path, flores: Collection, form: str) -> None:
    name = next(name for name in DEV if name.endswith("eng_Latn.dev"))
    noise = {**DEV, name: "".join(f"{n * n} lines\n" for n in range(9000))}
    data = bytearray(tarred(noise, "w:xz") if form == "xz" else zipped(noise))
    if form == "encrypted zip":
        for mark, flags in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
            for found in re.finditer(re.escape(mark), bytes(data)):
                data[found.start() + flags] |= 1
    else:
        at = (
            len(data) // 2 if form == "xz" else data.find(b"eng_Latn.dev") + 60
        )  # in what is compressed
        data[at : at + 50] = b"\xff" * 50
    place = tmp_path / "archive"
    place.write_bytes(data)
    with pytest.raises(InputError, match=r"cannot be read \(.*fetch it again"):
        fetch(flores, tmp_path / "sets", place)


def test_a_side_goes_by_name(tmp_path: Path, flores: Collection) -> None:
    fetch(flores, tmp_path)
    assert resolve("flores200-dev#vi", tmp_path) == str(tmp_path / "flores200" / "dev.vi")
    assert resolve("flores200-dev#vi-VN", tmp_path) == str(tmp_path / "flores200" / "dev.vi")
    assert resolve("flores200-dev#EN_us", tmp_path) == str(tmp_path / "flores200" / "dev.en")
    assert resolve("news.tsv#2", tmp_path) == "news.tsv#2"
    with pytest.raises(UsageError, match="in en and vi, not in 'de'"):
        resolve("flores200-dev#de", tmp_path)


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["corpus", *map(str, arguments)])


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path))
    assert testsets.user_folder() == tmp_path / "vitrans" / "testsets"
    return tmp_path / "vitrans" / "testsets"


@pytest.mark.parametrize("inside", ["", "raw", "link"])
def test_what_it_is_read_from_is_not_removed(
    home: Path, flores: Collection, inside: str, tmp_path: Path
) -> None:
    folder = home / "flores200" / "raw" if inside else home / "flores200"
    folder.mkdir(parents=True)
    kept = folder / "eng_Latn.dev"
    kept.write_text("One.\n", encoding="utf-8")
    given = folder
    if inside == "link":
        given = tmp_path / "link"
        given.symlink_to(folder)
    done = run("fetch", "flores200", "--from", given)
    assert (done.exit_code, "which is to be replaced; move it elsewhere" in done.stderr) == (
        2,
        True,
    )
    assert kept.read_text("utf-8") == "One.\n"


def test_the_commands(home: Path, flores: Collection, ntrex: Collection) -> None:
    assert "not fetched" in run("list").stdout.split("\n")[0]
    assert not home.exists()
    done = run("fetch", "flores200")
    assert done.exit_code == 0
    assert done.stderr.startswith("FLORES-200\nLicence: CC BY-SA 4.0\nCite: NLLB Team")
    assert f"sha256 {flores.downloads[0].sha256}\n" in done.stderr
    assert done.stdout.startswith(f"flores200-dev: {home / 'flores200' / 'dev.en'}, dev.vi\n")
    assert "(none is published; recorded)" in run("fetch", "ntrex").stderr
    listed = run("list").stdout.split("\n")
    assert listed[0].split()[:3] == ["flores200-dev", "3", "here"]
    assert [line.split()[0] for line in listed[:-1]] == list(set_names())
    assert run("path", "flores200-dev", "vi").stdout == f"{home / 'flores200' / 'dev.vi'}\n"


def test_a_set_goes_by_name_in_other_commands(
    home: Path, flores: Collection, tmp_path: Path
) -> None:
    run("fetch", "flores200")
    train = tmp_path / "train.txt"
    train.write_bytes(b"one\nthree\n")
    done = run("leaks", "flores200-dev", "--train", train, "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout)["files"][0]["path"].endswith("dev.en")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["fetch", "flores"], 2, "'flores'; there are flores200, ntrex, iwslt15"),
        (["path", "flores200-dev", "vi"], 1, "run `vitrans corpus fetch flores200`"),
        (["path", "flores200", "vi"], 2, "there are flores200-dev"),
        (["fetch", "ntrex", "--from", "no-such-folder"], 1, "is not a folder, tar or zip archive"),
    ],
)
def test_commands_say_what_is_wrong(
    home: Path, arguments: list[str], code: int, message: str
) -> None:
    done = run(*arguments)
    assert (done.exit_code, done.stdout) == (code, "")
    assert message in done.stderr


def test_a_folder_that_cannot_be_written_is_named(
    home: Path, flores: Collection, tmp_path: Path
) -> None:
    (tmp_path / "vitrans").write_text("a file where the folder should be")
    done = run("fetch", "flores200")
    assert done.exit_code == 1
    assert "cannot write test sets" in done.stderr
    with contextlib.suppress(OSError):
        assert not home.exists()
