import os
import re
from contextlib import AbstractContextManager
from pathlib import Path

import pytest

from vitrans.errors import InputError, ModelError, OutputError, UsageError, VitransError
from vitrans.files import refuse_inputs
from vitrans.runs import (
    Destination,
    Job,
    Keeper,
    Local,
    Outcome,
    Status,
    exit_code,
    plan,
    run,
    summary,
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name in ("a.txt", "b.txt", "c.txt", "in/a.txt", "in/d.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(name.encode())
    return tmp_path


def refused(
    message: str, error: type[VitransError] = UsageError
) -> AbstractContextManager[pytest.ExceptionInfo[VitransError]]:
    return pytest.raises(error, match=re.escape(message))


def shout(data: bytes, name: str) -> bytes:
    return data.upper()


def no_output(data: bytes) -> None:
    raise AssertionError(f"{data!r} went to standard output")


def jobs(*inputs: str, others: tuple[str, ...] = (), **destination: object) -> tuple[Job, ...]:
    made = plan(inputs, Destination(**destination), others)
    assert not made.failed
    return made.jobs


def test_each_input_has_its_output() -> None:
    a, d = Path("a.txt"), Path("in/d.txt")
    assert jobs("a.txt", "in/d.txt") == (Job(a), Job(d))
    assert jobs("a.txt", file=Path("x")) == (Job(a, Path("x")),)
    assert jobs("*.txt", folder=Path("out")) == tuple(
        Job(Path(name), Path("out", name)) for name in ("a.txt", "b.txt", "c.txt")
    )
    assert jobs("in/d.txt", folder=Path("out"), suffix=".jsonl") == (Job(d, Path("out/d.jsonl")),)
    assert jobs("a.txt", in_place=True) == (Job(a, a),)
    assert jobs("in/d.txt", in_place=True, backup="~") == (Job(d, d, Path("in/d.txt~")),)
    assert not Path("out").exists()


@pytest.mark.parametrize("name", ["a.txt", "in/../a.txt", "link.txt", "hard.txt", "./a.txt"])
@pytest.mark.parametrize("given", ["a.txt", "a.txt#2", "in/../a.txt#vi"])
def test_no_output_is_an_input_by_any_name(folder: Path, name: str, given: str) -> None:
    Path("link.txt").symlink_to("a.txt")
    os.link("a.txt", "hard.txt")
    with refused(f"'{Path(name)}' is an input too"):
        plan(["b.txt"], Destination(file=Path(name)), others=[given])
    with refused(f"'{Path(name)}' is an input too"):
        refuse_inputs([None, Path("new.txt"), Path(name)], [given, "b.txt"])
    if "#" not in given:
        with refused(f"'{Path(name)}' is an input too"):
            plan([given], Destination(file=Path(name)))


def test_outputs_that_are_no_inputs_are_allowed(folder: Path) -> None:
    Path("a#1.txt").write_bytes(b"a name with a mark of its own")
    refuse_inputs([Path("a"), Path("new.txt"), Path("b.txt")], ["a#1.txt", "none.txt", "a.txt#b"])
    refuse_inputs([Path("/dev/null")], ["/dev/null"])
    with refused("'a#1.txt' is an input too"):
        refuse_inputs([Path("a#1.txt")], ["a#1.txt"])


def test_a_folder_of_links_to_the_inputs_is_refused() -> None:
    Path("out").symlink_to(".")
    with refused("'out/a.txt' is an input too"):
        plan(["a.txt"], Destination(folder=Path("out")))


def test_other_inputs_are_not_changed_in_their_place_nor_backups_lost() -> None:
    with refused("'b.txt' is an input too"):
        plan(["a.txt", "b.txt"], Destination(in_place=True), others=["b.txt"])
    Path("a.txt.bak").write_bytes(b"another text")
    with refused("'a.txt.bak' is an input too; give another --backup"):
        plan(["a.txt*"], Destination(in_place=True, backup=".bak"))


def test_all_faults_are_named_at_once() -> None:
    with pytest.raises(UsageError) as caught:
        plan(["a.txt", "in/a.txt", "b.txt", "c.txt"], Destination(folder=Path()), ["in/d.txt"])
    assert str(caught.value).splitlines() == [
        "'a.txt' is an input too; write the result elsewhere",
        "'b.txt' is an input too; write the result elsewhere",
        "'c.txt' is an input too; write the result elsewhere",
        "'a.txt' and 'in/a.txt' would both become 'a.txt'; give each its own folder",
    ]


def test_two_results_in_one_file_are_refused() -> None:
    with refused("'a.txt' and 'in/a.txt' would both become 'out/a.txt'"):
        plan(["a.txt", "in/a.txt"], Destination(folder=Path("out")))
    Path("a.md").touch()
    with refused("'a.md' and 'a.txt' would both become 'out/a.jsonl'"):
        plan(["a.md", "a.txt"], Destination(folder=Path("out"), suffix=".jsonl"))
    Path("out").mkdir()
    Path("out/a.txt").symlink_to("b.txt")
    with refused("would both become 'out/b.txt'"):
        plan(["a.txt", "b.txt"], Destination(folder=Path("out")))
    with refused("2 files cannot be written into one"):
        plan(["a.txt", "b.txt"], Destination(file=Path("x")))
    with refused("cannot be combined"):
        plan(["a.txt", "-"], Destination())


def test_one_file_under_two_names_is_done_once() -> None:
    Path("link.txt").symlink_to("a.txt")
    assert len(jobs("a.txt", "in/../a.txt", folder=Path("out"))) == 1
    assert len(jobs("a.txt", "in/../a.txt", "link.txt", in_place=True)) == 1
    assert len(jobs("a.txt", "link.txt", folder=Path("out"))) == 2
    assert len(jobs("a.txt", "in/../a.txt", file=Path("x"))) == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"file": Path("x"), "folder": Path("y")}, "not both"),
        ({"file": Path("x"), "in_place": True}, "--in-place changes the files themselves"),
        ({"backup": ".bak"}, "--backup keeps what --in-place changes"),
        ({"in_place": True, "backup": "/x"}, "is not a file suffix"),
    ],
)
def test_destinations_that_are_none(options: dict[str, object], message: str) -> None:
    with refused(message):
        Destination(**options)


def test_results_are_written_and_each_outcome_told() -> None:
    told: list[Outcome] = []
    made = run(
        plan(["*.txt"], Destination(folder=Path("x/y"))),
        Local(shout),
        Keeper(no_output),
        told.append,
    )
    assert made == told == [Outcome(f"{name}.txt", Status.DONE) for name in "abc"]
    assert Path("x/y/b.txt").read_bytes() == b"B.TXT"
    assert Path("b.txt").read_bytes() == b"b.txt"
    assert (exit_code(made), summary(made)) == (0, "3 files: 3 done")


def test_results_without_a_file_are_emitted() -> None:
    emitted: list[bytes] = []
    assert (
        exit_code(
            run(plan(["a.txt", "b.txt"], Destination()), Local(shout), Keeper(emitted.append))
        )
        == 0
    )
    assert emitted == [b"A.TXT", b"B.TXT"]


@pytest.mark.parametrize("error", [InputError, OutputError, UsageError])
def test_a_file_that_fails_stops_only_itself(error: type[VitransError]) -> None:
    def work(data: bytes, name: str) -> bytes:
        if name == "b.txt":
            raise error("2 lines are not 3")
        return data.upper()

    made = run(
        plan(["*.txt", "no.txt"], Destination(folder=Path("out"))), Local(work), Keeper(no_output)
    )
    assert [(one.source, one.status) for one in made] == [
        ("no.txt", Status.FAILED),
        ("a.txt", Status.DONE),
        ("b.txt", Status.FAILED),
        ("c.txt", Status.DONE),
    ]
    assert made[2].message == "2 lines are not 3"
    assert made[0].message == "there is no file 'no.txt'; check the name"
    assert sorted(path.name for path in Path("out").iterdir()) == ["a.txt", "c.txt"]
    assert (exit_code(made), summary(made)) == (1, "4 files: 2 done, 2 failed")
    assert exit_code(made[1:]) == error.exit_code


def test_what_concerns_all_files_ends_the_run() -> None:
    def work(data: bytes, name: str) -> bytes:
        raise ModelError("there is no model 'x'")

    with pytest.raises(ModelError):
        run(plan(["*.txt"], Destination(folder=Path("out"))), Local(work), Keeper(no_output))


def test_a_result_that_could_not_be_written_is_told_before_the_work() -> None:
    Path("out/b.txt").mkdir(parents=True)
    made = plan(["*.txt"], Destination(folder=Path("out")))
    assert [job.source.name for job in made.jobs] == ["a.txt", "c.txt"]
    assert [one.message for one in made.failed] == [
        "cannot write 'out/b.txt': it is a directory; name a file"
    ]
    assert summary(run(made, Local(shout), Keeper(no_output))) == "3 files: 2 done, 1 failed"
    nowhere = plan(["a.txt"], Destination(file=Path("none/x.txt")))
    assert (nowhere.jobs, exit_code(nowhere.failed)) == ((), 1)


def test_a_folder_that_cannot_be_made() -> None:
    with refused("cannot make 'a.txt/out'", OutputError):
        run(plan(["b.txt"], Destination(folder=Path("a.txt/out"))), Local(shout), Keeper(no_output))
    assert plan(["no.txt"], Destination(folder=Path("out"))).folder is None


def test_results_that_are_there_are_skipped() -> None:
    Path("out").mkdir()
    Path("out/b.txt").write_bytes(b"of yesterday")
    where = plan(["*.txt"], Destination(folder=Path("out")))
    made = run(where, Local(shout), Keeper(no_output, skip_existing=True))
    assert made[1] == Outcome.there("b.txt", "'out/b.txt' is there already")
    assert Path("out/b.txt").read_bytes() == b"of yesterday"
    assert (exit_code(made), summary(made)) == (0, "3 files: 2 done, 1 skipped (there already)")
    for destination in (Destination(), Destination(in_place=True)):
        with refused("--skip-existing"):
            run(plan(["a.txt"], destination), Local(shout), Keeper(no_output, skip_existing=True))


def test_files_change_in_their_place_and_are_kept_once() -> None:
    where = plan(["a.txt", "b.txt"], Destination(in_place=True, backup=".bak"))
    made = run(
        where,
        Local(lambda data, name: data if name == "b.txt" else shout(data, name)),
        Keeper(no_output),
    )
    assert exit_code(made) == 0
    assert Path("a.txt").read_bytes() == b"A.TXT"
    assert Path("a.txt.bak").read_bytes() == b"a.txt"
    assert not Path("b.txt.bak").exists()
    made = run(where, Local(lambda data, name: data + b"!"), Keeper(no_output))
    assert "'a.txt.bak' is there already and differs from 'a.txt'" in made[0].message
    assert Path("a.txt").read_bytes() == b"A.TXT"
    assert made[1].status is Status.DONE
    assert Path("b.txt.bak").read_bytes() == b"b.txt"


def test_no_files_are_no_fault() -> None:
    made = run(plan([], Destination()), Local(shout), Keeper(no_output))
    assert (made, exit_code(made), summary(made)) == ([], 0, "0 files")
