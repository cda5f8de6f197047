"""Copies for a class: who gets one, what is in it and what is not, and what happens on the way."""

import json
import os
import shutil
import signal
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import pytest

from informint.cli import main
from informint.cohort import build, on_dask, read_roster
from informint.errors import BadInput
from informint.notebooks import execute, lessons

EXAMPLE = Path(__file__).parents[2] / "docs" / "example_pack"
LESSON = "04_the_conversation.ipynb"


def roster(folder: Path, *rows: str, header: str = "id,name,field,persona,level,seed") -> Path:
    path = folder / "roster.csv"
    path.write_text("\n".join((header, *rows)) + "\n", "utf-8")
    return path


def class_of(number: int) -> tuple[str, ...]:
    return tuple(f"p{n:04},Ada {n},,museum,beginner,{n}" for n in range(number))


def skipped(path: Path) -> dict[int, str]:
    return {one.row: one.reason for one in read_roster(path).skipped}


def parameters(copy: Path) -> str:
    notebook = nbformat.read(copy, as_version=4)
    nbformat.validate(notebook)
    (cell,) = (c for c in notebook.cells if "injected-parameters" in c.metadata.get("tags", ()))
    return str(cell.source)


def test_each_gets_a_prepared_copy_that_tells_nothing_but_the_id(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    header = "ID;Name;e-mail;Field;Persona;Level;Seed"
    path = roster(
        tmp_path,
        "ana-7;Ana Nováková;ana@example.org;Museums and Science Centers;;beginner;",
        'bo;Bo "B" Li;bo@example.org;;patent-law;;5',
        header=header,
    )
    out = tmp_path / "class"
    assert main(["cohort", "build", str(path), "-o", str(out), "--json"]) == 0
    printed = capsys.readouterr()
    assert json.loads(printed.out) == {"built": 2, "skipped": []}
    assert "'e-mail' was left out" in printed.err
    assert {p.name for p in (out / "ana-7").iterdir()} == {LESSON}
    text = (out / "ana-7" / LESSON).read_text("utf-8")
    assert not any(said in text for said in ("Ana", "Nov", "example.org/", "ana@", str(tmp_path)))
    assert 'learner = "ana-7"' in parameters(out / "ana-7" / LESSON)
    assert 'persona = "museum"' in parameters(out / "ana-7" / LESSON)  # who works in the field
    assert "seed = 5" in parameters(out / "bo" / LESSON)
    notebook = nbformat.read(out / "bo" / LESSON, as_version=4)
    assert "papermill" not in notebook.metadata
    assert all(not c.outputs and c.execution_count is None for c in code(notebook))
    tags = [tag for cell in notebook.cells for tag in cell.metadata.tags]
    assert "instructor" not in tags
    assert tags.index("parameters") < tags.index("injected-parameters")


def code(notebook: nbformat.NotebookNode) -> Sequence[nbformat.NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_who_wants_names_in_the_copies_says_so_and_no_name_becomes_code(tmp_path: Path) -> None:
    path = roster(tmp_path, '"a","Bo ""; import os #\\",,,,', '"b","Zoë",,,,', "c,<b>_Bo_,,,,")
    build(read_roster(path), tmp_path / "out", ["00"], names=True)
    said: dict[str, object] = {}
    exec(parameters(tmp_path / "out/a/00_start_here.ipynb"), said)  # noqa: S102 (what a kernel does)
    assert said["name"] == 'Bo "; import os #\\'
    assert "os" not in said
    greeted = nbformat.read(tmp_path / "out/b/00_start_here.ipynb", as_version=4).cells[1]
    assert (greeted.cell_type, greeted.source) == ("markdown", "This copy is Zoë's.")
    greeted = nbformat.read(tmp_path / "out/c/00_start_here.ipynb", as_version=4).cells[1]
    assert greeted.source == r"This copy is \<b\>\_Bo\_'s."


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (",Ada,,,,", "id"),
        ("../../etc,Ada,,,,", "id"),
        ("/etc,Ada,,,,", "id"),
        ("a/b,Ada,,,,", "id"),
        ("..,Ada,,,,", "id"),
        (".hidden,Ada,,,,", "id"),
        ("ends.,Ada,,,,", "id"),
        ("CON,Ada,,,,", "id"),
        ("nul.txt,Ada,,,,", "id"),
        ("ada@example.org,Ada,,,,", "id"),
        ("a" * 41 + ",Ada,,,,", "id"),
        ("FINE,Ada,,,,", "id"),  # there is `fine` already
        ("x,Ada,,musem,,", "persona"),
        ("x,Ada,,,beginer,", "level"),
        ("x,Ada,,,expert,", "level"),
        ("x,Ada,,,,-1", "seed"),
        ("x,Ada,,,,2147483648", "seed"),
        ("x,Ada,,,,1.5", "seed"),
        ("x,Ada,,,,٣٣٣٣٣٣٣٣٣٣", "seed"),
        ("x," + "A" * 101 + ",,,,", "name"),
        ("x,A\u202eda,,,,", "name"),
        ("x,Ada,,,,1,more", "more cells"),
    ],
)
def test_a_bad_row_is_told_and_the_rest_is_built(tmp_path: Path, row: str, field: str) -> None:
    path = roster(tmp_path, "fine,,,,,", row, "also-fine,,,,,", ",,,,,")
    built = build(read_roster(path), tmp_path / "out", ["00"])
    assert built.built == 2
    ((reported, reason),) = ((one.row, one.reason) for one in built.skipped)
    assert reported == 3
    assert field in reason
    assert "Ada" not in reason
    made = {p.relative_to(tmp_path).as_posix() for p in tmp_path.rglob("*.ipynb")}
    assert made == {f"out/{who}/00_start_here.ipynb" for who in ("fine", "also-fine")}


def test_a_persona_or_a_level_nearly_named_is_suggested(tmp_path: Path) -> None:
    told = skipped(roster(tmp_path, "x,,,musem,,", "y,,,,beginer,"))
    assert "'museum'" in told[2]
    assert "'beginner'" in told[3]


@pytest.mark.parametrize(
    ("field", "persona"),
    [
        ("Museums & science centers", "museum"),
        ("museums", "museum"),
        ("Patents", "patent-law"),
        ("patent-law", "patent-law"),
        ("startup", "start-up"),
        ("genetic counselling", "genetic-counselling"),
        ("astrology", ""),
    ],
)
def test_a_field_chooses_who_works_in_it_in_whatever_words(
    tmp_path: Path, field: str, persona: str, capsys: pytest.CaptureFixture[str]
) -> None:
    path = roster(tmp_path, f"a,,{field},,Advanced,")
    (learner,) = read_roster(path).learners
    assert (learner.persona, learner.level) == (persona, "advanced")
    assert main(["cohort", "build", str(path), "-o", str(tmp_path / "out"), "--lessons", "00"]) == 0
    assert ("row 2: no practice partner" in capsys.readouterr().err) is not bool(persona)


@pytest.mark.parametrize(
    ("data", "said"),
    [(b"name,level\nA,b\n", "no column 'id'"), (b"id,id\n1,2\n", "twice"), (b"", "no column")],
)
def test_what_is_no_roster_is_one_sentence(tmp_path: Path, data: bytes, said: str) -> None:
    (tmp_path / "x.csv").write_bytes(data)
    with pytest.raises(BadInput, match=said):
        read_roster(tmp_path / "x.csv")


def test_a_lesson_that_there_is_not_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no lesson '99'"):
        build(read_roster(roster(tmp_path, "a,,,,,")), tmp_path / "out", ["99"])


def test_all_lessons_can_be_copied(tmp_path: Path) -> None:
    build(read_roster(roster(tmp_path, "a,,,,,")), tmp_path / "out", ["all"])
    assert [p.name for p in sorted((tmp_path / "out/a").iterdir())] == [p.name for p in lessons()]


def test_a_course_pack_goes_along_and_is_used(tmp_path: Path) -> None:
    packs = tmp_path / "packs"
    shutil.copytree(EXAMPLE, packs / "hollow-hill")
    (packs / "torn").mkdir()
    (packs / "torn" / "goals.toml").write_text("[[goal]]\n")
    rows = ("a,hollow-hill", "b,torn", "c,../packs", "d,gone", "e,en")
    path = roster(tmp_path, *rows, header="id,pack")
    built = build(read_roster(path, packs), tmp_path / "out", ["00"])
    assert [(one.row, one.reason.split(":")[0]) for one in built.skipped] == [
        (3, "pack"), (4, "pack"), (5, "pack"),
    ]  # fmt: skip
    copy = nbformat.read(tmp_path / "out" / "a" / "00_start_here.ipynb", as_version=4)
    check = "assert 'hollow-hill-alumni' in content.patterns()"
    cells = [copy.cells[0], code(copy)[0], nbformat.v4.new_code_cell(check)]
    copy.cells = [cell for cell in copy.cells if "content.use" in cell.source] + cells
    execute(copy, tmp_path / "out" / "a")
    assert not (tmp_path / "out" / "e" / "pack").exists()


def held(folder: Path) -> list[str]:
    return sorted(p.relative_to(folder).as_posix() for p in folder.rglob("*") if p.is_file())


def test_who_changes_packs_has_files_of_the_new_one_only(tmp_path: Path) -> None:
    packs, out = tmp_path / "packs", tmp_path / "out"
    shutil.copytree(EXAMPLE, packs / "one")
    (packs / "one" / "grades.csv").write_text("Ana: 5")
    (packs / "two").mkdir()
    shutil.copy(EXAMPLE / "sources.toml", packs / "two")

    def have(pack: str, **given: bool) -> list[str]:
        read = read_roster(roster(tmp_path, f"a,{pack}", header="id,language"), packs)
        return [one.reason for one in build(read, out, ["00"], **given).skipped]  # type: ignore[arg-type]

    assert have("one") == []
    assert held(out / "a" / "pack") == held(EXAMPLE)
    assert have("two") == []
    assert held(out / "a" / "pack") == ["sources.toml"]
    title = "Our own careers service"
    text = (packs / "two" / "sources.toml").read_text("utf-8")
    (packs / "two" / "sources.toml").write_text(text.replace("Hollow Hill careers service", title))
    assert have("two") == []
    assert title in (out / "a" / "pack" / "sources.toml").read_text("utf-8")
    (out / "a" / "pack" / "sources.toml").write_text("# my notes")
    assert have("one") == ["pack: pack/sources.toml was changed, and is kept"]
    assert held(out / "a" / "pack") == ["sources.toml"]
    (out / "a" / "pack" / "sources.toml").unlink()
    assert have("one") == have("en") == []
    assert held(out / "a") == ["00_start_here.ipynb"]
    assert not (out / "a" / "pack").exists()


def test_no_link_leads_out_of_the_folder(tmp_path: Path) -> None:
    elsewhere, packs, out = (tmp_path / name for name in ("elsewhere", "packs", "out"))
    elsewhere.mkdir()
    (elsewhere / "kept.toml").write_text("kept")
    shutil.copytree(EXAMPLE, packs / "hollow-hill")
    (out / "d" / "pack").mkdir(parents=True)
    (out / "a").symlink_to(elsewhere)
    (out / "c").write_text("a file")
    (out / "d" / "pack" / "goals.toml").symlink_to(elsewhere / "kept.toml")
    (out / "e" / "pack").mkdir(parents=True)
    (out / "e" / "pack" / "rules").symlink_to(elsewhere)
    (out / "f").mkdir()
    (out / "f" / LESSON).symlink_to(elsewhere / "new.ipynb")
    rows = ("a,", "b,", "c,", "d,hollow-hill", "e,hollow-hill", "f,")
    read = read_roster(roster(tmp_path, *rows, header="id,pack"), packs)
    assert [one.row for one in build(read, out).skipped] == [2, 4, 5, 6, 7]
    assert held(elsewhere) == ["kept.toml"]
    assert (elsewhere / "kept.toml").read_text() == "kept"
    record = out / ".informint-cohort.jsonl"
    record.rename(elsewhere / "kept.toml")
    before = (elsewhere / "kept.toml").read_text()
    record.symlink_to(elsewhere / "kept.toml")
    with pytest.raises(BadInput, match="is a link"):
        build(read, out, ["00"])
    assert (elsewhere / "kept.toml").read_text() == before


def interrupt(done: int, _: int) -> None:
    if done == 5:
        raise KeyboardInterrupt


def test_an_interrupted_run_is_taken_up_and_what_stands_is_not_made_again(tmp_path: Path) -> None:
    read = read_roster(roster(tmp_path, *class_of(12)))
    with pytest.raises(KeyboardInterrupt):
        build(read, tmp_path / "out", ["00"], progress=interrupt)
    stood = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").rglob("*.ipynb")}
    assert len(stood) == 5
    told: list[tuple[int, int]] = []
    assert build(read, tmp_path / "out", ["00"], progress=lambda *n: told.append(n)).built == 12
    assert told == [(n, 12) for n in range(1, 13)]
    assert {p: p.stat().st_mtime_ns for p in stood} == stood
    assert whole(tmp_path / "out", 12)


def whole(out: Path, number: int) -> bool:
    """Say whether every copy is there once, and the record of each too; nothing else lies about."""
    record = [
        json.loads(x)["file"] for x in (out / ".informint-cohort.jsonl").read_text().splitlines()
    ]
    files = {p.relative_to(out).as_posix() for p in out.rglob("*") if p.is_file()}
    return len(record) == number and files == {*record, ".informint-cohort.jsonl"}


def test_a_copy_that_was_changed_is_kept_and_others_follow_the_roster(tmp_path: Path) -> None:
    out = tmp_path / "out"
    build(read_roster(roster(tmp_path, "a,,,museum,,", "b,,,museum,,")), out)
    (out / "a" / LESSON).write_text("my notes")
    read = read_roster(roster(tmp_path, "a,,,teaching,,", "b,,,teaching,,"))
    (one,) = build(read, out).skipped
    assert (one.row, "kept" in one.reason) == (2, True)
    assert (out / "a" / LESSON).read_text() == "my notes"
    assert 'persona = "teaching"' in parameters(out / "b" / LESSON)


def test_a_thousand_copies_are_made_and_the_last_one_runs(tmp_path: Path) -> None:
    built = build(read_roster(roster(tmp_path, *class_of(1000))), tmp_path / "out")
    assert built.built == 1000
    last = nbformat.read(tmp_path / "out" / "p0999" / LESSON, as_version=4)
    ran = execute(last, tmp_path)
    shown = next(c for c in code(ran) if "Talk(journal, persona" in c.source)
    assert "Alun Pryce" in json.dumps(shown.outputs)


def test_copies_are_run_as_a_check_and_one_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = tmp_path / "00_x.ipynb"
    cells = [
        nbformat.v4.new_code_cell('persona = ""', metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell("print(1 / len(persona), 'secret')"),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), lesson)
    monkeypatch.setattr("informint.cohort.building.lessons", lambda: [lesson])
    read = read_roster(roster(tmp_path, "a,,,museum,,", "b,,,,,"))
    built = build(read, tmp_path / "out", ["00"], execute=True)
    assert [(one.row, one.reason) for one in built.skipped] == [
        (3, "00_x.ipynb: it stops with ZeroDivisionError")
    ]
    ran = nbformat.read(tmp_path / "out/a/00_x.ipynb", as_version=4)
    assert "secret" in ran.cells[2].outputs[0].text
    assert not (tmp_path / "out/b/00_x.ipynb").exists()


@pytest.mark.parametrize(
    "error", [RuntimeError("no kernel"), ImportError("x"), OSError(28, "full")]
)
def test_whatever_happens_to_one_copy_the_rest_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def made(lesson: str, given: dict[str, object], **_: object) -> str:
        if given["learner"] == "b":
            raise error
        return lesson

    monkeypatch.setattr("informint.cohort.building.copy_of", made)
    built = build(read_roster(roster(tmp_path, "a,,,,,", "b,,,,,", "c,,,,,")), tmp_path / "out")
    assert [(one.row, one.reason) for one in built.skipped] == [
        (3, f"{LESSON}: it could not be made ({type(error).__name__})")
    ]
    assert whole(tmp_path / "out", 2)


def test_when_nobody_is_left_to_work_each_copy_is_told(tmp_path: Path) -> None:
    read = read_roster(roster(tmp_path, "a,,,,,", "b,,,,,"))
    with ThreadPoolExecutor() as workers:
        pass
    built = build(read, tmp_path / "out", ["00"], executor=workers)
    assert [one.row for one in built.skipped] == [2, 3]


def test_a_kernel_that_does_not_start_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def late(*_: object, **__: object) -> None:
        message = "Kernel didn't respond in 180 seconds"
        raise RuntimeError(message)

    monkeypatch.setattr("nbclient.NotebookClient.async_execute", late)
    read = read_roster(roster(tmp_path, "a,,,,,"))
    (one,) = build(read, tmp_path / "out", ["00"], execute=True).skipped
    assert one.reason == "00_start_here.ipynb: its kernel did not start"


@pytest.fixture
def cluster() -> Iterator[object]:
    distributed = pytest.importorskip("distributed")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs="CRITICAL"
    ) as running:
        yield running


@pytest.mark.loopback
@pytest.mark.filterwarnings("ignore")  # Dask's own, while a worker is torn away
def test_on_a_cluster_a_killed_worker_loses_nothing_and_doubles_nothing(
    tmp_path: Path, cluster: object
) -> None:
    pids = [worker.pid for worker in cluster.workers.values()]  # type: ignore[attr-defined]
    read = read_roster(roster(tmp_path, *class_of(60)))
    killed: list[int] = []

    def kill_one(done: int, of: int) -> None:
        if not killed and done < of:
            killed.append(pids[0])
            os.kill(pids[0], signal.SIGKILL)

    address = cluster.scheduler_address  # type: ignore[attr-defined]
    with on_dask(address) as workers:
        built = build(read, tmp_path / "out", executor=workers, progress=kill_one)
    assert killed
    assert built.as_json() == {"built": 60, "skipped": []}
    assert whole(tmp_path / "out", 60)


@pytest.mark.loopback
@pytest.mark.filterwarnings("ignore")  # Dask's own
def test_copies_are_run_on_a_cluster_with_their_packs_and_nothing_of_our_disk(
    tmp_path: Path, cluster: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    lesson = tmp_path / "00_x.ipynb"
    cell = nbformat.v4.new_code_cell("print('hollow-hill-alumni' in content.patterns())")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), lesson)
    monkeypatch.setattr("informint.cohort.building.lessons", lambda: [lesson])
    shutil.copytree(EXAMPLE, tmp_path / "packs" / "hollow-hill")
    path = roster(tmp_path, "a,hollow-hill", "b,", header="id,pack")
    read = read_roster(path, tmp_path / "packs")
    address = cluster.scheduler_address  # type: ignore[attr-defined]
    with on_dask(address.removeprefix("tcp://")) as workers:
        built = build(read, tmp_path / "out", ["00"], execute=True, executor=workers)
    assert [one.reason for one in built.skipped] == ["00_x.ipynb: it stops with NameError"]
    ran = nbformat.read(tmp_path / "out/a/00_x.ipynb", as_version=4)
    assert code(ran)[-1].outputs[0].text == "True\n"


@pytest.mark.loopback
@pytest.mark.parametrize(
    "address",
    ["tcp://127.0.0.1:9", "127.0.0.1:notaport", "127.0.0.1:99999", "garbage", "ftp://x:1", ""],
)
def test_an_address_at_which_no_cluster_answers_is_one_sentence(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    address: str,
) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr("informint.cohort.building._CONNECT", 1)
    path = str(roster(tmp_path, "a,,,,,"))
    assert main(["cohort", "build", path, "-o", str(tmp_path / "out"), "--dask", address]) == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert "No Dask cluster answers" in said
