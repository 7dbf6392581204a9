"""Files of units: what comes in, what goes out, and how the command says it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from vitrans.cli import app
from vitrans.errors import InputError, UsageError
from vitrans.memory import Memory, Provenance, Unit, add, all_units, import_file, writer_of
from vitrans.types import Language, Target

EN: Target = Language.ENGLISH
VI: Target = Language.VIETNAMESE
TMX = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4"><header srclang="vi" creationtool="OmegaT" segtype="sentence"/><body>
<tu creationid="Lan" creationdate="20260131T093000Z" changedate="20260201T000000Z">
  <prop type="prev">Chào.</prop><prop type="next"></prop>
  <tuv xml:lang="vi-VN"><seg>Bấm <bpt i="1">&lt;b></bpt>Lưu<ept i="1">&lt;/b></ept> để
    tiếp tục <ph>{0}</ph><ph>&lt;br/></ph>.</seg></tuv>
  <tuv xml:lang="EN_us"><seg>Press <hi>Save</hi> to continue {0}.</seg></tuv>
  <tuv xml:lang="en-GB"><seg>Push Save to continue {0}.</seg></tuv></tu>
<tu srclang="en" creationid="MT!"><tuv xml:lang="en"><seg>Rain.</seg></tuv>
  <tuv xml:lang="vi"><seg>Mưa.</seg></tuv></tu>
<tu><tuv xml:lang="fr"><seg>Rien.</seg></tuv><tuv xml:lang="en"><seg>Nothing.</seg></tuv></tu>
<tu><tuv xml:lang="vi"><seg> </seg></tuv><tuv xml:lang="en"><seg>Empty.</seg></tuv></tu>
</body></tmx>
"""


@pytest.fixture
def memory(tmp_path: Path) -> Memory:
    return Memory.writing(tmp_path / "m.db")


def written(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_text(text, encoding)
    return path


def pairs(memory: Memory) -> list[tuple[str, str]]:
    return [(unit.vi, unit.en) for unit in all_units(memory)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_tmx_is_read_with_all_it_knows(memory: Memory, tmp_path: Path, encoding: str) -> None:
    text = TMX.replace("UTF-8", "UTF-16") if encoding == "utf-16" else TMX
    done = import_file(memory, written(tmp_path, "a.tmx", text, encoding))
    assert (done.entries, done.added.new, done.left_out) == (4, 3, 2)
    first, second, rain = all_units(memory)
    assert first == Unit(
        "Bấm Lưu để tiếp tục {0}.",
        "Press Save to continue {0}.",
        Provenance("a.tmx", "OmegaT", "Lan", "vi-VN", "EN_us", VI),
        1769851800,
        1769904000,
        ("Chào.", ""),
    )
    assert (second.en, second.provenance.en_tag) == ("Push Save to continue {0}.", "en-GB")
    assert rain.provenance == Provenance("a.tmx", "OmegaT", "MT!", "vi", "en", EN, machine=True)


def test_entities_are_refused_and_nothing_outside_is_read(memory: Memory, tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret", "utf-8")
    for entity in ('SYSTEM "secret"', '"ha"'):
        head = f"<!DOCTYPE tmx [<!ENTITY e {entity}>]>"
        path = written(tmp_path, "a.tmx", head + TMX.split("\n", 2)[2].replace("Rain", "&e;"))
        with pytest.raises(InputError, match="declares entities"):
            import_file(memory, path)
    assert pairs(memory) == []


def test_a_broken_tmx_gives_what_comes_before_the_break(memory: Memory, tmp_path: Path) -> None:
    path = written(tmp_path, "a.tmx", TMX.replace("<tu><tuv", "<tu<", 1))
    with pytest.raises(InputError, match=r"not well-formed XML.*line 12.*; 2 of its units are"):
        import_file(memory, path)
    assert len(pairs(memory)) == 3
    for text in ("", "{}", "<html/>"):
        with pytest.raises(InputError, match=r"XML|no TMX"):
            import_file(memory, written(tmp_path, "b.tmx", text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tsv", "vi\ten\nMưa.\tRain.\nTuyết.\tSnow.\n"),
        ("a.tsv", "en-US\tvi-VN\nRain.\tMưa.\nSnow.\tTuyết.\n"),
        ("a.tsv", "Rain.\tMưa.\nSnow.\tTuyết.\nonly one\n\tnone\n"),
        ("a.tsv", "source\ttarget\nMưa.\tRain.\nTuyết.\tSnow.\n"),
        ("a.csv", 'vi,en\n"Mưa.",Rain.\nTuyết.,"Snow."\n'),
        ("a.tsv", "1\t1\t0.99\tMưa.\tRain.\n2\t2\t0.98\tTuyết.\tSnow.\n"),
        ("a.jsonl", '{"vi": "Mưa.", "en": "Rain."}\n{"vi": "Tuyết.", "en": "Snow."}\n'),
        (
            "a.jsonl",
            '{"source": ["Rain."], "target": ["Mưa."], "source_language": "en"}\n'
            '{"source": "Snow.", "target": "Tuyết.", "source_language": "en"}\n',
        ),
    ],
)
def test_tables_and_json_are_read(memory: Memory, tmp_path: Path, name: str, text: str) -> None:
    import_file(memory, written(tmp_path, name, text))
    assert pairs(memory) == [("Mưa.", "Rain."), ("Tuyết.", "Snow.")]


def test_a_table_that_does_not_tell_its_languages_is_asked_about(
    memory: Memory, tmp_path: Path
) -> None:
    path = written(tmp_path, "a.tsv", "Hanoi\tHa Noi\n")
    with pytest.raises(UsageError, match="--from vi"):
        import_file(memory, path)
    import_file(memory, path, source=EN)
    assert pairs(memory) == [("Ha Noi", "Hanoi")]
    for name, text in (("a.jsonl", '{"a": 1}\n'), ("b.jsonl", "[]\n"), ("c.jsonl", "x\n")):
        with pytest.raises(InputError, match="no JSON object"):
            import_file(memory, written(tmp_path, name, text))
    with pytest.raises(UsageError, match="export it as TMX"):
        import_file(memory, written(tmp_path, "a.docx", ""))
    import_file(memory, written(tmp_path, "empty.tsv", ""))


@pytest.mark.parametrize("suffix", [".tmx", ".tsv", ".jsonl"])
def test_what_is_written_is_read_as_it_was(memory: Memory, tmp_path: Path, suffix: str) -> None:
    lan = Provenance("letters", "OmegaT", "Lan", "vi", "en-GB", EN)
    units = [
        Unit("Mưa “to” & <gió>.", 'Heavy "rain" & <wind>.', lan, 5, 6, ("Before.", "")),
        Unit("Tuyết", "Snow", Provenance("letters", "vitrans", machine=True)),
    ]
    add(memory, units)
    path = tmp_path / f"out{suffix}"
    path.write_text("".join(writer_of(path)(all_units(memory))), "utf-8")
    other = Memory.writing(tmp_path / "other.db")
    import_file(other, path)
    assert pairs(other) == pairs(memory)
    if suffix == ".tmx":
        assert list(all_units(other)) == list(all_units(memory))
    if suffix == ".jsonl":
        assert [unit.changed for unit in all_units(other)] == [6, None]
        assert [unit.provenance.machine for unit in all_units(other)] == [False, True]


def test_an_export_has_a_valid_head_even_without_units(memory: Memory, tmp_path: Path) -> None:
    path = tmp_path / "none.tmx"
    path.write_text("".join(writer_of(path)(all_units(memory))), "utf-8")
    assert import_file(memory, path).entries == 0


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """Return what runs `vitrans memory` in a folder and returns all that it prints."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.tmx").write_text(TMX, "utf-8")

    def work(*arguments: str, code: int = 0) -> str:
        done = CliRunner().invoke(app, ["memory", *arguments, "--memory", "m.db"])
        assert done.exit_code == code, done.output
        return done.output

    return work


def test_the_command_imports_and_says_what_became_of_each_file(run: Callable[..., str]) -> None:
    assert "a.tmx: 4 units, 3 new, 2 left out (not in both languages)" in run("import", "a.tmx")
    assert "0 new, 3 there already" in run("import", "a.tmx")
    assert run("import", "a.tmx", "-q") == ""
    Path("b.tmx").write_text("<tmx>", "utf-8")
    said = run("import", "b.tmx", "a.tmx", code=1)
    assert "'b.tmx': it is not well-formed XML" in said and "a.tmx: 4 units" in said
    assert "there is no file" in run("import", "no.tmx", code=1)
    assert "is an input too" in run("import", "m.db", code=2)


def test_names_can_be_given(run: Callable[..., str]) -> None:
    run("import", "a.tmx", "--origin", "client A", "--by", "An")
    stats = run("stats")
    assert "origins     client A 3" in stats
    assert "units       3, 1 of them by a machine" in stats
    assert "authors     Lan 2, MT! 1" in stats


def test_stats_as_json(run: Callable[..., str]) -> None:
    run("import", "a.tmx")
    found = json.loads(run("stats", "--json"))
    assert (found["units"], found["machine"], found["origins"]) == (3, 1, {"a.tmx": 3})
    assert found["first"][:10] == "2026-01-31" and found["last"][:10] == "2026-02-01"
    assert found["languages"] == {"vi-VN": 2, "vi": 1, "EN_us": 1, "en": 1, "en-GB": 1}


def test_a_search_shows_what_is_found(run: Callable[..., str]) -> None:
    run("import", "a.tmx")
    assert "90  Mưa.\n      Rain.\n      a.tmx · machine translation\n" in run("search", "Mưa.")
    [match] = map(json.loads, run("search", "Rain.", "--json").strip().split("\n"))
    assert (match["source"], match["target"], match["score"]) == ("Rain.", "Mưa.", 90)
    assert "nothing in the memory" in run("search", "rồng", code=1)
    assert "nothing in the memory" in run("search", "Mưa.", "--to", "vi", code=1)
    assert len(run("search", "Save", "-n", "1").strip().split("\n")) == 3


def test_an_export_is_whole_and_never_takes_the_place_of_the_memory(
    run: Callable[..., str],
) -> None:
    run("import", "a.tmx")
    assert "out.tmx: 3 units" in run("export", "out.tmx")
    assert Path("out.tmx").read_text("utf-8").count("<tu ") == 3
    assert "nothing comes from 'nowhere'" in run("export", "no.tsv", "--origin", "nowhere", code=1)
    assert not Path("no.tsv").exists()
    assert "not as 'm.db'" in run("export", "m.db", code=2)
    assert "units are written as .tmx, .tsv, .jsonl" in run("export", "a.pdf", code=2)


def test_what_is_deleted_is_said(run: Callable[..., str]) -> None:
    run("import", "a.tmx")
    assert run("delete", "Mưa.") == "deleted: Mưa.\n         Rain.\n"
    assert "search" in run("delete", "Mưa.", code=1)
    assert "stats" in run("delete", "--origin", "nowhere", code=1)
    assert run("delete", "--origin", "a.tmx") == "deleted 2 units\n"
    assert "give either" in run("delete", code=2)
    assert "give either" in run("delete", "a", "--origin", "b", code=2)


def test_nothing_is_made_by_reading(run: Callable[..., str]) -> None:
    for arguments in (("stats",), ("search", "a"), ("export", "a.tsv"), ("delete", "a")):
        assert "there is no memory 'm.db'" in run(*arguments, code=1)
    assert not Path("m.db").exists() and not Path("a.tsv").exists()
