"""Course packs: laid over the content, and every mistake in one told where it is."""

import shutil
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest

from informint import coach, content, questions, trials
from informint.content.packs import FILES, KINDS, PERSONAS, check_pack, content_files
from informint.content.persona_files import personas
from informint.errors import BadInput, ContentError
from informint.roleplay.rubric import rubric
from informint.roleplay.words import shared

OURS = Path(str(files("informint.content")))
EXAMPLE = Path(__file__).parents[2] / "docs" / "example_pack"
LONG = "Dear Ms. Haldane, could I ask you how you came to maps, for 25 minutes by phone? Thanks, Bo"


@pytest.fixture(autouse=True)
def _ours_again() -> Iterator[None]:
    yield
    content.use(None)


def told(folder: Path) -> list[tuple[str, int, str]]:
    return [(fault.file, fault.line, fault.field) for fault in check_pack(folder)]


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def test_our_own_content_keeps_what_packs_are_held_to(tmp_path: Path) -> None:
    for path in OURS.rglob("*.toml"):
        if "sample" not in path.parts:
            write(tmp_path, path.relative_to(OURS).as_posix(), path.read_text("utf-8"))
    assert check_pack(tmp_path) == []


def test_the_example_pack_does_as_it_says_until_it_is_taken_away() -> None:
    assert trials.check(EXAMPLE) == []
    before = content.questions()
    assert "over-30-minutes" not in {f.rule for f in coach.check_message(LONG).findings}
    with content.using(EXAMPLE):
        (found,) = (f for f in coach.check_message(LONG).findings if f.rule == "over-30-minutes")
        assert "20 minutes" in found.message
        assert len([r for r in content.rules() if r.id == "over-30-minutes"]) == 1
        assert len(content.questions()) == len(before) + 2
        assert "hollow-hill-programme" in content.goals()
        assert content.patterns()["hollow-hill-alumni"].connection == "alumni"
        assert content.quiz("02")[-1].id == "hollow-hill-list"
        assert questions.check_questions(["How?"], ["hollow-hill-programme"]).reviews
    assert content.questions() == before
    assert "over-30-minutes" not in {f.rule for f in coach.check_message(LONG).findings}


def test_the_environment_names_a_pack(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from informint.content.layers import _Chosen  # noqa: PLC0415  (as at the start of a process)

    monkeypatch.setenv("INFORMINT_PACK", str(EXAMPLE))
    content.use(None)
    monkeypatch.setattr(_Chosen, "asked", False)
    assert content.in_use() == EXAMPLE
    monkeypatch.setenv("INFORMINT_PACK", str(tmp_path / "gone"))
    monkeypatch.setattr(_Chosen, "asked", False)
    for _ in range(2):
        with pytest.raises(BadInput, match="is not a folder"):
            content.rules()


def test_a_persona_is_added_or_takes_anothers_place(tmp_path: Path) -> None:
    text = (OURS / "personas" / "museum.toml").read_text("utf-8")
    write(tmp_path, "personas/mine.toml", text.replace('id = "museum"', 'id = "aquarium"', 1))
    write(tmp_path, "personas/museum.toml", text.replace('"Alun Pryce"', '"Alun Price"', 1))
    before = personas()
    with content.using(tmp_path):
        assert list(personas()) == [*before, "aquarium"]
        assert personas()["museum"].name == "Alun Price"
    assert personas() == before


def test_the_words_around_the_talk_are_laid_over_key_by_key(tmp_path: Path) -> None:
    line = rubric()[0][0]
    write(tmp_path, "talk.toml", '[hints]\nover = "Fini."\n')
    entry = "\n".join(
        f"{name} = {value!r}".replace("True", "true").replace("False", "false")
        for name in line.__struct_fields__
        if not isinstance(value := getattr(line, name), tuple)
    )
    text = f"[[item]]\n{entry}\nsources = ['sfu']\n".replace(repr(line.title), "'Anfang'")
    write(tmp_path, "rubric.toml", text)
    assert check_pack(tmp_path) == []
    with content.using(tmp_path):
        assert (shared().hints.over, bool(shared().hints.time)) == ("Fini.", True)
        assert rubric()[0][0].title == "Anfang"
        assert len(rubric()[0]) == 12


def test_a_pack_with_a_mistake_is_refused_and_the_one_before_stays(tmp_path: Path) -> None:
    write(tmp_path, "goals.toml", '[[goal]]\nid = "g"\n')
    content.use(EXAMPLE)
    with pytest.raises(ContentError, match=r"goals.toml, line 1, field .*more: informint content"):
        content.use(tmp_path)
    assert content.in_use() == EXAMPLE


GOOD_GOAL = '[[goal]]\nid = "g"\ntext = "T"\nreflect = "R"\ntopics = ["likes"]\nsource = "sfu"\n'
QUIZ = (
    '[[question]]\nid = "q"\ntext = "T"\nsource = "sfu"\n'
    '[[question.answers]]\ntext = "A"\nfeedback = "F"\n'
    '[[question.answers]]\ntext = "B"\n{}\n'
)


MOVE = '[[move]]\nid = "thanks"\namount = 3\ntimes = 1\nwords = "W"\nsource = "x"\n'
DRILL = (
    '[[drill]]\nid = "d"\ntitle = "T"\nminutes = {}\npersona = "musem"\ntask = "T"\ntip = "T"\n'
    'source = "sfu"\nitems = {}\n'
)
ITEMS = '[\n  "thanks",\n  "thank",\n]'
NOTE = (
    '[[pattern]]\nid = "p"\nkind = "request"\nchannel = "note"\nconnection = "none"\n'
    f'title = "T"\nwhen = "W"\nbody = "{"x" * 301}"\nsource = "sfu"\n'
)
PATTERN = (
    '[[pattern]]\nid = "p"\nkind = "request"\nchannel = "email"\nconnection = "alumni"\n'
    'title = "T"\nwhen = "W"\nsubject = "{topic}"\nbody = """\nDear {their_name}, '
    '[[why them]]."""\nsource = "sfu"\n'
)
TWO_WRONG = 'feedback = 1\nright = "no"'


@pytest.mark.parametrize(
    ("name", "text", "places"),
    [
        ("goals.toml", GOOD_GOAL.replace('"likes"', '"joys"'), [(5, "topics")]),
        ("goals.toml", GOOD_GOAL.replace("reflect", "reflects"), [(1, "reflect"), (4, "reflects")]),
        ("goals.toml", GOOD_GOAL.replace('"sfu"', '"sfv"'), [(6, "source")]),
        ("goals.toml", GOOD_GOAL + "\n" + GOOD_GOAL, [(9, "id")]),
        ("goals.toml", GOOD_GOAL.replace("[[goal]]", "[[gaol]]"), [(1, "")]),
        ("goals.toml", GOOD_GOAL.replace("[[goal]]", "[goal]"), [(1, "goal")]),
        ("goals.toml", GOOD_GOAL + 'id = "h"\n', [(7, "")]),
        ("goals.toml", "a = ", [(1, "")]),
        ("gaols.toml", GOOD_GOAL, [(1, "")]),
        ("quizzes/04.toml", QUIZ.format('feedback = "G"'), [(1, "answers")]),
        ("quizzes/04.toml", QUIZ.format("right = true"), [(8, "feedback")]),
        ("quizzes/04.toml", QUIZ.format(TWO_WRONG), [(10, "feedback"), (11, "right")]),
        ("comfort.toml", MOVE, [(3, "amount")]),
        ("rubric.toml", '[moments]\njobs = "J"\n', [(2, "jobs")]),
        ("drills.toml", DRILL.format(30, "[]"), [(4, "minutes"), (9, "items")]),
        ("drills.toml", DRILL.format(3, ITEMS), [(5, "persona"), (11, "items")]),
        ("patterns.toml", NOTE, [(8, "body")]),
        ("patterns.toml", PATTERN.replace('"alumni"', '"alumnus"'), [(5, "connection")]),
        ("quizzes/99.toml", QUIZ.format('feedback = "G"\nright = true'), [(1, "")]),
        ("rules/ours.yaml", "rule: x", [(1, "")]),
        ("rules/more/ours.toml", "", [(1, "")]),
        ("goals.TOML", GOOD_GOAL, [(1, "")]),
        ("goals.toml", f"\ufeff{GOOD_GOAL}", []),
    ],
)  # fmt: skip
def test_a_mistake_is_told_by_line_and_field(
    tmp_path: Path, name: str, text: str, places: list[tuple[int, str]]
) -> None:
    write(tmp_path, name, text)
    assert told(tmp_path) == [(name, *place) for place in places]


def test_what_a_persona_lacks_is_told_where(tmp_path: Path) -> None:
    text = (OURS / "personas" / "museum.toml").read_text("utf-8")
    lines = text.replace('topic = "likes"', 'topic = "joys"', 1).replace(
        "minutes = 25", "minutes = 90"
    )
    write(tmp_path, "personas/museum.toml", lines)
    found = lines.splitlines()
    joys = next(n for n, line in enumerate(found, 1) if line == 'topic = "joys"')
    minutes = found.index("minutes = 90") + 1
    assert told(tmp_path) == [
        ("personas/museum.toml", minutes, "minutes"),
        ("personas/museum.toml", joys, "topic"),
    ]


@pytest.mark.parametrize(
    ("change", "place"),
    [
        (("above = { subject_words = 9 }", "above = { subjectwords = 9 }"), (56, "above")),
        (("above = { subject_words = 9 }", "above = { subject_words = 90 }"), (62, "hit")),
    ],
)
def test_a_rule_is_tried_on_what_it_says(
    tmp_path: Path, change: tuple[str, str], place: tuple[int, str]
) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "pack")
    rules = tmp_path / "pack" / "rules" / "ours.toml"
    rules.write_text(rules.read_text("utf-8").replace(*change), "utf-8")
    fault = trials.check(tmp_path / "pack")[0]
    assert (fault.file, fault.line, fault.field) == ("rules/ours.toml", *place)


def test_every_rule_that_names_what_is_not_known_is_told(tmp_path: Path) -> None:
    shutil.copytree(EXAMPLE, tmp_path / "pack")
    rules = tmp_path / "pack" / "rules" / "ours.toml"
    text = rules.read_text("utf-8").replace('"open_ended_duration"', '"open_duration"')
    rules.write_text(text.replace("subject_words", "subjectwords"), "utf-8-sig")
    own = '[[rule]]\nid = "r"\nseverity = "must"\npresent = ["yes_nno"]\nmessage = "M"\nwhy = "W"\n'
    examples = 'source = "sfu"\nhit = ["A?", "B?"]\nmiss = ["C?", "D?"]\n'
    write(tmp_path / "pack", "question_rules/ours.toml", own + examples)
    found = [(fault.file, fault.line, fault.field) for fault in trials.check(tmp_path / "pack")]
    assert found == [
        ("question_rules/ours.toml", 4, "present"),
        ("rules/ours.toml", 8, "absent"),
        ("rules/ours.toml", 56, "above"),
    ]


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        (("{their_name}", "{their_nmae}"), "body", "did you mean 'their_name'"),
        (("{their_name}", "{their_name"), "body", "a '{' stands alone"),
        (("{their_name}", "{ their_name }"), "body", "a '{' stands alone"),
        (("[[why them]]", "[[why {them}]]"), "body", "unknown field 'them'"),
        (("[[why them]]", "[[why them]"), "body", "a '[[' stands alone"),
        (("{topic}", "{topic.__class__}"), "subject", "a '{' stands alone"),
    ],
)
def test_a_pattern_that_would_not_be_filled_in_is_told(
    tmp_path: Path, given: tuple[str, str], field: str, said: str
) -> None:
    write(tmp_path, "patterns.toml", PATTERN.replace(*given))
    fault = trials.check(tmp_path)[0]
    assert (fault.file, fault.line, fault.field) == (
        "patterns.toml", 8 if field == "subject" else 9, field,
    )  # fmt: skip
    assert said in fault.message


def test_a_link_is_no_part_of_a_pack(tmp_path: Path) -> None:
    secret, pack = tmp_path / "secret", tmp_path / "pack"
    write(secret, "goals.toml", GOOD_GOAL)
    write(pack, "goals.toml", GOOD_GOAL)
    assert content_files(pack) == ["goals.toml"]
    (pack / "notes.txt").symlink_to(secret / "goals.toml")
    (pack / "fields.toml").symlink_to(tmp_path / "gone")
    (pack / "personas").symlink_to(secret)
    assert [(f.file, f.message.partition(";")[0]) for f in check_pack(pack)] == [
        (name, "is a link") for name in ("fields.toml", "notes.txt", "personas")
    ]
    assert content_files(pack) == ["goals.toml"]
    (tmp_path / "current").symlink_to(pack)  # the way there is anybody's own
    assert len(check_pack(tmp_path / "current")) == 3


def test_every_kind_of_file_that_we_have_can_be_in_a_pack() -> None:
    kinds = {PERSONAS, *KINDS, *FILES}
    ours = {p.relative_to(OURS) for p in OURS.rglob("*.toml") if "sample" not in p.parts}
    assert {p for p in ours if not any(p.match(kind) for kind in kinds)} == set()
